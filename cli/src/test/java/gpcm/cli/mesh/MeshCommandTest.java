package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands against a local server, as a person types them. */
class MeshCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private LocalMeshServer server;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void start() {
    server =
        LocalMeshServer.start(
            ServerSettings.in(folder.resolve("data")).mode(Mode.COMPATIBLE).sandbox().build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new MeshCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String[] as(String mailbox, String command, String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of(command, "--url=" + server.url(), "--mailbox=" + mailbox));
    all.addAll(List.of("--json", "--timeout=30", "--retries=0"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private JsonNode json() throws Exception {
    return JSON.readTree(out.toString());
  }

  @Test
  void fileGoesFromOneMailboxToAnother() throws Exception {
    Path file = Files.writeString(folder.resolve("report.txt"), "a report");
    assertThat(run(as("X26ABC1", "handshake"))).isZero();
    assertThat(
            run(
                as(
                    "X26ABC1",
                    "send",
                    "--to=X26ABC2",
                    "--workflow=TEST_WORKFLOW",
                    "--local-id=cli-1",
                    file.toString())))
        .as(() -> err.toString())
        .isZero();
    String id = json().path("messageId").asText();
    assertThat(run(as("X26ABC2", "inbox", "--all"))).isZero();
    assertThat(json().path("messages").path(0).path("messageId").asText()).isEqualTo(id);
    Path target = folder.resolve("received.txt");
    assertThat(run(as("X26ABC2", "get", id, "--output=" + target, "--ack"))).isZero();
    assertThat(json().path("fileName").asText()).isEqualTo("report.txt");
    assertThat(target).hasContent("a report");
    assertThat(run(as("X26ABC1", "track", id))).isZero();
    assertThat(json().path("status").asText()).isEqualTo("acknowledged");
    assertThat(run(as("X26ABC1", "track", "--local", "cli-1"))).isZero();
    assertThat(run(as("X26ABC2", "ack", id))).isZero();
    assertThat(run(as("X26ABC1", "lookup", "X26", "TEST_WORKFLOW"))).isZero();
    assertThat(json().path("results").path(0).path("mailboxId").asText()).isEqualTo("X26ABC2");
  }

  @Test
  void exitCodesSayWhatToDoNext() throws Exception {
    Path file = Files.writeString(folder.resolve("report.txt"), "a report");
    assertThat(
            run(as("X26ABC1", "send", "--to=NOBODY", "--workflow=TEST_WORKFLOW", file.toString())))
        .isEqualTo(1);
    assertThat(err.toString()).contains("endpoint lookup");
    assertThat(run("send")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(
            run(
                as(
                    "X26ABC1",
                    "send",
                    "--to=X26ABC2",
                    "--workflow=W",
                    folder.resolve("none").toString())))
        .isEqualTo(6);
    assertThat(run(as("X26ABC1", "track", "NOSUCH"))).isEqualTo(1);
    assertThat(run("handshake", "--url=http://127.0.0.1:1")).isEqualTo(3);
    assertThat(run(as("X26ABC2", "get", "NOSUCH"))).isEqualTo(1);
    assertThat(json().path("code").asText()).isEqualTo("20");
  }

  @Test
  void sendThatMayHaveBeenAcceptedEndsWithFourAndItsLocalId() throws Exception {
    Path file = Files.writeString(folder.resolve("report.txt"), "a report");
    server.add(InjectedFault.drop("POST", "/outbox", true));
    server.add(InjectedFault.answer("GET", "/tracking", 503, 1));
    assertThat(
            run(
                as(
                    "X26ABC1",
                    "send",
                    "--to=X26ABC2",
                    "--workflow=TEST_WORKFLOW",
                    "--local-id=in-doubt",
                    file.toString())))
        .isEqualTo(4);
    assertThat(err.toString()).contains("in-doubt").contains("Track it by its local id");
    assertThat(json().path("exitCode").asInt()).isEqualTo(4);
    assertThat(json().path("localId").asText()).isEqualTo("in-doubt");
    assertThat(run(as("X26ABC1", "track", "--local", "in-doubt"))).isZero();
    assertThat(json().path("status").asText()).isEqualTo("Accepted");
  }

  @Test
  void uploadThatBreaksOffEndsWithFiveAndIsResumed() throws Exception {
    byte[] content = new byte[2_500_000];
    new Random(7).nextBytes(content);
    Path file = Files.write(folder.resolve("large.bin"), content);
    String[] send =
        as(
            "X26ABC1",
            "send",
            "--to=X26ABC2",
            "--workflow=TEST_WORKFLOW",
            "--chunk-mib=1",
            file.toString());
    server.add(InjectedFault.answer("POST", "/2$", 503, 1));
    assertThat(run(send)).isEqualTo(5);
    assertThat(err.toString()).contains("1 of 3 chunks are delivered");
    JsonNode broken = json();
    assertThat(broken.path("exitCode").asInt()).isEqualTo(5);
    String id = broken.path("messageId").asText();
    int delivered = broken.path("deliveredChunks").asInt();

    List<String> again = new ArrayList<>(List.of(send));
    again.add("--resume=" + id + ":" + delivered);
    assertThat(run(again.toArray(String[]::new))).as(() -> err.toString()).isZero();
    Path target = folder.resolve("received.bin");
    assertThat(run(as("X26ABC2", "get", id, "--output=" + target, "--ack"))).isZero();
    assertThat(target).hasBinaryContent(content);
    assertThat(run(as("X26ABC2", "get", id, "--output=" + target, "--gzip", "--force"))).isZero();
    assertThat(target).hasBinaryContent(content);
    assertThat(run(as("X26ABC2", "inbox"))).isZero();
    assertThat(json().path("messages")).isEmpty();

    again.set(again.size() - 1, "--resume=" + id);
    assertThat(run(again.toArray(String[]::new))).isEqualTo(6);
    assertThat(err.toString()).contains("--resume is ID:N");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThat(run(as("X26ABC1", "handshake", "--proxy-user=hub"))).isEqualTo(6);
    assertThat(err.toString()).contains("--proxy-user needs --proxy");
    assertThat(run(as("X26ABC1", "handshake", "--proxy=localhost:1", "--proxy-user=hub")))
        .isEqualTo(6);
    assertThat(err.toString()).contains("GPCM_CLIENT_PROXY_PASSWORD");
    assertThat(run(as("X26ABC1", "handshake", "--p12=own.p12"))).isEqualTo(6);
    assertThat(err.toString()).contains("https");
    assertThat(run("handshake", "--url=https://127.0.0.1:1", "--cert=own.pem")).isEqualTo(6);
    assertThat(err.toString()).contains("--cert and --key belong together");
    assertThat(run(as("X26ABC1", "handshake", "--proxy=nowhere"))).isEqualTo(6);
    assertThat(err.toString()).contains("HOST:PORT");
  }

  @Test
  void acknowledgingWithoutKeepingTheContentIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("report.txt"), "a report");
    run(as("X26ABC1", "send", "--to=X26ABC2", "--workflow=TEST_WORKFLOW", file.toString()));
    String id = json().path("messageId").asText();
    assertThat(run(as("X26ABC2", "get", id, "--ack"))).isEqualTo(6);
    assertThat(run(as("X26ABC2", "inbox"))).isZero();
    assertThat(json().path("messages")).hasSize(1);
  }

  private String sent(String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("report.txt"), "a report");
    List<String> arguments =
        new ArrayList<>(List.of("--to=X26ABC2", "--workflow=TEST_WORKFLOW", file.toString()));
    arguments.addAll(List.of(more));
    assertThat(run(as("X26ABC1", "send", arguments.toArray(String[]::new))))
        .as(() -> err.toString())
        .isZero();
    return json().path("messageId").asText();
  }

  private int runAsText(String mailbox, String command, String... more) {
    List<String> all =
        new ArrayList<>(List.of(command, "--url=" + server.url(), "--mailbox=" + mailbox));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  @Test
  void theInboxTellsSenderSubjectAndDate() throws Exception {
    String id = sent("--subject=About a patient");
    assertThat(run(as("X26ABC2", "inbox"))).isZero();
    JsonNode waiting = json().path("messages").path(0);
    assertThat(waiting.path("messageId").asText()).isEqualTo(id);
    assertThat(waiting.path("from").asText()).isEqualTo("X26ABC1");
    assertThat(waiting.path("subject").asText()).isEqualTo("About a patient");
    assertThat(waiting.path("sentAt").asText()).matches("20[0-9-]{8}T[0-9:]{8}Z");
    assertThat(runAsText("X26ABC2", "inbox")).isZero();
    assertThat(out.toString())
        .contains(id)
        .contains("X26ABC1")
        .contains("About a patient")
        .contains(waiting.path("sentAt").asText());
    assertThat(runAsText("X26ABC2", "inbox", "--ids")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines(id);
  }

  @Test
  void getOverwritesOnlyWhenForcedAndSaysWhatItWrote() throws Exception {
    String id = sent();
    Path target = Files.writeString(folder.resolve("received.txt"), "here before");
    assertThat(runAsText("X26ABC2", "get", id, "-o", target.toString())).isEqualTo(6);
    assertThat(err.toString()).contains(target.toString()).contains("--force");
    assertThat(target).hasContent("here before");
    assertThat(runAsText("X26ABC2", "get", id, "-o", target.toString(), "--force")).isZero();
    assertThat(out.toString()).contains("wrote " + target).contains("8 bytes");
    assertThat(target).hasContent("a report");
    Path other = folder.resolve("other.txt");
    assertThat(run(as("X26ABC2", "get", id, "-o", other.toString()))).isZero();
    assertThat(json().path("file").asText()).isEqualTo(other.toString());
    assertThat(json().path("bytes").asInt()).isEqualTo(8);
    assertThat(json().path("acknowledged").asBoolean()).isFalse();
  }

  @Test
  void anOutputThatCannotBeUsedIsFoundBeforeMeshIsAsked() {
    String nowhere = "--url=http://127.0.0.1:1";
    assertThat(run("get", "ID", nowhere, "-o", folder.resolve("no/such").toString())).isEqualTo(6);
    assertThat(err.toString()).contains("there is no folder");
    assertThat(run("get", "ID", nowhere, "-o", folder.toString())).isEqualTo(6);
    assertThat(err.toString()).contains("is a folder");
  }

  @Test
  void fieldsHaveOneSpellingWhicheverVersionIsSpoken() throws Exception {
    String id = sent("--local-id=one-spelling");
    for (String version : new String[] {"", "--v1"}) {
      List<String> arguments = new ArrayList<>(List.of(as("X26ABC1", "track", id)));
      if (!version.isEmpty()) {
        arguments.add(version);
      }
      assertThat(run(arguments.toArray(String[]::new))).isZero();
      assertThat(json().path("messageId").asText()).isEqualTo(id);
      assertThat(json().path("localId").asText()).isEqualTo("one-spelling");
      assertThat(json().path("fileName").asText()).isEqualTo("report.txt");
      assertThat(json().fieldNames())
          .toIterable()
          .allMatch(name -> name.matches("[a-z][A-Za-z0-9]*"));
    }
  }

  @Test
  void whatStopsAConnectionIsSaidInPlainWordsWithTheNextStep() {
    assertThat(run("handshake", "--url=http://127.0.0.1:1", "--retries=0")).isEqualTo(3);
    assertThat(err.toString())
        .contains("nothing listens there")
        .contains("gpcm mesh serve")
        .doesNotContain("Exception");
    assertThat(run("handshake", "--url=http://no-such-host.invalid", "--retries=0")).isEqualTo(3);
    assertThat(err.toString())
        .contains("no computer of that name is known")
        .doesNotContain("gpcm mesh serve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve --port 99999999",
        "serve --port -1",
        "serve --mode loose",
        "serve --max-request-bytes 0",
        "inbox --max 5",
        "send report.txt --to X26ABC2 --workflow W --chunk-mib 0",
        "send report.txt --to X26ABC2 --workflow W --shared-local-id",
      })
  void aCommandLineThatIsWrongEndsWithTwo(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void aPortThatIsTakenEndsWithSix() {
    assertThat(
            run("serve", "--port=" + server.url().getPort(), "--data=" + folder.resolve("other")))
        .isEqualTo(6);
    assertThat(err.toString()).contains("can't listen").contains("" + server.url().getPort());
  }

  /** As a node does: with accents or without, it is the same patient. */
  @ParameterizedTest
  @CsvSource({"Zoë-Testpatient", "ZOE-TESTPATIENT", "Zoe\u0308-Testpatient"})
  void surnamesAreSpeltAsMeshSpellsThem(String surname) throws Exception {
    server.close();
    server =
        LocalMeshServer.start(
            ServerSettings.in(folder.resolve("strict"))
                .sandboxMailboxes()
                .sendDocumentWorkflows()
                .patient(
                    new RegisteredPatient(
                        "9990000034", LocalDate.of(1984, 5, 6), "Zoë-Testpatient", "X27"))
                .build());
    Path file = Files.writeString(folder.resolve("report.txt"), "a report");
    assertThat(
            run(
                as(
                    "X26ABC1",
                    "send",
                    "--nhs-number=9990000034",
                    "--birth-date=1984-05-06",
                    "--surname=" + surname,
                    "--workflow=GPFED_CONSULT_REPORT",
                    file.toString())))
        .as(() -> err.toString())
        .isZero();
    await()
        .until(
            () -> {
              run(as("X26ABC3", "inbox"));
              return json().path("messages").size() == 1;
            });
    assertThat(json().path("messages").path(0).path("type").asText()).isEqualTo("DATA");
  }

  @Test
  void certificatesAreMade() {
    Path certs = folder.resolve("certs");
    assertThat(run("certs", certs.toString(), "--client=hub1.Z9H01")).isZero();
    assertThat(certs.resolve("server.pem")).isNotEmptyFile();
    assertThat(certs.resolve("hub1.key")).isNotEmptyFile();
  }
}
