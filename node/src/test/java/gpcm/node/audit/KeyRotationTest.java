package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.entry.Action;
import gpcm.audit.export.Export;
import gpcm.audit.export.Verification;
import gpcm.audit.export.Verifier;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.exchange.Pace;
import gpcm.node.config.AuditSettings;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A log that gets another key: whoever has the old one learns the new one from the log. */
@ExtendWith(DatabaseExtension.class)
class KeyRotationTest {
  private static final String ORG = LogFixture.ORG;
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Database database;
  private AuditLog log;

  @BeforeEach
  void aDatabase(Database fresh) {
    database = fresh;
    log = new AuditLog(fresh.jdbi(), LogFixture.CLOCK, "node-1", "0.1.0");
  }

  private AuditSealing sealing(AuditSettings settings) {
    Pace pace = Pace.each(HOUR);
    Ledger ledger =
        new Ledger(database, new ContentStore(database.jdbi()), LogFixture.CLOCK, pace, "node-1");
    return AuditSealing.byHand(ledger, log, settings, folder, List.of(ORG));
  }

  private Path first() {
    return folder.resolve("audit-signing-key");
  }

  private Path file(int number) {
    return folder.resolve("key-" + number);
  }

  private void seal(AuditSettings settings) {
    log.write(List.of(log.entry(ORG, Action.NOTED, LogFixture.clerk())));
    try (AuditSealing sealing = sealing(settings)) {
      sealing.round();
    }
  }

  private VerifierKey key(Path file) throws IOException {
    return SigningKey.parse(Files.readString(file)).verifier();
  }

  private Verification verify(VerifierKey trusted) {
    Path path = folder.resolve("export-" + UUID.randomUUID());
    new AuditExport(database.jdbi()).writeTo(path);
    try (Export export = Export.open(path)) {
      return Verifier.verify(export, List.of(trusted), List.of());
    }
  }

  private List<SignedNote> notes() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select note from audit_checkpoint order by size")
                    .mapTo(String.class)
                    .map(SignedNote::parse)
                    .list());
  }

  @Test
  void theFirstCheckpointWithANewKeyIsSignedByBothAndLeadsFromTheOldOneToIt() throws IOException {
    seal(AuditSettings.defaults());
    AuditSettings rekeyed = AuditSettings.defaults().rekeyed(file(1), first());
    seal(rekeyed);
    seal(rekeyed);

    VerifierKey before = key(first());
    VerifierKey after = key(file(1));
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after).isNotEqualTo(before);
    List<VerifierKey> both = List.of(before, after);
    assertThat(notes()).hasSize(3);
    assertThat(notes().get(0).signers(both)).containsExactly(before);
    assertThat(notes().get(1).signers(both)).containsExactlyInAnyOrder(before, after);
    assertThat(notes().get(2).signers(both)).containsExactly(after);
    Verification found = verify(before);
    assertThat(found.faults()).isEmpty();
    assertThat(found.remarks())
        .anySatisfy(remark -> assertThat(remark).contains("has changed its key", after.text()));
    assertThat(new Alerts(database.jdbi(), LogFixture.CLOCK).open(10)).isEmpty();
  }

  @Test
  void theChangeOfTheKeyIsAnEntry() throws IOException {
    seal(AuditSettings.defaults());
    seal(AuditSettings.defaults().rekeyed(file(1), first()));
    assertThat(
            new AuditSearch(database.jdbi(), log)
                .find(AuditQuery.newest(ORG, 10).doing(List.of(Action.KEY_CHANGED))))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.change().before()).contains(key(first()).text());
              assertThat(entry.change().after()).contains(key(file(1)).text());
            });
  }

  @Test
  void theKeyBeforeIsNotNeededAnyMoreOnceBothHaveSigned() throws IOException {
    seal(AuditSettings.defaults());
    seal(AuditSettings.defaults().rekeyed(file(1), first()));
    Files.delete(first());
    Files.move(file(1), first());
    seal(AuditSettings.defaults());
    assertThat(notes()).hasSize(3);
  }

  @Test
  void severalChangesAreFollowedOneAfterTheOther() throws IOException {
    seal(AuditSettings.defaults());
    seal(AuditSettings.defaults().rekeyed(file(1), first()));
    seal(AuditSettings.defaults().rekeyed(file(2), file(1)));
    seal(AuditSettings.defaults().rekeyed(file(2), file(1)));
    for (Path known : List.of(first(), file(1), file(2))) {
      assertThat(verify(key(known)).faults()).isEmpty();
    }
  }

  @Test
  void aNodeThatStillHasTheOldKeySealsNothingMore() {
    log.write(List.of(log.entry(ORG, Action.NOTED, LogFixture.clerk())));
    try (AuditSealing old = sealing(AuditSettings.defaults())) {
      old.round();
      seal(AuditSettings.defaults().rekeyed(file(1), first()));
      int before = notes().size();
      log.write(List.of(log.entry(ORG, Action.NOTED, LogFixture.clerk())));
      old.round();
      assertThat(notes()).hasSize(before);
      assertThat(new Alerts(database.jdbi(), LogFixture.CLOCK).open(10)).isEmpty();
    }
  }

  @Test
  void aKeyThatNoKeyBeforeItHasSignedForIsNotTrustedForBeingInTheExport() throws IOException {
    seal(AuditSettings.defaults());
    SigningKey stranger = SigningKey.ofLog(key(first()).name(), new SecureRandom());
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "insert into audit_key (origin, verifier, made_at) values (?, ?, now())",
                    stranger.verifier().name(),
                    stranger.verifier().text()));
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute("set local session_replication_role = replica");
              handle.execute(
                  "update audit_checkpoint set note = ?",
                  stranger.sign(notes().getFirst().text()).written());
            });
    assertThat(verify(key(first())).faults()).isNotEmpty();
  }

  @Test
  void aPreviousKeyThatIsNotThereIsNamed() {
    seal(AuditSettings.defaults());
    assertThatThrownBy(
            () -> sealing(AuditSettings.defaults().rekeyed(file(1), folder.resolve("nowhere"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("audit.previous-key")
        .hasMessageContaining("nowhere");
    assertThat(file(1)).doesNotExist();
  }

  @Test
  void aNewKeyOfAnotherNameIsRefused() throws IOException {
    seal(AuditSettings.defaults());
    Files.writeString(
        file(1), SigningKey.ofLog("other.example.org/audit", new SecureRandom()).reveal());
    assertThatThrownBy(() -> sealing(AuditSettings.defaults().rekeyed(file(1), first())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("A log keeps its name");
  }
}
