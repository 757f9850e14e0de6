package gpcm.audit.export;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.EntryException;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A log that was begun anew after its key was lost, with those before it. Each is checked alone,
 * and each later one has to quote the last checkpoint of the one before under its first own.
 */
final class Origins {
  private final List<Export> logs;
  private final List<VerifierKey> keys;
  private final Findings findings = new Findings();

  /**
   * @param newest the log of now, with those before it
   */
  Origins(Export newest, List<VerifierKey> keys) {
    this.logs = new ArrayList<>(newest.before());
    this.logs.addFirst(newest);
    this.keys = List.copyOf(keys);
  }

  Verification verify(List<OutsideCheckpoint> outside) {
    requireNoOther(logs.getLast());
    if (logs.size() == 1) {
      return Verifier.alone(logs.getFirst(), keys, outside, findings);
    }
    List<String> names = logs.stream().map(log -> log.facts().origin()).toList();
    List<Verification> found = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      int place = i;
      found.add(
          Verifier.alone(
              logs.get(i),
              keys,
              outside.stream().filter(each -> place == placeOf(each, names)).toList(),
              new Findings()));
      if (i > 0) {
        join(logs.get(i - 1), logs.get(i));
      }
    }
    List<Fault> faults = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (int i = found.size() - 1; i >= 0; i--) {
      String of = "the log %s: ".formatted(names.get(i));
      found.get(i).faults().forEach(fault -> faults.add(fault.of(of)));
      found.get(i).remarks().forEach(remark -> remarks.add(of + remark));
    }
    faults.addAll(findings.faults());
    remarks.addAll(findings.remarks());
    Verification newest = found.getFirst();
    return new Verification(
        newest.origin(),
        sum(found, Verification::size),
        newest.root(),
        sum(found, Verification::entries),
        sum(found, Verification::personalParts),
        sum(found, Verification::erased),
        sum(found, Verification::checkpoints),
        sum(found, Verification::outside),
        faults,
        remarks);
  }

  private static long sum(List<Verification> found, ToLongFunction<Verification> what) {
    return found.stream().mapToLong(what).sum();
  }

  /** Which log a checkpoint is of; what is of none is told of with the newest. */
  private static int placeOf(OutsideCheckpoint kept, List<String> names) {
    return Math.max(0, names.indexOf(kept.note().text().lines().findFirst().orElse("")));
  }

  /** The oldest log of an export quotes none. */
  private void requireNoOther(Export oldest) {
    Optional<ExportedEntry> begin;
    try (Reading<ExportedEntry> entries = oldest.entries()) {
      begin = entries.next().filter(entry -> entry.index() == 0);
    }
    begin
        .flatMap(Origins::quote)
        .ifPresent(
            quote ->
                fault(
                    "the log %s was begun anew after another, which is not in this export: its first entry quotes '%s'"
                        .formatted(oldest.facts().origin(), quote.text())));
  }

  private void join(Export later, Export before) {
    String origin = later.facts().origin();
    Optional<Checkpoint> last = last(before);
    if (last.isEmpty()) {
      fault("the log %s before %s has no checkpoint".formatted(before.facts().origin(), origin));
      return;
    }
    QuotedCheckpoint wanted = QuotedCheckpoint.of(last.get());
    long first = first(later).map(Checkpoint::size).orElse(0L);
    boolean quoted = false;
    try (Reading<ExportedEntry> entries = later.entries()) {
      for (Optional<ExportedEntry> entry = entries.next();
          !quoted && entry.isPresent() && entry.get().index() < first;
          entry = entries.next()) {
        quoted = quote(entry.get()).equals(Optional.of(wanted));
        if (quoted) {
          findings.remark(
              "the log %s was begun anew: its entry %d quotes the last checkpoint of %s, of %d entries"
                  .formatted(origin, entry.get().index(), last.get().origin(), last.get().size()));
        }
      }
    }
    if (!quoted && later.facts().complete()) {
      fault(
          "no entry under the first checkpoint of the log %s quotes the last checkpoint of the log before it (%s): entries of one of them were removed, or it is another log"
              .formatted(origin, wanted.text()));
    } else if (!quoted) {
      findings.remark(
          "not all entries are in this export, so that the log %s goes on from %s was not checked"
              .formatted(origin, last.get().origin()));
    }
  }

  private void fault(String message) {
    findings.fault(Fault.Kind.ORIGIN_DIFFERS, message);
  }

  private static Optional<QuotedCheckpoint> quote(ExportedEntry entry) {
    try {
      return AuditEntry.read(entry.bytes(), Optional.empty())
          .change()
          .before()
          .flatMap(QuotedCheckpoint::read);
    } catch (EntryException e) {
      // Told of where the entries are checked.
      return Optional.empty();
    }
  }

  private static Optional<Checkpoint> first(Export export) {
    try (Reading<SignedNote> notes = export.checkpoints()) {
      for (Optional<SignedNote> note = notes.next(); note.isPresent(); note = notes.next()) {
        Optional<Checkpoint> read = read(note.get()).filter(each -> each.size() > 0);
        if (read.isPresent()) {
          return read;
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<Checkpoint> last(Export export) {
    Optional<Checkpoint> last = Optional.empty();
    try (Reading<SignedNote> notes = export.checkpoints()) {
      for (Optional<SignedNote> note = notes.next(); note.isPresent(); note = notes.next()) {
        last = read(note.get());
      }
    }
    return last;
  }

  private static Optional<Checkpoint> read(SignedNote note) {
    try {
      return Optional.of(Checkpoint.parse(note.text()));
    } catch (NoteException e) {
      return Optional.empty();
    }
  }
}
