package gpcm.audit.export;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.audit.entry.Place;
import gpcm.audit.entry.WrittenEntry;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.tree.CompactRange;
import gpcm.audit.tree.Hash;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A small log as its database would have it, open to whoever may write into that database. */
final class TestLog {
  static final String ORIGIN = "log.example.org/audit";
  static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();

  final SigningKey key = SigningKey.ofLog(ORIGIN, RANDOM);
  final List<ExportedEntry> entries = new ArrayList<>();
  final List<ExportedLeaf> leaves = new ArrayList<>();
  final List<SignedNote> notes = new ArrayList<>();
  private boolean complete = true;

  /** Seven entries; checkpoints of 2, 3 and 7. */
  static TestLog ofSeven() {
    TestLog log = new TestLog();
    for (int i = 0; i < 7; i++) {
      log.add(entry(START.plusSeconds(i)));
    }
    log.checkpoint(2);
    log.checkpoint(3);
    log.checkpoint(7);
    return log;
  }

  static AuditEntry entry(Instant at) {
    return AuditEntry.of(
            at,
            RANDOM,
            "X26001",
            Action.DOCUMENT_OPENED,
            Actor.person("555", "Test Clerk", List.of("clerk"), "X26001", "s-1"),
            Place.of("node-1", "0.1.0"))
        .about(Patient.nhs("9990000018"))
        .with(Data.ofCase(UUID.randomUUID()));
  }

  void add(AuditEntry entry) {
    ExportedEntry row = row(leaves.size(), entry);
    entries.add(row);
    leaves.add(leaf(row));
  }

  static ExportedEntry row(long index, AuditEntry entry) {
    WrittenEntry written = entry.written(RANDOM);
    return new ExportedEntry(
        index,
        entry.id(),
        written.bytes(),
        entry.organisation(),
        entry.at(),
        entry.action().code(),
        entry.actor().id(),
        entry.data().caseId(),
        written.personal());
  }

  static ExportedLeaf leaf(ExportedEntry row) {
    return new ExportedLeaf(row.index(), row.id(), Hash.ofLeaf(row.bytes()));
  }

  SignedNote checkpoint(int size) {
    SignedNote note = key.sign(new Checkpoint(ORIGIN, size, root(size)).text());
    notes.add(note);
    return note;
  }

  Hash root(int size) {
    CompactRange range = CompactRange.empty();
    leaves.subList(0, size).forEach(leaf -> range.append(leaf.hash()));
    return range.root();
  }

  /** What someone did to a row. */
  void change(int index, UnaryOperator<ExportedEntry> how) {
    entries.set(index, how.apply(entries.get(index)));
  }

  void replaceBytes(int index, AuditEntry other) {
    change(
        index,
        row ->
            new ExportedEntry(
                row.index(),
                row.id(),
                other.written(RANDOM).bytes(),
                row.organisation(),
                row.at(),
                row.action(),
                row.actor(),
                row.caseId(),
                row.personal()));
  }

  /** Numbers rows and leaves again, after some were removed or inserted. */
  void renumber() {
    for (int i = 0; i < entries.size(); i++) {
      ExportedEntry row = entries.get(i);
      entries.set(
          i,
          new ExportedEntry(
              i,
              row.id(),
              row.bytes(),
              row.organisation(),
              row.at(),
              row.action(),
              row.actor(),
              row.caseId(),
              row.personal()));
      leaves.set(i, leaf(entries.get(i)));
    }
  }

  void erase(int index) {
    change(
        index,
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
                Optional.empty()));
  }

  TestLog onlySome() {
    complete = false;
    return this;
  }

  Path write(Path path) {
    try (ExportWriter out = ExportWriter.to(path)) {
      out.about(new ExportFacts(ORIGIN, leaves.size(), complete), List.of(key.verifier()));
      out.entries(entries.iterator());
      out.leaves(leaves.iterator());
      out.checkpoints(notes.iterator());
    }
    return path;
  }

  Verification verify(Path path, OutsideCheckpoint... outside) {
    return verify(path, List.of(key.verifier()), outside);
  }

  Verification verify(Path path, List<VerifierKey> keys, OutsideCheckpoint... outside) {
    try (Export export = Export.open(write(path))) {
      return Verifier.verify(export, keys, List.of(outside));
    }
  }

  static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
