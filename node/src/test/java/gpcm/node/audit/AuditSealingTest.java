package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpcm.audit.entry.Action;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.exchange.Pace;
import gpcm.node.config.AuditSettings;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alert;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keys, publishing and alerts; each round is called by hand. */
@ExtendWith(DatabaseExtension.class)
class AuditSealingTest {
  private static final String ORG = LogFixture.ORG;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;
  private Database database;
  private Instant now = LogFixture.CLOCK.instant();
  private AuditLog log;

  @BeforeEach
  void aDatabase(Database fresh) {
    database = fresh;
    log = new AuditLog(fresh.jdbi(), clock(), "node-1", "0.1.0");
  }

  private InstantSource clock() {
    return () -> now;
  }

  private AuditSealing sealing(AuditSettings settings) {
    return sealing(settings, folder);
  }

  private AuditSealing sealing(AuditSettings settings, Path data) {
    Pace pace = Pace.each(HOUR);
    Ledger ledger =
        new Ledger(database, new ContentStore(database.jdbi()), clock(), pace, "node-1");
    return AuditSealing.byHand(ledger, log, settings, data, List.of(ORG));
  }

  private static AuditSettings publishing(Path file) {
    return new AuditSettings(
        Optional.of("log.example.org/audit"),
        Optional.empty(),
        Optional.of(file),
        Optional.empty(),
        HOUR);
  }

  private void write(int entries) {
    for (int i = 0; i < entries; i++) {
      log.write(List.of(log.entry(ORG, Action.NOTED, LogFixture.clerk())));
    }
  }

  private List<Alert> alerts() {
    return new Alerts(database.jdbi(), clock()).open(10);
  }

  private long leaves() {
    return database.jdbi().withHandle(LogRows::leaves);
  }

  private List<Checkpoint> kept(Path file) throws IOException {
    return KeptCheckpoints.parse(Files.readAllBytes(file)).stream()
        .map(note -> Checkpoint.parse(note.text()))
        .toList();
  }

  private Path keyFile() {
    return folder.resolve("audit-signing-key");
  }

  @Test
  void theFirstNodeMakesAKeyThatOnlyItsUserMayRead() throws IOException {
    try (AuditSealing sealing = sealing(AuditSettings.defaults())) {
      write(2);
      sealing.round();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
        .isEqualTo("rw-------");
    SigningKey key = SigningKey.parse(Files.readString(keyFile()));
    Path export = folder.resolve("export");
    assertThat(new AuditExport(database.jdbi()).writeTo(export)).isEqualTo(2);
    assertThat(Files.readString(export.resolve("keys.txt")).strip())
        .isEqualTo(key.verifier().text());
  }

  @Test
  void aNodeThatStartsAgainGoesOnWithTheSameKey() {
    for (int i = 1; i <= 3; i++) {
      try (AuditSealing sealing = sealing(AuditSettings.defaults())) {
        write(1);
        sealing.round();
        assertThat(leaves()).isEqualTo(i);
      }
    }
  }

  @Test
  void aNodeWithoutTheKeyLeavesTheSealingToOthers() throws IOException {
    sealing(AuditSettings.defaults()).close();
    Path other = Files.createDirectory(folder.resolve("other"));
    try (AuditSealing sealing = sealing(AuditSettings.defaults(), other)) {
      write(1);
      sealing.round();
    }
    assertThat(leaves()).isZero();
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void aNodeWithAnotherKeyThanTheLogIsRefused() throws IOException {
    sealing(AuditSettings.defaults()).close();
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(
        other.resolve("audit-signing-key"),
        SigningKey.ofLog("log.example.org/audit", new SecureRandom()).reveal());
    assertThatThrownBy(() -> sealing(AuditSettings.defaults(), other))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("All nodes of a database sign with one key");
  }

  @Test
  void aConfiguredKeyThatIsNotThereIsToldAndNoOtherIsMadeWhenTheLogHasOne() {
    sealing(AuditSettings.defaults()).close();
    AuditSettings configured =
        new AuditSettings(
            Optional.empty(),
            Optional.of(folder.resolve("nowhere")),
            Optional.empty(),
            Optional.empty(),
            HOUR);
    try (AuditSealing sealing = sealing(configured)) {
      write(1);
      sealing.round();
    }
    assertThat(leaves()).isZero();
    assertThat(folder.resolve("nowhere")).doesNotExist();
    Alert told = alerts().getFirst();
    assertThat(told.problem()).isEqualTo("audit-key-missing");
    assertThat(told.whatHappened()).contains("audit.signing-key", "is not there");
    assertThat(told.whatToDo()).contains("Copy the file with that key back");
  }

  @Test
  void anotherNameThanTheKeysIsRefused() {
    sealing(AuditSettings.defaults()).close();
    assertThatThrownBy(() -> sealing(publishing(folder.resolve("kept"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("audit.origin is log.example.org/audit");
  }

  @Test
  void checkpointsAreAppendedToAFileEachInterval() throws IOException {
    Path file = folder.resolve("kept");
    try (AuditSealing sealing = sealing(publishing(file))) {
      write(1);
      sealing.round();
      write(1);
      now = now.plusSeconds(1);
      sealing.round();
      assertThat(kept(file)).extracting(Checkpoint::size).containsExactly(1L);
      now = now.plus(HOUR);
      sealing.round();
      now = now.plus(HOUR);
      sealing.round();
      assertThat(kept(file)).extracting(Checkpoint::size).containsExactly(1L, 2L);
    }
    assertThat(alerts()).isEmpty();
  }

  @Test
  void aCheckpointIsPostedToAWebhook() throws Exception {
    BlockingQueue<byte[]> posted = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/checkpoints",
        exchange -> {
          posted.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    AuditSettings settings =
        new AuditSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                URI.create(
                    "http://127.0.0.1:%d/checkpoints".formatted(server.getAddress().getPort()))),
            HOUR);
    try (AuditSealing sealing = sealing(settings)) {
      write(3);
      sealing.round();
      SignedNote note = SignedNote.parse(posted.poll(1, TimeUnit.MINUTES));
      SigningKey key = SigningKey.parse(Files.readString(keyFile()));
      assertThat(note.signers(List.of(key.verifier()))).hasSize(1);
      assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(3);
      assertThat(alerts()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCheckpointThatCannotLeaveIsToldAndMendsByItself() throws IOException {
    Path file = folder.resolve("gone").resolve("kept");
    try (AuditSealing sealing = sealing(publishing(file))) {
      write(1);
      sealing.round();
      assertThat(alerts())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.organisation()).isEqualTo(ORG);
                assertThat(alert.title()).contains("did not leave this machine");
                assertThat(alert.whatHappened()).contains(file.toString());
              });
      Files.createDirectory(file.getParent());
      now = now.plus(HOUR);
      sealing.round();
      assertThat(kept(file)).hasSize(1);
      assertThat(alerts()).isEmpty();
    }
  }

  @Test
  void aNodeThatStartsOnAnOlderDatabaseThanItsCheckpointsSealsNothingAndTells() throws IOException {
    Path file = folder.resolve("kept");
    try (AuditSealing sealing = sealing(publishing(file))) {
      write(3);
      sealing.round();
    }
    tamper("delete from audit_checkpoint");
    tamper("delete from audit_leaf");
    tamper("delete from audit_entry");
    write(1);
    try (AuditSealing sealing = sealing(publishing(file))) {
      sealing.round();
      sealing.round();
    }
    assertThat(leaves()).isZero();
    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.title()).contains("not what was sealed");
              assertThat(alert.whatHappened()).contains("of 3 entries", "went back in time");
            });
  }

  @Test
  void aLogThatWasRebuiltWithTheStolenKeyIsNotSealedWhereItsCheckpointsWereKept()
      throws IOException {
    Path file = folder.resolve("kept");
    try (AuditSealing sealing = sealing(publishing(file))) {
      write(2);
      sealing.round();
    }
    tamper("delete from audit_checkpoint");
    tamper("delete from audit_leaf");
    tamper("delete from audit_entry");
    write(2);
    // With the key, and without what was kept.
    try (AuditSealing thief = sealing(AuditSettings.defaults())) {
      thief.round();
    }
    assertThat(leaves()).isEqualTo(2);
    write(1);
    try (AuditSealing sealing = sealing(publishing(file))) {
      sealing.round();
    }
    assertThat(leaves()).isEqualTo(2);
    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> assertThat(alert.whatHappened()).contains("has another root in the database"));
  }

  @Test
  void aDamagedLogIsToldOnceAndNotSealedAnyMore() {
    try (AuditSealing sealing = sealing(AuditSettings.defaults())) {
      write(2);
      sealing.round();
      tamper("update audit_checkpoint set root = sha256(root)");
      write(1);
      sealing.round();
      sealing.round();
      assertThat(leaves()).isEqualTo(2);
      assertThat(alerts())
          .singleElement()
          .satisfies(alert -> assertThat(alert.title()).contains("not what was sealed"));
    }
  }

  @Test
  void entriesThatWaitForMoreThanAMinuteAreToldAndTheAlertMends() {
    try (AuditSealing sealing = sealing(AuditSettings.defaults());
        Handle open = database.jdbi().open()) {
      sealing.round();
      open.begin();
      open.execute("select pg_current_xact_id()");
      write(1);
      now = now.plusSeconds(50);
      sealing.round();
      assertThat(alerts()).isEmpty();
      now = now.plusSeconds(40);
      sealing.round();
      assertThat(alerts())
          .singleElement()
          .satisfies(alert -> assertThat(alert.whatHappened()).contains("waited for 90 seconds"));
      open.rollback();
      now = now.plusSeconds(31);
      sealing.round();
      assertThat(leaves()).isEqualTo(1);
      assertThat(alerts()).isEmpty();
    }
  }

  @Test
  void whatAnotherNodeFoundOverIsToldAgainWhenItIsSoAgain() {
    try (AuditSealing one = sealing(AuditSettings.defaults());
        AuditSealing other = sealing(AuditSettings.defaults())) {
      one.round();
      keepingUnsealed(
          () -> {
            one.round();
            assertThat(alerts()).hasSize(1);
          });
      // What runs elsewhere on the server may hold the sealing back for a moment.
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                now = now.plusSeconds(31);
                other.round();
                return alerts().isEmpty();
              });

      keepingUnsealed(
          () -> {
            one.round();
            assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.problem()).isEqualTo("audit-unsealed"));
          });
    }
  }

  /** An entry that waits for longer than a minute while something happens. */
  private void keepingUnsealed(Runnable meanwhile) {
    try (Handle open = database.jdbi().open()) {
      open.begin();
      open.execute("select pg_current_xact_id()");
      write(1);
      now = now.plusSeconds(90);
      meanwhile.run();
      open.rollback();
    }
  }

  @Test
  void thatANodeHasNoKeyIsNotOverBecauseAnotherHasIt() {
    AuditSettings keyless =
        new AuditSettings(
            Optional.empty(),
            Optional.of(folder.resolve("nowhere")),
            Optional.empty(),
            Optional.empty(),
            HOUR);
    try (AuditSealing holder = sealing(AuditSettings.defaults())) {
      holder.round();
      try (AuditSealing without = sealing(keyless)) {
        without.round();
      }
      assertThat(alerts()).hasSize(1);
      now = now.plusSeconds(31);
      holder.round();
      assertThat(alerts())
          .singleElement()
          .satisfies(alert -> assertThat(alert.problem()).isEqualTo("audit-key-missing"));
    }
  }

  @Test
  void thatTheLogIsDamagedIsToldLaterWhenItCannotBeToldAtOnce() {
    try (AuditSealing sealing = sealing(AuditSettings.defaults())) {
      write(2);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                sealing.round();
                return leaves() == 2;
              });
      tamper("update audit_checkpoint set root = sha256(root)");
      tamper("alter table alert add constraint refused check (problem <> 'audit-damaged')");
      write(1);
      await()
          .atMost(PATIENCE)
          .until(() -> catchThrowable(sealing::round), thrown -> thrown != null);
      tamper("alter table alert drop constraint refused");
      now = now.plusSeconds(31);
      sealing.round();
      assertThat(alerts())
          .singleElement()
          .satisfies(alert -> assertThat(alert.title()).contains("not what was sealed"));
    }
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
}
