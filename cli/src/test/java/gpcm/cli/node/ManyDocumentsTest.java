package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import gpcm.cli.StartedCommand;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Role;
import gpcm.node.store.Database;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gpcm resend --all-matching} and {@code gpcm withdraw --all-matching}, with a real hub. */
class ManyDocumentsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private static LocalNetwork network;
  private static TestNode hub;
  private static NodeConfiguration hubs;
  @TempDir static Path keys;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    network =
        LocalNetwork.hubAndPractice()
            .configured(
                settings -> {
                  if (settings.organisations().stream()
                      .anyMatch(each -> each.ods().equals(LocalNetwork.HUB.ods()))) {
                    hubs = settings;
                  }
                  return settings;
                })
            .start();
    hub = network.node(LocalNetwork.HUB);
    Files.writeString(keys.resolve("key"), hub.key(LocalNetwork.HUB));
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  /** What one test leaves behind is nothing that another one finds. */
  @AfterEach
  void nothingIsLeft() {
    run("withdraw", "--all-matching", "--by=Bo", "--reason=A test", "--yes", "--watch");
  }

  private static List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--url=" + hub.url());
    all.add("--key-file=" + keys.resolve("key"));
    return all;
  }

  private static Commands run(String... words) {
    return Commands.run(words(words).toArray(String[]::new));
  }

  private UUID sent(String born, String... words) throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(DocumentJson.write(network.consultation()));
    json.put("encounterId", UUID.randomUUID().toString());
    if (words.length == 0) {
      json.remove("version");
    } else {
      json.put("version", 1);
    }
    ((ObjectNode) json.path("patient")).put("birthDate", born);
    Path file = folder.resolve(UUID.randomUUID() + ".json");
    Files.write(file, MAPPER.writeValueAsBytes(json));
    List<String> all = new ArrayList<>(List.of("send", file.toString(), "--json"));
    all.addAll(List.of(words));
    Commands sent = run(all.toArray(String[]::new));
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    return UUID.fromString(MAPPER.readTree(sent.out()).path("id").asText());
  }

  private UUID waiting() throws Exception {
    return sent("1957-01-09");
  }

  /** MESH finds no patient born on that day. */
  private UUID failed() throws Exception {
    UUID id = sent("1958-01-09", "--now");
    hub.await(id, DocumentState.FAILED);
    return id;
  }

  private static DocumentState state(UUID id) {
    return hub.document(id).orElseThrow().state();
  }

  @Test
  void withoutYesTheyAreOnlyCounted() throws Exception {
    UUID first = waiting();
    UUID second = waiting();
    Commands counted =
        run("withdraw", "--all-matching", "--state=waiting", "--by=Bo", "--reason=Entered twice");
    assertThat(counted.exitCode()).as(counted.err()).isEqualTo(1);
    assertThat(counted.out())
        .contains("counted: 2 documents", "2 waiting, to ", "nothing was done", "--yes");
    assertThat(List.of(state(first), state(second))).containsOnly(DocumentState.WAITING);
  }

  @Test
  void withYesTheyAreTakenBackAndWatchedToTheEnd() throws Exception {
    UUID first = waiting();
    UUID second = waiting();
    Commands done =
        run(
            "withdraw",
            "--all-matching",
            "--state=waiting,held",
            "--by=Bo",
            "--reason=Entered twice",
            "--yes",
            "--watch");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("counted: 2 documents", "finished: done with 2, 0 left as they were, 0 not done");
    assertThat(List.of(state(first), state(second))).containsOnly(DocumentState.WITHDRAWN);
  }

  @Test
  void theFiltersSayWhichOnes() throws Exception {
    UUID one = waiting();
    for (String filter :
        List.of(
            "--state=held",
            "--recipient=Z99999",
            "--use-case=generic",
            "--view=not-accepted",
            "--code=30002",
            "--clinician=555")) {
      Commands none =
          run("withdraw", "--all-matching", filter, "--by=Bo", "--reason=Entered twice", "--yes");
      assertThat(none.exitCode()).as(filter + none.err()).isEqualTo(1);
      assertThat(none.out()).as(filter).contains("counted: 0 documents", "nothing to take back");
    }
    Commands before =
        run(
            "withdraw",
            "--all-matching",
            "--between",
            "2020-01-01",
            "2020-12-31",
            "--by=Bo",
            "--reason=Entered twice",
            "--yes");
    assertThat(before.out()).as(before.err()).contains("counted: 0 documents");
    assertThat(state(one)).isEqualTo(DocumentState.WAITING);
  }

  @Test
  void ofThoseThatStayTheNumberIsSaid() throws Exception {
    UUID over = waiting();
    assertThat(run("withdraw", over.toString(), "--by=Bo", "--reason=x").exitCode()).isZero();
    Commands counted = run("withdraw", "--all-matching", "--by=Bo", "--reason=x");
    assertThat(counted.out()).contains("of the list stay as they are");
  }

  @Test
  void inJsonEachLineIsWhatTheNodeAnswers() throws Exception {
    waiting();
    Commands done =
        run(
            "withdraw",
            "--all-matching",
            "--state=waiting",
            "--by=Bo",
            "--reason=Entered twice",
            "--yes",
            "--watch",
            "--json");
    assertThat(done.exitCode()).as(done.err()).isZero();
    for (String line : done.lines()) {
      assertThat(MAPPER.readTree(line).path("act").asText()).isEqualTo("withdraw");
    }
    assertThat(MAPPER.readTree(done.lines().getLast()).path("state").asText()).isEqualTo("done");
  }

  @Test
  void manyAreSentAgainByTwoPeopleOnThePageThatIsNamed() throws Exception {
    UUID failed = failed();
    Path output = folder.resolve("output");
    try (StartedCommand watching =
        StartedCommand.of(
            output, words("resend", "--all-matching", "--state=failed", "--by=Bo", "--watch"))) {
      String page = watching.awaited(Pattern.compile("(http\\S+/outbox/bulk/[0-9a-f-]{36})"));
      assertThat(output)
          .content()
          .contains("counted: ", "nothing is sent yet: it takes two people", "Within an hour");
      assertThat(state(failed)).isEqualTo(DocumentState.FAILED);
      String asked =
          posted(hub.cookie(LocalNetwork.HUB, Role.SENDER), page, "/ask", "reason=It+was+down");
      watching.awaited(Pattern.compile("waits for a second person"));
      posted(
          hub.cookie(LocalNetwork.HUB, Role.SENDER),
          hub.url().resolve(asked).toString(),
          "/confirm",
          "");
      watching.awaited(Pattern.compile("finished: done with [1-9]"));
      assertThat(watching.process().waitFor()).isZero();
    }
    assertThat(run("status", failed.toString()).out()).contains("resent");
  }

  /** Has a person post the form of a page; gives where that leads. */
  private static String posted(String cookie, String page, String under, String fields)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> shown =
          http.send(
              HttpRequest.newBuilder(URI.create(page)).header("Cookie", cookie).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
      Matcher token = TOKEN.matcher(shown.body());
      assertThat(token.find()).isTrue();
      String body = fields + "&csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
      HttpResponse<String> done =
          http.send(
              HttpRequest.newBuilder(URI.create(page + under))
                  .header("Cookie", cookie)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
      return done.headers().firstValue("Location").orElseThrow();
    }
  }

  @Test
  void whereNoneMatchesNothingIsHandedToAnybody() {
    Commands none = run("resend", "--all-matching", "--state=held", "--by=Bo");
    assertThat(none.exitCode()).as(none.err()).isEqualTo(1);
    assertThat(none.out()).contains("counted: 0 documents", "nothing to send again");
  }

  @Test
  void whatIsCountedIsHandedToPeopleAndThatIsZero() throws Exception {
    failed();
    Commands counted = run("resend", "--all-matching", "--state=failed", "--by=Bo", "--json");
    assertThat(counted.exitCode()).as(counted.err()).isZero();
    JsonNode json = MAPPER.readTree(counted.out());
    assertThat(json.path("state").asText()).isEqualTo("drafted");
    Commands early = run("resend", "--stop", json.path("id").asText(), "--by=Bo");
    assertThat(early.exitCode()).isEqualTo(70);
    assertThat(early.err()).contains("409");
  }

  private static void onTheDatabase(String statement) {
    try (Database database = Database.visit(hubs.database(), hubs.dataFolder())) {
      database.jdbi().useHandle(handle -> handle.execute(statement));
    }
  }

  @Test
  void whatRunsIsStoppedAndWhoWatchesItIsTold() throws Exception {
    UUID stays = waiting();
    onTheDatabase(
        """
        create or replace function test_hold() returns trigger language plpgsql as $$
          begin new.next_at = 'infinity'; return new; end $$;
        create trigger test_holds before update on bulk_act for each row when (new.state = 'running') execute function test_hold()
        """);
    Path output = folder.resolve("output");
    try (StartedCommand watching =
        StartedCommand.of(
            output,
            words(
                "withdraw",
                "--all-matching",
                "--state=waiting",
                "--by=Bo",
                "--reason=Entered twice",
                "--yes",
                "--watch",
                "--json"))) {
      String id = watching.awaited(Pattern.compile("\"id\":\"([0-9a-f-]{36})\""));
      Commands stopped = run("withdraw", "--stop", id, "--by=Bo");
      assertThat(stopped.exitCode()).as(stopped.err()).isZero();
      assertThat(stopped.out()).contains("stopped: done with 0, 0 left as they were, 1 not done");
      watching.awaited(Pattern.compile("\"state\":\"stopped\""));
      assertThat(watching.process().waitFor()).isEqualTo(1);
    } finally {
      onTheDatabase("drop trigger test_holds on bulk_act");
    }
    assertThat(state(stays)).isEqualTo(DocumentState.WAITING);
  }

  @ParameterizedTest
  @CsvSource({"yes, 0, WITHDRAWN", "no, 1, WAITING"})
  void atATerminalAPersonIsAsked(String answer, int code, DocumentState becomes) throws Exception {
    Path terminal = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(terminal), "nothing here makes a terminal");
    UUID id = waiting();
    String command =
        Stream.concat(
                Stream.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "gpcm.cli.Main"),
                words(
                    "withdraw",
                    "--all-matching",
                    "--state=waiting",
                    "--by=Bo",
                    "--reason=Twice",
                    "--watch")
                    .stream())
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path output = folder.resolve("said");
    Process process =
        new ProcessBuilder(terminal.toString(), "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (OutputStream keys = process.getOutputStream()) {
      await()
          .atMost(Duration.ofMinutes(4))
          .until(() -> Files.readString(output).contains("Take back 1 document? (yes)"));
      keys.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      keys.flush();
      assertThat(process.waitFor()).as(Files.readString(output)).isEqualTo(code);
    }
    assertThat(state(id)).isEqualTo(becomes);
  }

  @Test
  void whatNobodyAsksForWithinAnHourIsNotWatchedForever() throws Exception {
    failed();
    Path output = folder.resolve("output");
    try (StartedCommand watching =
        StartedCommand.of(
            output, words("resend", "--all-matching", "--state=failed", "--by=Bo", "--watch"))) {
      watching.awaited(Pattern.compile("counted, and waits for a person to ask for it"));
      onTheDatabase("update bulk_act set drafted_at = drafted_at - interval '61 minutes'");
      assertThat(watching.process().waitFor()).isEqualTo(1);
      assertThat(output).content().contains("nobody has asked for it within an hour");
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(run("resend", "--by=Bo").err()).contains("ID, --all-matching, --stop ID");
    assertThat(run("resend", UUID.randomUUID().toString(), "--all-matching", "--by=Bo").exitCode())
        .isEqualTo(2);
    assertThat(run("resend", UUID.randomUUID().toString(), "--state=failed", "--by=Bo").err())
        .contains("--state is for --all-matching");
    assertThat(run("resend", UUID.randomUUID().toString(), "--watch", "--by=Bo").err())
        .contains("--watch and --json are for");
    assertThat(run("resend", "--all-matching", "--although-collected", "--by=Bo").err())
        .contains("are for one document");
    assertThat(run("withdraw", "--all-matching", "--by=Bo").err()).contains("--reason");
    Commands state = run("resend", "--all-matching", "--state=lost", "--by=Bo");
    assertThat(state.exitCode()).isEqualTo(70);
    assertThat(state.err()).contains("state", "must be one of");
  }
}
