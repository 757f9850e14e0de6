package gpcm.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.PersonalPart;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.tree.Hash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to tamper with a log, done to its rows before they are exported. */
class VerifierTest {
  @TempDir Path folder;

  private final TestLog log = TestLog.ofSeven();
  private OutsideCheckpoint keptThree;
  private OutsideCheckpoint keptSeven;

  @BeforeEach
  void checkpoints_were_kept_elsewhere() {
    keptThree = new OutsideCheckpoint("three.txt", log.notes.get(1));
    keptSeven = new OutsideCheckpoint("seven.txt", log.notes.get(2));
  }

  private Verification verify(OutsideCheckpoint... outside) {
    return log.verify(folder.resolve("export"), outside);
  }

  private static ObjectAssert<Fault> first(Verification found, Fault.Kind kind, int index) {
    assertThat(found.fits()).isFalse();
    return assertThat(found.faults().getFirst())
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(kind);
              assertThat(fault.index()).hasValue(index);
            });
  }

  private static void only(Verification found, Fault.Kind kind, String message) {
    assertThat(found.faults()).extracting(Fault::kind).containsExactly(kind);
    assertThat(found.faults().getFirst().message()).contains(message);
  }

  @Test
  void a_log_as_it_was_sealed_fits() {
    Verification found = verify(keptThree, keptSeven);
    assertThat(found.faults()).isEmpty();
    assertThat(found.remarks()).isEmpty();
    assertThat(found)
        .extracting(
            Verification::size,
            Verification::entries,
            Verification::personalParts,
            Verification::erased,
            Verification::checkpoints,
            Verification::outside,
            Verification::root)
        .containsExactly(7L, 7L, 7L, 0L, 3L, 2L, log.root(7));
  }

  @Test
  void a_zip_file_says_the_same_as_a_folder() {
    assertThat(log.verify(folder.resolve("export.zip"), keptSeven)).isEqualTo(verify(keptSeven));
  }

  @Test
  void an_erased_personal_part_leaves_an_entry_that_fits() {
    log.erase(3);
    Verification found = verify(keptSeven);
    assertThat(found.faults()).isEmpty();
    assertThat(found.personalParts()).isEqualTo(6);
    assertThat(found.erased()).isEqualTo(1);
  }

  @Test
  void personal_parts_that_went_without_an_entry_of_it_are_told() {
    log.erase(3);
    assertThat(verify(keptSeven).remarks())
        .singleElement()
        .asString()
        .contains("1 entries have lost their personal part", "no entry tells of an erasure");
  }

  @Test
  void an_entry_that_was_changed_is_named() {
    log.replaceBytes(4, TestLog.entry(TestLog.START));
    first(verify(), Fault.Kind.ENTRY_CHANGED, 4)
        .extracting(Fault::entryId)
        .isEqualTo(Optional.of(log.entries.get(4).id()));
  }

  @Test
  void an_entry_that_was_changed_together_with_its_leaf_is_named_as_near_as_checkpoints_are() {
    log.replaceBytes(4, TestLog.entry(TestLog.START.plusSeconds(4)));
    log.leaves.set(4, TestLog.leaf(log.entries.get(4)));
    assertThat(verify().faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.ROOT_DIFFERS);
              assertThat(fault.index()).hasValue(3);
              assertThat(fault.message())
                  .contains("of 7 entries", "entry 3 (" + log.entries.get(3).id() + ")");
            });
  }

  @Test
  void an_entry_that_was_removed_is_named() {
    UUID id = log.entries.remove(2).id();
    first(verify(), Fault.Kind.ENTRY_MISSING, 2)
        .extracting(Fault::entryId)
        .isEqualTo(Optional.of(id));
  }

  @Test
  void an_entry_that_was_removed_together_with_its_leaf_leaves_a_gap() {
    log.entries.remove(2);
    log.leaves.remove(2);
    first(verify(), Fault.Kind.LEAF_MISSING, 2);
  }

  @Test
  void an_entry_that_was_removed_and_the_rest_moved_up_is_named() {
    log.entries.remove(2);
    log.leaves.remove(2);
    log.renumber();
    first(verify(), Fault.Kind.ROOT_DIFFERS, 2);
  }

  @Test
  void an_entry_that_was_inserted_is_named() {
    ExportedEntry inserted = TestLog.row(5, TestLog.entry(TestLog.START.plusSeconds(5)));
    log.entries.add(5, inserted);
    first(verify(), Fault.Kind.ENTRY_CHANGED, 5)
        .extracting(Fault::entryId)
        .isEqualTo(Optional.of(inserted.id()));
  }

  @Test
  void an_entry_that_was_inserted_with_a_leaf_is_named() {
    log.entries.add(1, TestLog.row(1, TestLog.entry(TestLog.START)));
    log.leaves.add(1, TestLog.leaf(log.entries.get(1)));
    log.renumber();
    first(verify(), Fault.Kind.ROOT_DIFFERS, 0);
  }

  @Test
  void an_entry_without_a_leaf_is_named() {
    log.entries.add(TestLog.row(7, TestLog.entry(TestLog.START)));
    first(verify(), Fault.Kind.ENTRY_INSERTED, 7);
  }

  @Test
  void a_leaf_that_was_changed_is_named() {
    log.leaves.set(
        6, new ExportedLeaf(6, log.leaves.get(6).entryId(), Hash.ofLeaf(new byte[] {1})));
    first(verify(), Fault.Kind.ENTRY_CHANGED, 6);
  }

  @Test
  void a_leaf_that_says_another_entry_is_named() {
    log.leaves.set(6, new ExportedLeaf(6, UUID.randomUUID(), log.leaves.get(6).hash()));
    first(verify(), Fault.Kind.ENTRY_CHANGED, 6);
  }

  @Test
  void entries_that_changed_places_are_named() {
    ExportedEntry third = log.entries.get(3);
    log.entries.set(3, log.entries.get(4));
    log.entries.set(4, third);
    log.renumber();
    first(verify(), Fault.Kind.ROOT_DIFFERS, 3);
  }

  @Test
  void a_searchable_copy_that_was_changed_is_named() {
    ExportedEntry row = log.entries.get(1);
    record Copy(String what, ExportedEntry changed) {}
    List<Copy> copies =
        List.of(
            new Copy("organisation", copy(row, row.at(), "X26002", row.action(), row.caseId())),
            new Copy(
                "time",
                copy(row, row.at().plusSeconds(1), row.organisation(), row.action(), row.caseId())),
            new Copy("action", copy(row, row.at(), row.organisation(), "noted", row.caseId())),
            new Copy(
                "actor",
                new ExportedEntry(
                    row.index(),
                    row.id(),
                    row.bytes(),
                    row.organisation(),
                    row.at(),
                    row.action(),
                    "556",
                    row.caseId(),
                    row.personal())),
            new Copy(
                "case", copy(row, row.at(), row.organisation(), row.action(), Optional.empty())));
    for (Copy copy : copies) {
      log.entries.set(1, copy.changed());
      Verification found = log.verify(folder.resolve(copy.what()), keptSeven);
      first(found, Fault.Kind.COPY_DIFFERS, 1);
      only(found, Fault.Kind.COPY_DIFFERS, "searched by the " + copy.what());
    }
  }

  private static ExportedEntry copy(
      ExportedEntry row,
      java.time.Instant at,
      String organisation,
      String action,
      Optional<UUID> caseId) {
    return new ExportedEntry(
        row.index(),
        row.id(),
        row.bytes(),
        organisation,
        at,
        action,
        row.actor(),
        caseId,
        row.personal());
  }

  @Test
  void a_personal_part_that_was_changed_is_named() {
    PersonalPart other = log.entries.get(2).personal().orElseThrow();
    log.change(
        1,
        row ->
            new ExportedEntry(
                row.index(),
                row.id(),
                row.bytes(),
                row.organisation(),
                row.at(),
                row.action(),
                row.actor(),
                row.caseId(),
                Optional.of(other)));
    Verification found = verify(keptSeven);
    first(found, Fault.Kind.PERSONAL_PART_CHANGED, 1);
    assertThat(found.faults()).hasSize(1);
  }

  @Test
  void a_checkpoint_that_was_changed_is_told() {
    SignedNote note = log.notes.get(1);
    log.notes.set(
        1, new SignedNote(log.notes.get(0).text().replace("\n2\n", "\n3\n"), note.signatures()));
    only(
        verify(keptSeven), Fault.Kind.SIGNATURE, "the signature of log.example.org/audit is wrong");
  }

  @Test
  void a_checkpoint_of_a_stranger_is_told() {
    SigningKey stranger = SigningKey.ofLog(TestLog.ORIGIN, TestLog.RANDOM);
    log.notes.set(1, stranger.sign(log.notes.get(1).text()));
    only(verify(keptSeven), Fault.Kind.SIGNATURE, "none of the keys known here signed it");
  }

  @Test
  void a_checkpoint_of_another_log_is_told() {
    SigningKey other = SigningKey.ofLog("log.example.org/other", TestLog.RANDOM);
    log.notes.set(
        1, other.sign(log.notes.get(1).text().replace(TestLog.ORIGIN, "log.example.org/other")));
    Verification found =
        log.verify(
            folder.resolve("export"), List.of(log.key.verifier(), other.verifier()), keptSeven);
    only(found, Fault.Kind.SIGNATURE, "is of the log log.example.org/other");
  }

  @Test
  void a_checkpoint_that_only_a_witness_signed_is_told() {
    SigningKey witness = SigningKey.ofWitness("witness.example.org", TestLog.RANDOM);
    SignedNote note = log.notes.get(1);
    log.notes.set(1, new SignedNote(note.text(), List.of(witness.cosign(note, TestLog.START))));
    Verification found =
        log.verify(
            folder.resolve("export"), List.of(log.key.verifier(), witness.verifier()), keptSeven);
    only(found, Fault.Kind.SIGNATURE, "is not signed by a key of log.example.org/audit");
  }

  @Test
  void a_wrong_cosignature_of_a_known_witness_is_told() {
    SigningKey witness = SigningKey.ofWitness("witness.example.org", TestLog.RANDOM);
    SignedNote note = log.notes.get(1);
    log.notes.set(1, note.with(witness.cosign(log.notes.get(0), TestLog.START)));
    Verification found =
        log.verify(
            folder.resolve("export"), List.of(log.key.verifier(), witness.verifier()), keptSeven);
    only(found, Fault.Kind.SIGNATURE, "the signature of witness.example.org is wrong");
  }

  @Test
  void a_checkpoint_signed_by_the_old_and_the_new_key_hands_the_log_over() {
    SigningKey next = SigningKey.ofLog(TestLog.ORIGIN, TestLog.RANDOM);
    log.notes.set(
        1, log.notes.get(1).with(next.sign(log.notes.get(1).text()).signatures().getFirst()));
    log.notes.set(2, next.sign(log.notes.get(2).text()));
    Verification found =
        log.verify(folder.resolve("export"), List.of(log.key.verifier(), next.verifier()));
    assertThat(found.faults()).isEmpty();
  }

  @Test
  void checkpoints_in_another_order_are_told() {
    SignedNote two = log.notes.removeFirst();
    log.notes.add(two);
    only(verify(keptSeven), Fault.Kind.CHECKPOINT_ORDER, "stands behind a larger one");
  }

  @Test
  void two_checkpoints_that_disagree_are_told_although_both_are_signed() {
    TestLog other = TestLog.ofSeven();
    SignedNote forked = log.key.sign(other.notes.get(1).text());
    Verification found = verify(keptThree, new OutsideCheckpoint("forked.txt", forked));
    assertThat(found.faults()).extracting(Fault::kind).contains(Fault.Kind.CHECKPOINTS_DISAGREE);
    assertThat(found.faults().getFirst().message())
        .contains("three.txt and forked.txt are both signed for 3 entries");
  }

  @Test
  void a_log_that_was_rebuilt_and_signed_again_with_the_stolen_key_is_told_by_what_was_kept() {
    log.replaceBytes(4, TestLog.entry(TestLog.START.plusSeconds(4)));
    log.renumber();
    log.notes.clear();
    log.checkpoint(2);
    log.checkpoint(7);
    Verification found = verify(keptThree, keptSeven);
    assertThat(found.faults())
        .filteredOn(fault -> fault.kind() == Fault.Kind.CHECKPOINTS_DISAGREE)
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.message()).contains("seven.txt", "is entry 3 or one after it");
              assertThat(fault.index()).hasValue(3);
            });
  }

  @Test
  void an_old_backup_that_was_restored_is_told_by_what_was_kept() {
    while (log.entries.size() > 3) {
      log.entries.removeLast();
      log.leaves.removeLast();
    }
    log.notes.removeLast();
    only(
        verify(keptSeven),
        Fault.Kind.LOG_SHORTER,
        "seven.txt is of 7 entries, and this export has 3");
  }

  @Test
  void an_old_backup_that_went_on_with_other_entries_is_told_by_what_was_kept() {
    for (int i = 3; i < 7; i++) {
      log.replaceBytes(i, TestLog.entry(TestLog.START.plusSeconds(60 + i)));
    }
    log.renumber();
    log.notes.removeLast();
    log.checkpoint(7);
    assertThat(verify(keptThree, keptSeven).faults())
        .anySatisfy(fault -> assertThat(fault.message()).contains("is entry 3 or one after it"));
  }

  @Test
  void entries_at_the_end_that_no_checkpoint_covers_are_told() {
    log.notes.removeLast();
    first(verify(), Fault.Kind.NOT_SIGNED, 3);
  }

  @Test
  void leaves_that_were_removed_from_under_a_checkpoint_are_told() {
    log.entries.removeLast();
    log.leaves.removeLast();
    assertThat(verify().faults()).extracting(Fault::kind).contains(Fault.Kind.LEAF_MISSING);
  }

  @Test
  void a_clock_that_was_wrong_is_remarked() {
    log.add(TestLog.entry(TestLog.START.minus(TestLog.minutes(10))));
    log.checkpoint(8);
    Verification found = verify(keptSeven);
    assertThat(found.faults()).isEmpty();
    assertThat(found.remarks())
        .singleElement()
        .asString()
        .contains("entry 7", "a clock was wrong, or the entry waited");
  }

  @Test
  void what_was_sealed_and_is_no_entry_is_named() {
    byte[] bytes = {'{', '}'};
    ExportedEntry row = log.entries.getFirst();
    ExportedEntry empty =
        new ExportedEntry(
            7,
            row.id(),
            bytes,
            row.organisation(),
            row.at(),
            row.action(),
            row.actor(),
            row.caseId(),
            Optional.empty());
    log.entries.add(empty);
    log.leaves.add(TestLog.leaf(empty));
    log.checkpoint(8);
    first(verify(keptSeven), Fault.Kind.ENTRY_CHANGED, 7);
  }

  @Test
  void without_keys_from_elsewhere_it_says_what_that_is_worth() {
    Verification found = log.verify(folder.resolve("export"), List.of());
    assertThat(found.faults()).isEmpty();
    assertThat(found.remarks())
        .anySatisfy(remark -> assertThat(remark).contains("no key was given"))
        .anySatisfy(remark -> assertThat(remark).contains("no checkpoint from elsewhere"));
  }

  @Test
  void an_export_of_some_entries_says_how_many_were_checked() {
    log.entries.remove(2);
    log.onlySome();
    Verification found = verify(keptSeven);
    assertThat(found.faults()).isEmpty();
    assertThat(found.entries()).isEqualTo(6);
    assertThat(found.size()).isEqualTo(7);
  }

  @Test
  void a_log_without_entries_fits() {
    log.entries.clear();
    log.leaves.clear();
    log.notes.clear();
    log.checkpoint(0);
    assertThat(verify().faults()).isEmpty();
  }

  @Test
  void thousands_of_faults_are_not_all_listed() {
    log.entries.clear();
    for (int i = 0; i < 300; i++) {
      log.add(TestLog.entry(TestLog.START.plusSeconds(10 + i)));
    }
    log.entries.clear();
    Verification found = verify();
    assertThat(found.faults()).hasSize(100);
    assertThat(found.remarks())
        .anySatisfy(r -> assertThat(r).contains("more faults are not listed"));
  }
}
