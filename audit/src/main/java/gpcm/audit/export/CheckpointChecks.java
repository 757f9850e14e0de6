package gpcm.audit.export;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks who signed checkpoints, and that those from elsewhere do not contradict each other. */
final class CheckpointChecks {
  private final String origin;
  private final List<VerifierKey> keys;
  private final Findings findings;

  CheckpointChecks(String origin, List<VerifierKey> keys, Findings findings) {
    this.origin = origin;
    this.keys = keys;
    this.findings = findings;
  }

  /** The checkpoint, when it is one of this log and signed by a key of it. */
  Optional<Checkpoint> check(String name, SignedNote note) {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (!checkpoint.origin().equals(origin)) {
        findings.fault(
            Fault.Kind.SIGNATURE,
            "%s is of the log %s, not of %s".formatted(name, checkpoint.origin(), origin));
        return Optional.empty();
      }
      if (note.signers(keys).stream()
          .noneMatch(key -> !key.cosigns() && key.name().equals(origin))) {
        findings.fault(
            Fault.Kind.SIGNATURE, "%s is not signed by a key of %s".formatted(name, origin));
        return Optional.empty();
      }
      return Optional.of(checkpoint);
    } catch (NoteException e) {
      findings.fault(Fault.Kind.SIGNATURE, "%s: %s".formatted(name, e.getMessage()));
      return Optional.empty();
    }
  }

  /** A checkpoint with where it comes from. */
  record Kept(String name, Checkpoint checkpoint) {}

  /** Those from elsewhere that are right, the smallest first. */
  List<Kept> kept(List<OutsideCheckpoint> outside) {
    List<Kept> kept = new ArrayList<>();
    Map<Long, Kept> bySize = new HashMap<>();
    for (OutsideCheckpoint each : outside) {
      check(each.name(), each.note())
          .map(checkpoint -> new Kept(each.name(), checkpoint))
          .ifPresent(
              one -> {
                Kept same = bySize.putIfAbsent(one.checkpoint().size(), one);
                if (same != null && !same.checkpoint().agreesWith(one.checkpoint())) {
                  findings.fault(
                      Fault.Kind.CHECKPOINTS_DISAGREE,
                      "%s and %s are both signed for %d entries and have different roots: the log was signed twice, or its key was stolen"
                          .formatted(same.name(), one.name(), one.checkpoint().size()));
                }
                kept.add(one);
              });
    }
    kept.sort((a, b) -> Long.compare(a.checkpoint().size(), b.checkpoint().size()));
    return kept;
  }
}
