package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.export.EntryProof;
import gpcm.audit.export.Export;
import gpcm.audit.export.Fault;
import gpcm.audit.export.OutsideCheckpoint;
import gpcm.audit.export.Verification;
import gpcm.audit.export.Verifier;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A log whose key was lost, and the one that goes on from it. */
@ExtendWith(DatabaseExtension.class)
class NewOriginTest {
  private static final String ORG = LogFixture.ORG;
  private static final String OTHER = "X26002";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Database database;
  private AuditLog log;
  private AuditSettings settings;

  @BeforeEach
  void aDatabase(Database fresh) {
    database = fresh;
    log = new AuditLog(fresh.jdbi(), LogFixture.CLOCK, "node-1", "0.1.0");
    settings =
        new AuditSettings(
            Optional.empty(),
            Optional.of(keyFile()),
            Optional.of(folder.resolve("kept")),
            Optional.empty(),
            HOUR);
  }

  private Path keyFile() {
    return folder.resolve("the-key");
  }

  private AuditSealing sealing() {
    Pace pace = Pace.each(HOUR);
    Ledger ledger =
        new Ledger(database, new ContentStore(database.jdbi()), LogFixture.CLOCK, pace, "node-1");
    return AuditSealing.byHand(ledger, log, settings, folder, List.of(ORG));
  }

  private void write(int entries) {
    for (int i = 0; i < entries; i++) {
      log.write(List.of(log.entry(ORG, Action.NOTED, LogFixture.clerk())));
    }
  }

  private void seal(int entries) {
    write(entries);
    try (AuditSealing sealing = sealing()) {
      sealing.round();
    }
  }

  private VerifierKey key() throws IOException {
    return SigningKey.parse(Files.readString(keyFile())).verifier();
  }

  private VerifierKey lost() throws IOException {
    VerifierKey key = key();
    Files.delete(keyFile());
    return key;
  }

  private NewOrigin.Begun begin() {
    return new NewOrigin(database.jdbi(), log, settings, folder, LogFixture.CLOCK)
        .begin(
            List.of(ORG, OTHER),
            ods -> log.entry(ods, Action.KEY_CHANGED, LogFixture.clerk()).because("the disk died"));
  }

  private Path exported() {
    Path path = folder.resolve("export-" + UUID.randomUUID() + ".zip");
    new AuditExport(database.jdbi()).writeTo(path);
    return path;
  }

  private Verification verify(List<VerifierKey> trusted, List<OutsideCheckpoint> outside) {
    try (Export export = Export.open(exported())) {
      return Verifier.verify(export, trusted, outside);
    }
  }

  private List<OutsideCheckpoint> kept() throws IOException {
    List<OutsideCheckpoint> kept = new ArrayList<>();
    for (SignedNote note : KeptCheckpoints.parse(Files.readAllBytes(folder.resolve("kept")))) {
      kept.add(new OutsideCheckpoint("kept " + kept.size(), note));
    }
    return kept;
  }

  private List<Alert> alerts() {
    return new Alerts(database.jdbi(), LogFixture.CLOCK).open(10);
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

  private long count(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  @Test
  void aNodeWithoutItsKeyGoesOnUnsealedAndAPersonIsTold() throws IOException {
    seal(3);
    lost();
    seal(2);
    assertThat(count("select count(*) from audit_entry")).isEqualTo(5);
    assertThat(count("select count(*) from audit_leaf")).isEqualTo(3);
    assertThat(alerts()).extracting(Alert::problem).containsExactly("audit-key-missing");
    assertThat(alerts().getFirst().whatHappened()).contains(keyFile().toString());
    assertThat(alerts().getFirst().whatToDo()).contains("gpcm audit new-origin");
    begin();
    seal(0);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void theFirstEntryQuotesTheLastCheckpointAndVerificationGoesAcrossBoth() throws IOException {
    seal(3);
    VerifierKey before = lost();
    write(2);
    NewOrigin.Begun begun = begin();
    VerifierKey after = key();
    assertThat(begun.key()).isEqualTo(after.text());
    assertThat(begun.quoted().origin()).isEqualTo(before.name()).isNotEqualTo(after.name());
    assertThat(begun.quoted().size()).isEqualTo(3);
    seal(1);

    Verification found = verify(List.of(before, after), kept());
    assertThat(found.faults()).isEmpty();
    assertThat(found.origin()).isEqualTo(after.name());
    assertThat(found.entries()).as("3 and 2 notes, 2 about the key, 1 note").isEqualTo(8);
    assertThat(found.remarks())
        .anySatisfy(
            remark ->
                assertThat(remark)
                    .contains("its entry 0 quotes the last checkpoint of " + before.name()));
    assertThat(kept())
        .extracting(each -> Checkpoint.parse(each.note().text()).origin())
        .contains(before.name(), after.name());
    AuditEntry first =
        new AuditSearch(database.jdbi(), log)
            .find(AuditQuery.newest(ORG, 10).doing(List.of(Action.KEY_CHANGED)))
            .getFirst();
    assertThat(first.reason()).contains("the disk died");
    assertThat(first.change().before().orElseThrow())
        .startsWith("last checkpoint " + before.name() + " 3 ");
  }

  @Test
  void whoKnowsOnlyTheOldKeyIsToldThatTheNewOneIsNotSignedByIt() throws IOException {
    seal(3);
    VerifierKey before = lost();
    begin();
    assertThat(verify(List.of(before), List.of()).faults())
        .extracting(Fault::kind)
        .contains(Fault.Kind.SIGNATURE);
  }

  @Test
  void anEntryOfEitherLogIsProvedAndOneThatWasChangedIsFound() throws IOException {
    seal(3);
    VerifierKey before = lost();
    begin();
    seal(1);
    for (long index : List.of(1, 3)) {
      UUID id =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("select entry_id from audit_leaf where idx = :index")
                          .bind("index", index)
                          .mapTo(UUID.class)
                          .one());
      try (Export export = Export.open(exported())) {
        EntryProof proof = EntryProof.of(export, each -> each.id().equals(id), id.toString());
        assertThat(proof.entry().index()).isEqualTo(index % 3);
      }
    }
    List<VerifierKey> both = List.of(before, key());
    for (long index : List.of(1, 4)) {
      tamper(
          """
          update audit_entry set action = 'printed' where entry_id = (select entry_id from audit_leaf where idx = %d)
          """
              .formatted(index));
      assertThat(verify(both, List.of()).faults())
          .extracting(Fault::kind)
          .contains(Fault.Kind.COPY_DIFFERS);
    }
  }

  @Test
  void aLogBeforeThatWasCutOrChangedDoesNotFit() throws IOException {
    seal(3);
    seal(2);
    VerifierKey before = lost();
    begin();
    List<VerifierKey> both = List.of(before, key());
    assertThat(verify(both, List.of()).faults()).isEmpty();
    tamper("delete from audit_checkpoint where size = 5");
    assertThat(verify(both, List.of()).faults())
        .extracting(Fault::kind)
        .contains(Fault.Kind.ORIGIN_DIFFERS);
    tamper("delete from audit_checkpoint where size = 3");
    tamper("delete from audit_key where first_leaf = 0");
    assertThat(verify(List.of(key()), List.of()).faults())
        .extracting(Fault::message)
        .anySatisfy(
            message -> assertThat(message).contains("after another, which is not in this export"));
  }

  @Test
  void aKeptCheckpointOfTheLogBeforeIsStillAskedForAtAStart() throws IOException {
    seal(3);
    lost();
    begin();
    seal(1);
    assertThat(alerts()).isEmpty();
    tamper("delete from audit_checkpoint where size = 3");
    seal(1);
    assertThat(alerts()).extracting(Alert::problem).containsExactly("audit-damaged");
  }

  @Test
  void aKeyThatIsNotLostIsKept() throws IOException {
    seal(3);
    VerifierKey key = key();
    assertThatThrownBy(this::begin)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it is not lost");
    assertThat(key()).isEqualTo(key);
    assertThat(count("select count(*) from audit_entry")).isEqualTo(3);
    assertThat(count("select count(*) from audit_key")).isEqualTo(1);
  }

  @Test
  void theNewLogHasAnotherNameAndNothingIsLeftOfATryThatFailed() throws IOException {
    settings =
        new AuditSettings(
            Optional.of("log.example.org/audit"),
            Optional.of(keyFile()),
            Optional.empty(),
            Optional.empty(),
            HOUR);
    seal(3);
    lost();
    assertThatThrownBy(this::begin)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another name");
    assertThat(keyFile()).doesNotExist();
    assertThat(count("select count(*) from audit_entry")).isEqualTo(3);
  }
}
