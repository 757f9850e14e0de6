package gpcm.audit.export;

import gpcm.audit.export.CheckpointChecks.Kept;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.tree.CompactRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks an export: every entry against its leaf, the leaves against every signed checkpoint, all
 * of it against checkpoints that were kept elsewhere. Goes through the files once and needs memory
 * for one entry only. All checkpoints are compared with one sequence of leaves, so none of them can
 * be inconsistent with another and pass.
 */
public final class Verifier {
  private final Export export;
  private final ExportFacts facts;
  private final Findings findings;
  private final EntryChecks entryChecks;
  private final CheckpointChecks checkpointChecks;
  private final CompactRange range = CompactRange.empty();
  private final Deque<Kept> outside;
  private final long outsideCount;

  private boolean rootsDiffer;
  private boolean leavesBroken;
  private long checkpoints;
  private long signedUpTo;
  private long agreedUpTo;
  private Optional<UUID> firstUnsigned = Optional.empty();

  private Verifier(
      Export export, List<VerifierKey> keys, List<OutsideCheckpoint> outside, Findings findings) {
    this.export = export;
    this.findings = findings;
    this.entryChecks = new EntryChecks(findings);
    this.facts = export.facts();
    if (keys.isEmpty()) {
      findings.remark(
          "no key was given, so the signatures were checked with the keys that the export names"
              + " itself: whoever made the export may have made them");
    }
    if (outside.isEmpty()) {
      findings.remark(
          "no checkpoint from elsewhere was given: a log that was rebuilt as a whole, or restored"
              + " from an old backup, is not noticed");
    }
    this.checkpointChecks =
        new CheckpointChecks(
            facts.origin(),
            keys.isEmpty() ? export.keys() : KeyChain.of(export, facts.origin(), keys, findings),
            findings);
    this.outside = new ArrayDeque<>(checkpointChecks.kept(outside));
    this.outsideCount = outside.size();
  }

  /**
   * Checks an export.
   *
   * @param export what to check
   * @param keys public keys of the log and of witnesses, from elsewhere; none to take those of the
   *     export
   * @param outside checkpoints that were kept elsewhere
   * @throws ExportException when the files are no export at all
   */
  public static Verification verify(
      Export export, List<VerifierKey> keys, List<OutsideCheckpoint> outside) {
    return new Origins(export, keys).verify(outside);
  }

  /** One log alone; what was found of it before stands in {@code findings} already. */
  static Verification alone(
      Export export, List<VerifierKey> keys, List<OutsideCheckpoint> outside, Findings findings) {
    return new Verifier(export, keys, outside, findings).run();
  }

  private Verification run() {
    try (Reading<ExportedLeaf> leaves = export.leaves();
        Reading<ExportedEntry> entries = export.entries();
        Reading<SignedNote> notes = export.checkpoints()) {
      checkpointsUpTo(notes);
      for (Optional<ExportedLeaf> leaf = leaves.next(); leaf.isPresent(); leaf = leaves.next()) {
        leaf(leaf.get(), entries);
        checkpointsUpTo(notes);
      }
      for (Optional<ExportedEntry> more = entries.next(); more.isPresent(); more = entries.next()) {
        inserted(more.get());
      }
      checkpointsBeyond(notes);
    }
    entryChecks.end();
    if (range.size() != facts.size()) {
      findings.fault(
          Fault.Kind.LEAF_MISSING,
          "the export says that it has %d leaves, and has %d"
              .formatted(facts.size(), range.size()));
    }
    firstUnsigned.ifPresent(
        id ->
            findings.fault(
                Fault.Kind.NOT_SIGNED,
                signedUpTo,
                id,
                "entry %d (%s) and those after it are under no checkpoint of the export"
                    .formatted(signedUpTo, id)));
    return new Verification(
        facts.origin(),
        range.size(),
        range.root(),
        entryChecks.entries(),
        entryChecks.personalParts(),
        entryChecks.erased(),
        checkpoints,
        outsideCount,
        findings.faults(),
        findings.remarks());
  }

  private void leaf(ExportedLeaf leaf, Reading<ExportedEntry> entries) {
    long index = range.size();
    if (leaf.index() != index && !leavesBroken) {
      leavesBroken = true;
      findings.fault(
          Fault.Kind.LEAF_MISSING,
          index,
          leaf.entryId(),
          "where leaf %d should be, leaf %d (entry %s) follows: leaves were removed, or are not in their order"
              .formatted(index, leaf.index(), leaf.entryId()));
    }
    while (entries.peek().filter(entry -> entry.index() < leaf.index()).isPresent()) {
      inserted(entries.next().orElseThrow());
    }
    Optional<ExportedEntry> entry = entries.peek().filter(each -> each.index() == leaf.index());
    if (entry.isPresent()) {
      entries.next();
      entryChecks.check(entry.get(), leaf);
    } else if (facts.complete()) {
      findings.fault(
          Fault.Kind.ENTRY_MISSING,
          leaf.index(),
          leaf.entryId(),
          "entry %d (%s) was sealed and is not there: it was removed"
              .formatted(leaf.index(), leaf.entryId()));
    }
    range.append(leaf.hash());
    if (firstUnsigned.isEmpty()) {
      firstUnsigned = Optional.of(leaf.entryId());
    }
  }

  private void inserted(ExportedEntry entry) {
    findings.fault(
        Fault.Kind.ENTRY_INSERTED,
        entry.index(),
        entry.id(),
        "entry %d (%s) has no leaf at this place: it was inserted, or its leaf removed"
            .formatted(entry.index(), entry.id()));
  }

  private void checkpointsUpTo(Reading<SignedNote> notes) {
    while (outside.peek() != null && outside.peek().checkpoint().size() <= range.size()) {
      Kept kept = outside.remove();
      compare(kept.name(), kept.checkpoint(), false);
    }
    while (notes.peek().isPresent() && size(notes.peek().get()) <= range.size()) {
      SignedNote note = notes.next().orElseThrow();
      checkpoints++;
      String name = "checkpoint %d of the export".formatted(checkpoints);
      checkpointChecks.check(name, note).ifPresent(each -> compare(name, each, true));
    }
  }

  // What is no checkpoint at all is told of when its turn has come, which is at once.
  private static long size(SignedNote note) {
    try {
      return Checkpoint.parse(note.text()).size();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private void compare(String name, Checkpoint checkpoint, boolean own) {
    if (checkpoint.size() < range.size()) {
      findings.fault(
          Fault.Kind.CHECKPOINT_ORDER,
          "%s is of %d entries and stands behind a larger one".formatted(name, checkpoint.size()));
      return;
    }
    if (leavesBroken || (own && rootsDiffer)) {
      return;
    }
    if (checkpoint.root().equals(range.root())) {
      fits(own);
      return;
    }
    String message =
        "%s, of %d entries, was signed over other leaves than these".formatted(name, range.size());
    if (!own) {
      findings.fault(
          Fault.Kind.CHECKPOINTS_DISAGREE,
          agreedUpTo,
          "%s; the first entry that does not fit is entry %d or one after it"
              .formatted(message, agreedUpTo));
      return;
    }
    rootsDiffer = true;
    findings.fault(
        Fault.Kind.ROOT_DIFFERS,
        signedUpTo,
        "%s; the first entry that does not fit is entry %d%s or one after it"
            .formatted(message, signedUpTo, firstUnsigned.map(id -> " (" + id + ")").orElse("")));
  }

  private void fits(boolean own) {
    if (own) {
      signedUpTo = range.size();
      firstUnsigned = Optional.empty();
    } else {
      agreedUpTo = range.size();
    }
  }

  private void checkpointsBeyond(Reading<SignedNote> notes) {
    for (Optional<SignedNote> note = notes.next(); note.isPresent(); note = notes.next()) {
      checkpoints++;
      String name = "checkpoint %d of the export".formatted(checkpoints);
      checkpointChecks
          .check(name, note.get())
          .ifPresent(
              each ->
                  findings.fault(
                      Fault.Kind.LEAF_MISSING,
                      "%s is of %d entries, and there are %d leaves"
                          .formatted(name, each.size(), range.size())));
    }
    for (Kept kept : outside) {
      findings.fault(
          Fault.Kind.LOG_SHORTER,
          "%s is of %d entries, and this export has %d: if it was signed after the export was made, make another export; otherwise entries were removed, or an old backup was restored"
              .formatted(kept.name(), kept.checkpoint().size(), range.size()));
    }
  }
}
