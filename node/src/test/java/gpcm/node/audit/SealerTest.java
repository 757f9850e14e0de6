package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.export.Fault;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SigningKey;
import gpcm.audit.tree.CompactRange;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sealing, and every way in which the database can be other than what was sealed. */
@ExtendWith(DatabaseExtension.class)
class SealerTest {
  @TempDir Path folder;
  private LogFixture log;

  @BeforeEach
  void aLog(Database database) {
    log = new LogFixture(database);
  }

  private void fits(long size) {
    assertThat(log.verify(folder))
        .satisfies(
            found -> {
              assertThat(found.faults()).isEmpty();
              assertThat(found.entries()).isEqualTo(size);
              assertThat(found.size()).isEqualTo(size);
            });
  }

  @Test
  void whatWasWrittenIsSealedAndFits() {
    Sealer sealer = log.sealer();
    log.write(3);
    log.seal(sealer);
    log.write(4);
    log.seal(sealer);
    assertThat(log.kept).hasSize(2);
    fits(7);
  }

  @Test
  void aLogWithoutEntriesHasACheckpointAndNothingMoreIsSignedUntilSomethingIsWritten() {
    Sealer sealer = log.sealer();
    log.seal(sealer);
    log.seal(sealer);
    assertThat(log.kept).hasSize(1);
    fits(0);
    log.write(1);
    log.seal(sealer);
    log.seal(sealer);
    assertThat(log.kept).hasSize(2);
    fits(1);
  }

  @Test
  void anOpenTransactionHoldsBackWhatCameAfterItAndNothingIsLost() {
    Sealer sealer = log.sealer();
    try (Handle open = log.jdbi.open()) {
      open.begin();
      log.log.write(open, List.of(log.opened()));
      log.write(2);
      log.seal(sealer);
      assertThat(log.count("select count(*) from audit_leaf")).isZero();
      open.commit();
    }
    log.seal(sealer);
    fits(3);
  }

  @Test
  void moreThanARoundTakesIsSealedInMoreRounds() {
    Sealer sealer = new Sealer(log.jdbi, LogFixture.CLOCK, log.key, 2);
    log.write(5);
    List<Integer> sealed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sealed.add(sealer.round().sealed());
    }
    assertThat(sealed).containsExactly(2, 2, 1, 0);
    fits(5);
  }

  @Test
  void transactionsAreInTheOrderOfTheirNumbersWhateverTheirDigits() {
    log.write(4);
    log.tamper(
        "update audit_entry e set xid = (array['9', '10', '99', '100'])[n]::xid8 from (select"
            + " entry_id, row_number() over (order by entry_id) as n from audit_entry) numbered"
            + " where numbered.entry_id = e.entry_id");
    Sealer sealer = new Sealer(log.jdbi, LogFixture.CLOCK, log.key, 1);
    for (int i = 0; i < 4; i++) {
      assertThat(sealer.round().sealed()).isEqualTo(1);
    }
    fits(4);
    List<String> order =
        log.jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select e.xid::text from audit_leaf l join audit_entry e using (entry_id)"
                            + " order by l.idx")
                    .mapTo(String.class)
                    .list());
    assertThat(order).containsExactly("9", "10", "99", "100");
  }

  @Test
  void manyWritersAndSealersAtOnceSealEachEntryOnce() throws Exception {
    AtomicInteger writing = new AtomicInteger(3);
    Callable<Void> writer =
        () -> {
          try {
            for (int i = 0; i < 60; i++) {
              log.jdbi.useTransaction(
                  handle -> {
                    log.log.write(handle, List.of(log.opened(), log.opened()));
                    log.log.write(handle, List.of(log.opened()));
                  });
            }
          } finally {
            writing.decrementAndGet();
          }
          return null;
        };
    Callable<Void> sealing =
        () -> {
          Sealer sealer = new Sealer(log.jdbi, LogFixture.CLOCK, log.key, 50);
          while (writing.get() > 0) {
            sealer.round();
          }
          return null;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done :
          threads.invokeAll(List.of(writer, sealing, writer, sealing, writer))) {
        done.get();
      }
    }
    log.seal(log.sealer());
    fits(540);
    assertThat(log.count("select count(distinct entry_id) from audit_leaf")).isEqualTo(540);
  }

  @Test
  void leavesOfANodeThatDiedBeforeItSignedAreSignedByTheNext() {
    log.write(2);
    log.seal(log.sealer());
    log.write(3);
    log.jdbi.useTransaction(
        handle -> {
          LastCheckpoint last = LogRows.lastCheckpoint(handle).orElseThrow();
          LogRows.insertLeaves(handle, 2, LogRows.next(handle, last.upTo(), 2));
        });
    log.seal(log.sealer());
    fits(5);
  }

  @Test
  void anotherNodeGoesOnWhereTheFirstEnded() {
    Sealer first = log.sealer();
    Sealer second = log.sealer();
    for (int i = 0; i < 3; i++) {
      log.write(1);
      log.seal(first);
      log.write(1);
      log.seal(second);
    }
    fits(6);
  }

  @Test
  void whileOneNodeSealsNoOtherDoes() {
    log.write(1);
    try (Handle other = log.jdbi.open()) {
      assertThat(LogRows.lock(other)).isTrue();
      assertThat(log.sealer().round()).isEqualTo(Sealer.Round.NOTHING);
      LogRows.unlock(other);
    }
    assertThat(log.sealer().round().sealed()).isEqualTo(1);
  }

  @Test
  void aDatabaseThatWentBackInTimeIsNotSealed() {
    Sealer sealer = log.sealer();
    log.write(2);
    log.seal(sealer);
    log.write(2);
    log.seal(sealer);
    log.tamper("delete from audit_checkpoint where size = 4");
    log.tamper("delete from audit_leaf where idx >= 2");
    assertThatThrownBy(sealer::round)
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("is of 2 entries, and this node has seen one of 4")
        .hasMessageContaining("went back in time");
    assertThat(log.verify(folder).faults())
        .extracting(Fault::kind)
        .contains(Fault.Kind.LOG_SHORTER);
  }

  @Test
  void leavesThatWereChangedAreNotSealedOver() {
    log.write(3);
    log.seal(log.sealer());
    log.tamper("update audit_leaf set leaf = sha256(leaf) where idx = 1");
    log.write(1);
    assertThatThrownBy(log.sealer()::round)
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("is not over the leaves that are there");
  }

  @Test
  void leavesThatWereRemovedAreNotSealedOver() {
    log.write(3);
    log.seal(log.sealer());
    log.tamper("delete from audit_leaf where idx = 1");
    log.write(1);
    assertThatThrownBy(log.sealer()::round).hasMessageContaining("leaf 1 is missing");
  }

  @Test
  void aLogThatWasRebuiltUnderAnotherKeyIsNotGoneOnWith() {
    log.write(3);
    log.seal(log.sealer());
    SigningKey other = SigningKey.ofLog("log.example.org/audit", new SecureRandom());
    String note =
        other
            .sign(new Checkpoint("log.example.org/audit", 0, CompactRange.empty().root()).text())
            .written();
    log.tamper("delete from audit_leaf");
    log.tamper("delete from audit_checkpoint where size > 0");
    log.tamper(
        "insert into audit_checkpoint select 0, sha256(''), '', '%s', now(), '0', gen_random_uuid(), system_identifier::text from pg_control_system()"
            .formatted(note));
    assertThatThrownBy(log.sealer()::round)
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("none of the keys known here signed it");
  }

  @Test
  void aCheckpointWhoseRowWasChangedIsNotGoneOnWith() {
    log.write(3);
    log.seal(log.sealer());
    log.write(1);
    for (String change :
        List.of("root = sha256(root)", "compact = compact || sha256('')", "note = 'none'")) {
      log.tamper("create table before as select * from audit_checkpoint");
      log.tamper("update audit_checkpoint set " + change);
      assertThatThrownBy(log.sealer()::round).isInstanceOf(LogDamagedException.class);
      log.tamper("delete from audit_checkpoint");
      log.tamper("insert into audit_checkpoint select * from before");
      log.tamper("drop table before");
    }
    assertThat(log.sealer().round().sealed()).isEqualTo(1);
  }

  @Test
  void aDatabaseRestoredIntoAnotherClusterIsSealedOnAlthoughTransactionsBeginAnew() {
    log.write(3);
    log.seal(log.sealer());
    log.write(2);
    // In the cluster it came from, transactions had much higher ids.
    log.tamper(
        "update audit_entry set xid = '9000000000000' where entry_id not in (select entry_id from"
            + " audit_leaf)");
    log.tamper("update audit_checkpoint set cluster = 'another', upto_xid = '8000000000000'");
    Sealer sealer = log.sealer();
    log.seal(sealer);
    fits(5);
    log.write(2);
    log.seal(sealer);
    fits(7);
  }

  @Test
  void afterSuchARestoreATransactionThatRanMeanwhileIsSealedToo() throws Exception {
    log.write(3);
    log.seal(log.sealer());
    log.tamper("update audit_checkpoint set cluster = 'another', upto_xid = '8000000000000'");
    Sealer sealer = log.sealer();
    try (Handle open = log.jdbi.open()) {
      open.begin();
      open.execute("select pg_current_xact_id()");
      log.write(1);
      log.seal(sealer);
      log.log.write(open, List.of(log.opened()));
      open.commit();
    }
    log.seal(sealer);
    fits(5);
  }

  @Test
  void whatSomebodyDidToEntriesIsFoundInAnExport() {
    log.write(5);
    log.seal(log.sealer());
    log.tamper(
        "update audit_entry set entry = convert_to(replace(convert_from(entry, 'UTF8'), 'done',"
            + " 'gone'), 'UTF8') where entry_id = (select entry_id from audit_leaf where idx = 2)");
    log.tamper(
        "delete from audit_entry where entry_id = (select entry_id from audit_leaf where idx = 3)");
    log.tamper(
        "update audit_entry set org = 'X26002' where entry_id = (select entry_id from audit_leaf"
            + " where idx = 4)");
    log.tamper(
        "update audit_personal set body = 'none' where entry_id = (select entry_id from audit_leaf"
            + " where idx = 0)");
    assertThat(log.verify(folder).faults())
        .extracting(fault -> fault.index().orElse(-1) + " " + fault.kind().code())
        .containsExactly(
            "0 personal-part-changed", "2 entry-changed", "3 entry-missing", "4 copy-differs");
  }
}
