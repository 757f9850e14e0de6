package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.addressing.MeshEnvelope;
import gpcm.addressing.Recipient;
import gpcm.cli.Commands;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.ProxyLogin;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/mesh.md shows is run here, on the network that it shows, and every message that is sent
 * so goes through the rules with its MESH metadata.
 */
class MeshPageTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HUB = "A99901OT001";
  private static final String PRACTICE = "A99902OT001";
  private static final Secret PASSWORD = Secret.of("password");

  @TempDir Path folder;
  private String page;
  private Path network;
  private Path message;
  private LocalMeshServer mesh;

  @BeforeEach
  void start() throws IOException {
    page = Files.readString(ROOT.resolve("docs/mesh.md"));
    network = Files.writeString(folder.resolve("network.jsonl"), block("json", "shared_key"));
    mesh =
        LocalMeshServer.start(ServerSettings.in(folder.resolve("mesh")).network(network).build());
    message = folder.resolve("message.xml");
    Commands built =
        Commands.run(
            "build",
            "--use-case=consultation-summary",
            "--input=" + ROOT.resolve("examples/consultation-summary.json"),
            "--attach=" + ROOT.resolve("examples/consultation-summary-throat.txt"),
            "--mailbox=" + HUB,
            "--output=" + message);
    assertThat(built.exitCode()).as(built.err()).isZero();
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  /** The block of code that holds this text. */
  private String block(String language, String text) {
    Matcher blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (blocks.find()) {
      if (blocks.group(1).contains(text)) {
        return blocks.group(1);
      }
    }
    throw new AssertionError("docs/mesh.md has no block of " + language + " with " + text);
  }

  /** The lines of this test between two marks, as the page has to show them. */
  private static String shown(String mark) throws IOException {
    String source =
        Files.readString(ROOT.resolve("cli/src/test/java/gpcm/cli/mesh/MeshPageTest.java"));
    Matcher lines =
        Pattern.compile("// " + mark + ": begin\n(.*?)// " + mark + ": end", Pattern.DOTALL)
            .matcher(source);
    assertThat(lines.find()).as(mark).isTrue();
    return plain(lines.group(1));
  }

  private static String plain(String code) {
    return code.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
  }

  private MeshClient client(String mailbox) {
    return client(mesh.url(), mailbox);
  }

  private static MeshClient client(URI server, String mailbox) {
    return MeshClient.builder()
        .url(server)
        .mailbox(mailbox)
        .password(PASSWORD)
        .sharedKey(Secret.of("TestKey"))
        .build();
  }

  /** What arrived, checked with what travelled beside it; the address is the one that was sent. */
  private Findings arrived(String address) throws IOException {
    return arrived(mesh.url(), address);
  }

  private static Findings arrived(URI server, String address) throws IOException {
    try (MeshClient practice = client(server, PRACTICE)) {
      String id =
          await()
              .atMost(Duration.ofMinutes(4))
              .until(() -> practice.inbox(InboxQuery.all()).messageIds(), ids -> !ids.isEmpty())
              .getFirst();
      try (Download download = practice.download(id)) {
        ReadMessage read =
            new MessageReader().readXml(download.body(), AttachmentSink.discarding());
        return RuleCatalogue.rules(Tolerances.NONE)
            .check(
                read,
                new MeshMetadata(
                    download.headers().from().orElse(""),
                    address,
                    download.headers().workflowId().orElse(""),
                    download.headers().subject().orElse(""),
                    download.headers().localId().orElse("")));
      }
    }
  }

  private static void assertConforms(Findings findings) {
    assertThat(findings.all()).isEmpty();
    assertThat(findings.notChecked()).isEmpty();
  }

  @Test
  void the_clients_example_keeps_the_rules_on_the_pages_own_network() throws IOException {
    URI server = mesh.url();
    // client: begin
    try (MeshClient hub =
        MeshClient.builder()
            .url(server)
            .mailbox("A99901OT001")
            .password(Secret.of("password"))
            .sharedKey(Secret.of("TestKey"))
            .build()) {
      hub.handshake();
      SentMessage sent =
          hub.send(
              OutgoingMessage.to(
                      new PatientAddress("9990000018", LocalDate.of(1957, 1, 9), "Testpatient"),
                      "GPFED_CONSULT_REPORT",
                      MeshBody.ofFile(message))
                  .localId("A99901")
                  .sharedLocalId(true)
                  .subject(
                      "Consultation report for Alpha Example Testpatient, NHS Number 9990000018,"
                          + " seen at Sampleton Evening Hub, ODS Code A99901, Version 1")
                  .contentType("application/xml")
                  .build());
      hub.track(sent.messageId());
    }
    // client: end
    assertThat(plain(block("java", "hub.handshake"))).isEqualTo(shown("client"));
    assertConforms(arrived("GPPROVIDER_9990000018_19570109_Testpatient"));
  }

  @Test
  void the_envelopes_example_keeps_the_rules() throws IOException {
    SendDocument document;
    try (var in = Files.newInputStream(message)) {
      document = (SendDocument) new MessageReader().readXml(in, AttachmentSink.discarding());
    }
    Path xml = message;
    try (MeshClient hub = client(HUB)) {
      // envelope: begin
      MeshEnvelope envelope = MeshEnvelope.of(document, Recipient.registeredPractice());
      hub.send(envelope.around(MeshBody.ofFile(xml)));
      // envelope: end
      assertThat(plain(block("java", "MeshEnvelope.of"))).isEqualTo(shown("envelope"));
      assertConforms(arrived(envelope.address()));
    }
  }

  @Test
  @SuppressWarnings("AddressSelection") // as the page shows it
  void the_settings_for_tls_and_proxy_are_what_the_page_shows() throws IOException {
    Path caPem = folder.resolve("certs/ca.pem");
    Path certificatePem = folder.resolve("certs/hub1.pem");
    Path keyPem = folder.resolve("certs/hub1.key");
    assertThat(Commands.run("mesh", "certs", folder + "/certs", "--client=hub1.A99901").exitCode())
        .isZero();
    String user = "user";
    Secret password = PASSWORD;
    InetSocketAddress address = InetSocketAddress.createUnresolved("proxy", 8080);
    try (MeshClient client =
        MeshClient.builder()
            .url(URI.create("https://127.0.0.1:1"))
            .mailbox(HUB)
            .password(PASSWORD)
            .sharedKey(Secret.of("TestKey"))
            // tls: begin
            .tls(TlsFiles.standard().trusting(caPem).withPem(certificatePem, keyPem))
            .proxy(new InetSocketAddress("proxy", 8080))
            .connectTimeout(Duration.ofSeconds(30))
            .timeout(Duration.ofMinutes(10))
            // tls: end
            .proxy(address, new ProxyLogin(user, password))
            .build()) {
      assertThat(client.mailbox()).isEqualTo(HUB);
    }
    assertThat(plain(block("java", "TlsFiles.standard()"))).isEqualTo(shown("tls"));
  }

  /** Each line of "By hand" in its order; ID is what the line before gave. */
  @Test
  void the_commands_by_hand_work_and_what_they_send_keeps_the_rules() throws IOException {
    String id = "";
    List<String> done = new ArrayList<>();
    for (String line : commands()) {
      List<String> words = new ArrayList<>(words(line.replace(" ID", " " + id)));
      assertThat(words.removeFirst()).isEqualTo("gpcm");
      assertThat(words.getFirst()).isEqualTo("mesh");
      String command = words.get(1);
      done.add(command);
      if (command.equals("serve")) {
        assertThat(words).containsExactly("mesh", "serve", "--network", "network.jsonl");
        continue;
      }
      words.replaceAll(this::inFolder);
      if (command.equals("certs")) {
        words.set(2, folder.resolve(words.get(2)).toString());
      } else {
        words.addAll(List.of("--url=" + mesh.url(), "--json"));
      }
      if (command.equals("inbox")) {
        assertConforms(arrived("GPPROVIDER_9990000018_19570109_Testpatient"));
      }
      Commands ran = Commands.run(words.toArray(String[]::new));
      assertThat(ran.exitCode()).as(line + ": " + ran.err() + ran.out()).isZero();
      if (command.equals("send")) {
        id = JSON.readTree(ran.out()).path("messageId").asText();
      }
      if (command.equals("inbox")) {
        JsonNode waiting = JSON.readTree(ran.out()).path("messages").path(0);
        assertThat(waiting.path("messageId").asText()).isEqualTo(id);
        assertThat(waiting.path("from").asText()).isEqualTo(HUB);
      }
    }
    assertThat(done)
        .containsExactly("serve", "handshake", "send", "inbox", "get", "track", "lookup", "certs");
    assertThat(folder.resolve("received.xml")).hasSameBinaryContentAs(message);
  }

  private List<String> commands() {
    String section = page.substring(page.indexOf("## By hand"));
    List<String> lines = new ArrayList<>();
    for (String line : section.lines().skip(1).toList()) {
      if (line.startsWith("    gpcm ")) {
        lines.add(line.strip());
      } else if (line.startsWith("      ")) {
        lines.add(lines.removeLast().replaceFirst("\\\\$", "") + line.strip());
      } else if (!lines.isEmpty()) {
        break;
      }
    }
    return lines;
  }

  private static List<String> words(String line) {
    return Pattern.compile("\"([^\"]*)\"|(\\S+)")
        .matcher(line)
        .results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
        .collect(Collectors.toList());
  }

  private String inFolder(String word) {
    return Set.of("message.xml", "received.xml").contains(word)
        ? folder.resolve(word).toString()
        : word;
  }

  /**
   * The table of what strict mode refuses is strict mode's, and its network's default is strict.
   */
  @Test
  void the_network_of_the_page_is_served_strictly_by_the_command_too() {
    assertThat(page).contains("`gpcm mesh serve --network`");
    assertThat(ServerSettings.in(folder.resolve("other")).network(network).build().mode())
        .isEqualTo(Mode.STRICT);
  }

  /** A node at each end, on the page's block and nothing else. */
  @Test
  void nodes_work_on_the_network_of_the_page_until_both_answers_are_in() throws Exception {
    try (LocalNetwork nodes =
        LocalNetwork.hubAndPractice()
            .patience(Duration.ofMinutes(4))
            .mesh(unused -> ServerSettings.in(folder.resolve("nodes")).network(network))
            .start()) {
      TestNode hub = nodes.node(LocalNetwork.HUB);
      UUID id = hub.handIn(nodes.consultation());
      hub.await(id, DocumentState.COMPLETED);
      assertThat(hub.node().outbox().timeline(id))
          .extracting(TimelineEvent::kind)
          .contains("infrastructure-acknowledgement", "business-acknowledgement");
      assertThat(nodes.node(LocalNetwork.PRACTICE).worklist()).hasSize(1);
      assertThat(hub.alerts()).isEmpty();
      assertThat(nodes.node(LocalNetwork.PRACTICE).alerts()).isEmpty();
    }
  }

  @Test
  void the_workflows_that_the_page_says_route_by_patient_are_those_that_do() {
    Matcher said =
        Pattern.compile("These workflows route by patient: (.*?)\\.\n", Pattern.DOTALL)
            .matcher(page);
    assertThat(said.find()).isTrue();
    assertThat(
            Pattern.compile("`([^`]+)`")
                .matcher(said.group(1))
                .results()
                .map(name -> name.group(1)))
        .containsExactlyInAnyOrderElementsOf(ServerSettings.LIVE_ROUTED_WORKFLOWS);
  }

  /** Compiled and run as it stands, with the page's files where this test has them. */
  @Test
  void the_example_of_a_test_passes_and_what_it_sends_keeps_the_rules() throws Exception {
    String source =
        block("java", "class OurSystemTest")
            .replace("Path.of(\"network.jsonl\")", "Path.of(\"" + network + "\")")
            .replace("Path.of(\"message.xml\")", "Path.of(\"" + message + "\")");
    Path file = Files.writeString(folder.resolve("OurSystemTest.java"), source);
    StringWriter complaints = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null);
        URLClassLoader compiled = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      List<String> options =
          List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString());
      assertThat(
              compiler
                  .getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
                  .call())
          .as(complaints.toString())
          .isTrue();
      Class<?> test = compiled.loadClass("OurSystemTest");
      Field field = test.getDeclaredField("mesh");
      field.setAccessible(true);
      MeshServerExtension extension = (MeshServerExtension) field.get(null);
      extension.beforeAll(null);
      try {
        extension.beforeEach(null);
        Constructor<?> made = test.getDeclaredConstructor();
        made.setAccessible(true);
        Method method = test.getDeclaredMethod("anAnswerThatIsLostIsNotSentAgain");
        method.setAccessible(true);
        method.invoke(made.newInstance());
        assertConforms(
            arrived(extension.server().url(), "GPPROVIDER_9990000018_19570109_Testpatient"));
      } finally {
        extension.afterAll(null);
      }
    }
  }
}
