package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import gpcm.audit.entry.Action;
import gpcm.audit.export.Export;
import gpcm.audit.export.Verifier;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.exchange.Pace;
import gpcm.mesh.Secret;
import gpcm.node.config.AuditSettings;
import gpcm.node.config.WitnessAddress;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alert;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A log whose checkpoints a witness with a database of its own signs, over HTTP. */
@ExtendWith(DatabaseExtension.class)
class WitnessedLogTest {
  private static final String ORG = LogFixture.ORG;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;
  private final SigningKey key = SigningKey.ofLog("log.example.org/audit", RANDOM);
  private final SigningKey witnessKey = SigningKey.ofWitness("witness.example.org", RANDOM);
  private Instant now = LogFixture.CLOCK.instant();
  private DatabaseSettings settings;
  private Database database;
  private Database witnessDatabase;
  private HttpServer server;
  private boolean serves = true;

  @BeforeEach
  void aLogAndAWitness(Database ofTheWitness, DatabaseSettings ofTheLog) throws IOException {
    settings = ofTheLog;
    open(ofTheLog);
    Files.writeString(folder.resolve("audit-signing-key"), key.reveal());
    witnessDatabase = ofTheWitness;
    witness(ofTheWitness, List.of(key.verifier()));
  }

  private void open(DatabaseSettings which) {
    database = Database.open(which, folder);
  }

  private void witness(Database ofTheWitness, List<VerifierKey> logs) throws IOException {
    Witness witness = new Witness(ofTheWitness.jdbi(), clock(), witnessKey, logs);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/audit/witness/add-checkpoint",
        exchange -> {
          Witness.Answer answer =
              serves
                  ? witness.add(exchange.getRequestBody().readAllBytes())
                  : new Witness.Answer(503, "text/plain", "closed\n");
          exchange.getResponseHeaders().add("Content-Type", answer.contentType());
          exchange.sendResponseHeaders(answer.status(), answer.bytes().length);
          exchange.getResponseBody().write(answer.bytes());
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    database.close();
  }

  private InstantSource clock() {
    return () -> now;
  }

  private AuditSealing sealing() {
    return sealing(witnessKey.verifier());
  }

  private AuditSealing sealing(VerifierKey expected) {
    Pace pace = Pace.each(HOUR);
    Ledger ledger =
        new Ledger(database, new ContentStore(database.jdbi()), clock(), pace, "node-1");
    URI url =
        URI.create("http://127.0.0.1:%d/audit/witness".formatted(server.getAddress().getPort()));
    return AuditSealing.byHand(
        ledger,
        log(),
        AuditSettings.defaults().with(List.of(new WitnessAddress(url, expected.text()))),
        folder,
        List.of(ORG));
  }

  private AuditLog log() {
    return new AuditLog(database.jdbi(), clock(), "node-1", "0.1.0");
  }

  private void write(int entries) {
    AuditLog log = log();
    for (int i = 0; i < entries; i++) {
      log.write(List.of(log.entry(ORG, Action.NOTED, LogFixture.clerk())));
    }
  }

  private long count(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private long leaves() {
    return count("select count(*) from audit_leaf");
  }

  private long cosigned() {
    return count("select coalesce(max(size), 0) from audit_cosignature");
  }

  private long refusals() {
    return count("select count(*) from audit_entry where action = 'witness-refused'");
  }

  private List<Alert> alerts() {
    return new Alerts(database.jdbi(), clock()).open(10);
  }

  private void tamper(String sql) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute("set local session_replication_role = replica");
              handle.execute(sql);
            });
  }

  /** Another hour of entries, sealed and shown. */
  private void hour(AuditSealing sealing, int entries) {
    write(entries);
    now = now.plus(HOUR);
    sealing.round();
  }

  @Test
  void theWitnessSignsWhatGrowsAndTheExportCarriesItsSignatures() {
    try (AuditSealing sealing = sealing()) {
      for (int entries : List.of(3, 1, 7, 20)) {
        hour(sealing, entries);
      }
    }
    assertThat(cosigned()).isEqualTo(31);
    assertThat(count("select count(*) from audit_cosignature")).isEqualTo(5);
    assertThat(alerts()).isEmpty();
    Path path = folder.resolve("export");
    new AuditExport(database.jdbi()).writeTo(path);
    try (Export export = Export.open(path)) {
      assertThat(
              Verifier.verify(export, List.of(key.verifier(), witnessKey.verifier()), List.of())
                  .faults())
          .isEmpty();
    }
    assertThat(path.resolve("checkpoints.jsonl")).content().contains("— witness.example.org ");
  }

  @Test
  void aLogThatWasBegunAnewIsAnotherOneForTheWitness() throws IOException {
    Path file = folder.resolve("audit-signing-key");
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 3);
    }
    Files.delete(file);
    NewOrigin origin =
        new NewOrigin(database.jdbi(), log(), AuditSettings.defaults(), folder, clock());
    origin.begin(List.of(ORG), ods -> log().entry(ods, Action.KEY_CHANGED, LogFixture.clerk()));
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 1);
    }
    assertThat(leaves()).as("3, the quote, that the witness refused, and 1").isEqualTo(6);
    assertThat(cosigned()).as("the witness knows only the log before").isEqualTo(3);
    assertThat(alerts()).extracting(Alert::problem).contains("audit-not-witnessed");

    VerifierKey begun = SigningKey.parse(Files.readString(file)).verifier();
    server.stop(0);
    witness(witnessDatabase, List.of(key.verifier(), begun));
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 2);
      hour(sealing, 2);
    }
    assertThat(cosigned()).isEqualTo(10);
    assertThat(alerts()).isEmpty();
    Path path = folder.resolve("export");
    new AuditExport(database.jdbi()).writeTo(path);
    try (Export export = Export.open(path)) {
      assertThat(
              Verifier.verify(
                      export, List.of(key.verifier(), begun, witnessKey.verifier()), List.of())
                  .faults())
          .isEmpty();
    }
    assertThat(path.resolve("checkpoints.jsonl")).content().contains("— witness.example.org ");
    assertThat(path.resolve("before/checkpoints.jsonl"))
        .content()
        .contains("— witness.example.org ");
  }

  @Test
  void aSignatureThatWasLostOnTheWayIsAskedForAgain() {
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 3);
      tamper("delete from audit_cosignature");
      hour(sealing, 2);
    }
    assertThat(cosigned()).isEqualTo(5);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void aDatabaseThatWasRestoredFromAnOlderCopyIsNotSealedButWrittenTo() throws SQLException {
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 2);
    }
    database.close();
    DatabaseSettings copy = copied();
    open(settings);
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 3);
    }
    database.close();

    open(copy);
    long before = leaves();
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 1);
      hour(sealing, 1);
    }
    assertThat(before).isEqualTo(2);
    assertThat(leaves()).isEqualTo(2);
    assertThat(count("select count(*) from audit_entry where action = 'noted'")).isEqualTo(4);
    assertThat(refusals()).isEqualTo(1);
    assertThat(alerts())
        .extracting(Alert::title)
        .containsExactlyInAnyOrder(
            "The audit log is not what was sealed",
            "A witness does not sign the audit log",
            "Entries of the audit log wait to be sealed");
    assertThat(alerts())
        .filteredOn(alert -> alert.title().equals("The audit log is not what was sealed"))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.whatHappened())
                    .contains("has signed a checkpoint of 5 entries", "went back in time"));
  }

  private DatabaseSettings copied() throws SQLException {
    String url = settings.url().orElseThrow();
    String name = url.replaceFirst(".*/", "");
    try (Connection connection =
            DriverManager.getConnection(
                url.replaceFirst("[^/]*$", "postgres"),
                settings.user().orElseThrow(),
                settings.password().map(Secret::reveal).orElseThrow());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + "_copy template " + name);
    }
    return new DatabaseSettings(
        Optional.of(url + "_copy"), settings.user(), settings.password(), settings.poolSize());
  }

  @Test
  void aDatabaseThatWasEmptiedIsNotSealed() {
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 2);
    }
    for (String table : List.of("cosignature", "checkpoint", "leaf", "entry")) {
      tamper("delete from audit_" + table);
    }
    write(1);
    try (AuditSealing sealing = sealing()) {
      sealing.round();
    }
    assertThat(leaves()).isZero();
    assertThat(alerts())
        .extracting(Alert::whatHappened)
        .anyMatch(text -> text.contains("2 entries"));
  }

  @Test
  void aLogThatWasRebuiltWithItsOwnKeyIsFoundOutByTheWitness() {
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 2);
    }
    for (String table : List.of("cosignature", "checkpoint", "leaf", "entry")) {
      tamper("delete from audit_" + table);
    }
    write(2);
    serves = false;
    try (AuditSealing thief = sealing()) {
      thief.round();
      serves = true;
      hour(thief, 1);
      write(1);
      thief.round();
    }
    assertThat(leaves()).isLessThanOrEqualTo(3);
    assertThat(alerts())
        .extracting(Alert::title)
        .contains("The audit log is not what was sealed", "A witness does not sign the audit log");
    assertThat(refusals()).isEqualTo(1);
  }

  @Test
  void aWitnessThatIsAwayIsToldAndTheSealingGoesOnAndItMends() {
    serves = false;
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 2);
      assertThat(leaves()).isEqualTo(2);
      assertThat(refusals()).isZero();
      assertThat(alerts())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.title()).contains("did not leave this machine");
                assertThat(alert.whatHappened()).contains("witness.example.org", "503");
              });
      serves = true;
      now = now.plus(Duration.ofMinutes(10));
      sealing.round();
      assertThat(cosigned()).isEqualTo(2);
      assertThat(alerts()).isEmpty();
    }
  }

  @Test
  void aWitnessThatDoesNotKnowTheLogIsToldAndIsAnEntryOnce(Database ofTheWitness)
      throws IOException {
    server.stop(0);
    witness(ofTheWitness, List.of());
    try (AuditSealing sealing = sealing()) {
      hour(sealing, 2);
      hour(sealing, 2);
      assertThat(refusals()).isEqualTo(1);
      sealing.round();
      assertThat(leaves()).isEqualTo(5);
      assertThat(alerts())
          .extracting(Alert::title)
          .contains("A witness does not sign the audit log");
    }
  }

  @Test
  void aSignatureByAnotherKeyIsNotKept() {
    try (AuditSealing sealing =
        sealing(SigningKey.ofWitness("witness.example.org", RANDOM).verifier())) {
      hour(sealing, 2);
    }
    assertThat(cosigned()).isZero();
    assertThat(alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.whatHappened()).contains("witness.example.org"));
  }
}
