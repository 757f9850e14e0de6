package gpcm.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Patient;
import gpcm.audit.note.SigningKey;
import gpcm.cli.Commands;
import gpcm.node.Node;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditQuery;
import gpcm.node.audit.AuditSearch;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.store.Database;
import gpcm.node.testing.LocalNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gpcm audit export} and {@code search} beside a node that runs on its own database. */
class LogCommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ODS = LocalNetwork.PRACTICE.ods().value();
  private static final String NUMBER = "9990000018";

  @TempDir static Path home;
  @TempDir Path folder;

  private static LocalNetwork network;
  private static Path configuration;
  private static Node node;

  @BeforeAll
  static void aNodeWithThreeEntries() throws IOException {
    network = LocalNetwork.builder().mailbox(LocalNetwork.PRACTICE).start();
    configuration = network.configuration(LocalNetwork.PRACTICE).write(home.resolve("node.yaml"));
    node = Node.start(settings(), InstantSource.system());
    withLog(
        (database, log) -> {
          log.write(
              List.of(
                  entry(log, Action.DOCUMENT_OPENED)
                      .about(Patient.nhs(NUMBER))
                      .because("asked by phone"),
                  entry(log, Action.PRINTED),
                  entry(log, Action.NOTED)));
          await()
              .until(
                  () ->
                      database
                              .jdbi()
                              .withHandle(
                                  handle ->
                                      handle
                                          .createQuery("select count(*) from audit_leaf")
                                          .mapTo(Long.class)
                                          .one())
                          >= 3);
        });
  }

  private static AuditEntry entry(AuditLog log, Action action) {
    return log.entry(ODS, action, Actor.person("555", "Test Clerk", List.of("clerk"), ODS, "s-1"));
  }

  @AfterAll
  static void stop() {
    try {
      node.close();
    } finally {
      network.close();
    }
  }

  private static NodeConfiguration settings() {
    return NodeConfiguration.read(configuration, Map.of());
  }

  private interface Use {
    void with(Database database, AuditLog log);
  }

  private static void withLog(Use use) {
    NodeConfiguration settings = settings();
    try (Database database = Database.visit(settings.database(), settings.dataFolder())) {
      use.with(database, new AuditLog(database.jdbi(), InstantSource.system(), "node-1", "0.1.0"));
    }
  }

  private static List<AuditEntry> entries(Action action) {
    List<AuditEntry> found = new ArrayList<>();
    withLog(
        (database, log) ->
            found.addAll(
                new AuditSearch(database.jdbi(), log)
                    .find(AuditQuery.newest(ODS, 1000).doing(List.of(action)))));
    return found;
  }

  private static Commands audit(String command, String... more) {
    List<String> words =
        new ArrayList<>(List.of("audit", command, "--config", configuration.toString()));
    words.addAll(List.of(more));
    return Commands.run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"csv, 4", "jsonl, 3", "fhir, 3"})
  void entriesGoToAFileAndThatIsAnEntryByTheUserOfTheMachine(String format, int lines)
      throws IOException {
    int before = entries(Action.AUDIT_EXPORTED).size();
    Path file = folder.resolve("out");

    Commands done =
        audit(
            "export",
            "--organisation",
            ODS,
            "--format",
            format,
            "--actor",
            "555",
            "--reason",
            "request 12",
            "-o",
            file.toString(),
            "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    JsonNode told = JSON.readTree(done.out());
    assertThat(told.path("entries").asInt()).isEqualTo(3);
    assertThat(told.path("format").asText()).isEqualTo(format);
    assertThat(told.path("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(Files.readAllLines(file)).hasSize(lines);
    assertThat(Files.readString(file)).contains(NUMBER);
    List<AuditEntry> exports = entries(Action.AUDIT_EXPORTED);
    assertThat(exports).hasSize(before + 1);
    AuditEntry entry = exports.getFirst();
    assertThat(entry.actor().id())
        .isEqualTo("machine-user:" + ProcessHandle.current().info().user().orElseThrow());
    assertThat(entry.reason()).contains("request 12");
    assertThat(entry.query().orElseThrow()).contains("of 555", format, file.toString());
    assertThat(entry.place().screen()).contains("gpcm audit export");
  }

  @Test
  void aFileThatIsThereIsOverwrittenOnlyByForce() throws IOException {
    Path file = Files.writeString(folder.resolve("out.csv"), "mine");
    int before = entries(Action.AUDIT_EXPORTED).size();
    String[] call = {"--organisation", ODS, "-o", file.toString()};
    Commands refused = audit("export", call);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("is there already", "--force");
    assertThat(file).hasContent("mine");
    assertThat(entries(Action.AUDIT_EXPORTED)).hasSize(before);
    List<String> forced = new ArrayList<>(List.of(call));
    forced.add("--force");
    assertThat(audit("export", forced.toArray(String[]::new)).exitCode()).isZero();
    assertThat(Files.readString(file)).startsWith("\"When (UTC)\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "log.zip"})
  void aLogCanBeVerified(String name) throws IOException {
    for (List<String> which : List.of(List.of("--organisation", ODS), List.<String>of())) {
      Path path = folder.resolve(which.size() + name);
      List<String> words = new ArrayList<>(which);
      words.addAll(List.of("--format", "log", "-o", path.toString()));
      Commands done = audit("export", words.toArray(String[]::new));
      assertThat(done.exitCode()).as(done.err()).isZero();
      Commands verified = Commands.run("audit", "verify", path.toString(), "--json");
      assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
      assertThat(JSON.readTree(verified.out()).path("entries").asInt()).isGreaterThanOrEqualTo(3);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void aZipIsOverwrittenOnlyByForceAndAFolderWithSomethingInItNever() throws IOException {
    Path zip = Files.writeString(folder.resolve("log.zip"), "mine");
    String[] toZip = {"--format", "log", "-o", zip.toString()};
    assertThat(audit("export", toZip).exitCode()).isEqualTo(2);
    assertThat(zip).hasContent("mine");
    List<String> forced = new ArrayList<>(List.of(toZip));
    forced.add("--force");
    assertThat(audit("export", forced.toArray(String[]::new)).exitCode()).isZero();
    assertThat(Commands.run("audit", "verify", zip.toString()).exitCode()).isZero();
    Commands refused = audit("export", "--format", "log", "--force", "-o", folder.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("has something in it");
  }

  @Test
  void whoLookedAtAPatientIsAskedByAFileAndAnsweredInSentences() throws IOException {
    int before = entries(Action.AUDIT_READ).size();
    Path patient = Files.writeString(folder.resolve("patient"), NUMBER + "\n");
    Commands done = audit("search", "--organisation", ODS, "--patient-file", patient.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.lines())
        .singleElement()
        .asString()
        .endsWith(
            "Test Clerk opened a document of patient %s, because “asked by phone”."
                .formatted(NUMBER));
    assertThat(entries(Action.AUDIT_READ))
        .hasSize(before + 1)
        .first()
        .satisfies(
            entry -> assertThat(entry.query().orElseThrow()).contains("about patient " + NUMBER));
  }

  @Test
  void aSearchGoesOnBehindTheLastEntryThatItShowed() throws IOException {
    String[] first = {"--organisation", ODS, "--actor", "555", "--limit", "2"};
    Commands done = audit("search", first);
    assertThat(done.lines()).hasSize(3);
    String[] more = done.lines().getLast().split(" --before ", 2);
    assertThat(more[0]).isEqualTo("There are more:");
    List<String> next = new ArrayList<>(List.of(first));
    next.addAll(List.of("--before", more[1], "--json"));
    JsonNode rest = JSON.readTree(audit("search", next.toArray(String[]::new)).out());
    assertThat(rest.path("entries")).hasSize(1);
    assertThat(rest.path("more").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search | --organisation",
        "search --organisation X26999 | is not of this node",
        "search --organisation @ --action flown | --action flown is none; there are sign-in-done",
        "search --organisation @ --from yesterday | is no moment such as",
        "search --organisation @ --from 2026-11-28 --until 2026-11-01 | is not before",
        "search --organisation @ --limit 0 | --limit 0 is not 1 to 1000",
        "export --organisation @ --json | give a file with -o",
        "export --format log | give a file with -o",
        "export --format log -o out --actor 555 | give --organisation as well",
        "export --format yaml | --format'"
      })
  void aCallThatIsNoneIsOneLineAndLeavesNoEntry(String call, String says) {
    int before = entries(Action.AUDIT_EXPORTED).size() + entries(Action.AUDIT_READ).size();
    List<String> words = new ArrayList<>(List.of(call.replace("@", ODS).split(" ")));
    Commands done = audit(words.removeFirst(), words.toArray(String[]::new));
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err().lines()).as(done.err()).hasSize(1);
    assertThat(done.err()).contains(says);
    assertThat(entries(Action.AUDIT_EXPORTED).size() + entries(Action.AUDIT_READ).size())
        .isEqualTo(before);
  }

  @Test
  void theCommandsOfThePageWork() throws IOException {
    Path patient = Files.writeString(folder.resolve("patient"), NUMBER);
    List<String> commands =
        Files.readAllLines(Path.of(System.getProperty("project.root", ".."), "docs", "audit.md"))
            .stream()
            .filter(line -> line.startsWith("    gpcm audit ") && line.contains(" -c FILE "))
            .filter(line -> !line.contains("new-origin"))
            .toList();
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      String call =
          command
              .strip()
              .replace("-c FILE", "-c " + configuration)
              .replace("--patient-file FILE", "--patient-file " + patient)
              .replace("ODS", ODS)
              .replace("DAY", LocalDate.now(ZoneOffset.UTC).toString())
              .replace("OUT", folder.resolve("out.csv").toString());
      List<String> words = new ArrayList<>(List.of(call.split(" ")));
      words.removeFirst();
      Commands done = Commands.run(words.toArray(String[]::new));
      assertThat(done.exitCode()).as(command + done.err()).isZero();
    }
    assertThat(folder.resolve("out.csv")).exists();
  }

  @Test
  void whatHasNoEntryIsOneAndNamed() throws IOException {
    String day = "2026-01-05";
    Commands fits = audit("crosscheck", "--day", day);
    assertThat(fits.exitCode()).as(fits.err()).isZero();
    assertThat(fits.out()).contains(day + ": 0 things happened, 0 have no entry");
    String document = UUID.randomUUID().toString();
    withLog(
        (database, log) ->
            database
                .jdbi()
                .useHandle(
                    handle ->
                        handle.execute(
                            "insert into event (at, organisation, document, kind, detail, actor)"
                                + " values (?::timestamptz, ?, ?::uuid, 'sent', 'by hand', 'node')",
                            day + "T10:00:00Z",
                            ODS,
                            document)));

    Commands found = audit("crosscheck", "--day", day, "--json");
    assertThat(found.exitCode()).as(found.err()).isOne();
    JsonNode told = JSON.readTree(found.out());
    assertThat(told.path("missing").asInt()).isOne();
    assertThat(told.at("/kinds/0/kind").asText()).isEqualTo("sent");
    assertThat(told.at("/kinds/0/organisation").asText()).isEqualTo(ODS);
    assertThat(told.at("/kinds/0/examples/0").asText()).isEqualTo(document);
    assertThat(audit("crosscheck", "--day", day).out()).contains(": " + document);

    AuditEntry said = entries(Action.AUDIT_VERIFIED).getFirst();
    assertThat(said.actor().id()).startsWith("machine-user:");
    assertThat(said.outcome()).isEqualTo(Outcome.failed("1 entries missing"));
    assertThat(said.query()).isPresent().get().asString().contains(day, "sent 0 of 1");
    assertThat(audit("crosscheck", "--day", "yesterday").exitCode()).isEqualTo(2);
  }

  @Test
  void aLogWhoseKeyWasLostIsBegunAnewAndVerifiedAcrossBoth() throws IOException {
    Path other = network.configuration(LocalNetwork.PRACTICE).write(folder.resolve("lost.yaml"));
    NodeConfiguration settings = NodeConfiguration.read(other, Map.of());
    Path key = settings.dataFolder().resolve("audit-signing-key");
    String[] command = {"audit", "new-origin", "-c", other.toString(), "--reason", "the disk died"};
    runAndSeal(settings);
    Commands refused = Commands.run(command);
    assertThat(refused.exitCode()).isEqualTo(70);
    assertThat(refused.err()).contains("it is not lost");
    String before = SigningKey.parse(Files.readString(key)).verifier().text();
    Files.delete(key);

    Commands begun = Commands.run(command);
    assertThat(begun.exitCode()).as(begun.err()).isZero();
    String after = SigningKey.parse(Files.readString(key)).verifier().text();
    assertThat(begun.out()).contains(after).doesNotContain(before);
    runAndSeal(settings);

    Path export = folder.resolve("both");
    Commands written =
        Commands.run(
            "audit", "export", "-c", other.toString(), "--format", "log", "-o", export.toString());
    assertThat(written.exitCode()).as(written.err()).isZero();
    Commands verified =
        Commands.run("audit", "verify", export.toString(), "--key", before, "--key", after);
    assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("its entry 0 quotes the last checkpoint of ");
  }

  private static void runAndSeal(NodeConfiguration settings) {
    try (Node running = Node.start(settings, InstantSource.system())) {
      await()
          .until(
              () -> {
                try (Database database =
                    Database.visit(settings.database(), settings.dataFolder())) {
                  return database
                      .jdbi()
                      .withHandle(
                          handle ->
                              handle
                                  .createQuery(
                                      """
                                      select not exists (select from audit_entry e where not exists
                                        (select from audit_leaf l where l.entry_id = e.entry_id))
                                        and exists (select from audit_checkpoint c where c.size = (select max(idx) + 1 from audit_leaf))
                                      """)
                                  .mapTo(Boolean.class)
                                  .one());
                }
              });
      assertThat(running.alerts().open(10)).isEmpty();
    }
  }

  @Test
  void aNodeThatNeverRanHasNoDatabase() throws IOException {
    Path other = network.configuration(LocalNetwork.PRACTICE).write(folder.resolve("node.yaml"));
    Commands done = Commands.run("audit", "search", "-c", other.toString(), "--organisation", ODS);
    assertThat(done.exitCode()).isEqualTo(70);
    assertThat(done.err()).contains("there is no database in");
    Commands exported =
        Commands.run(
            "audit",
            "export",
            "-c",
            other.toString(),
            "--organisation",
            ODS,
            "-o",
            folder.resolve("out.csv").toString());
    assertThat(exported.exitCode()).isEqualTo(70);
    assertThat(Commands.run("audit", "crosscheck", "-c", other.toString()).exitCode())
        .isEqualTo(70);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aNodeThatIsStoppedIsReadAsWell() throws IOException {
    Path other = network.configuration(LocalNetwork.PRACTICE).write(folder.resolve("node.yaml"));
    NodeConfiguration stopped = NodeConfiguration.read(other, Map.of());
    Database.open(stopped.database(), stopped.dataFolder()).close();
    Commands done =
        Commands.run("audit", "search", "-c", other.toString(), "--organisation", ODS, "--json");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(JSON.readTree(done.out()).path("entries")).isEmpty();
  }
}
