package gpcm.audit.export;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a log that changed its key: whoever knows one of them learns the next from the
 * checkpoint that both have signed.
 */
final class KeyChain {
  private KeyChain() {}

  /** The trusted keys, and those that they lead to by the export's checkpoints. */
  static List<VerifierKey> of(
      Export export, String origin, List<VerifierKey> trusted, Findings findings) {
    List<VerifierKey> chain = new ArrayList<>(trusted);
    List<VerifierKey> offered =
        new ArrayList<>(
            export.keys().stream()
                .filter(key -> !key.cosigns() && key.name().equals(origin))
                .filter(key -> !trusted.contains(key))
                .toList());
    if (offered.isEmpty()) {
      return chain;
    }
    int known;
    do {
      // Once more from the start: a key may lead to the one before it, too.
      known = chain.size();
      try (Reading<SignedNote> notes = export.checkpoints()) {
        for (Optional<SignedNote> note = notes.next();
            note.isPresent() && !offered.isEmpty();
            note = notes.next()) {
          learn(note.get(), origin, chain, offered, findings);
        }
      }
    } while (chain.size() > known && !offered.isEmpty());
    return chain;
  }

  private static void learn(
      SignedNote note,
      String origin,
      List<VerifierKey> chain,
      List<VerifierKey> offered,
      Findings findings) {
    if (note.signatures().size() < 2 || !isSigned(note, origin, chain)) {
      return;
    }
    for (VerifierKey key : List.copyOf(offered)) {
      if (isSigned(note, origin, List.of(key))) {
        offered.remove(key);
        chain.add(key);
        findings.remark(
            "the log has changed its key: its checkpoint of %d entries is signed by a trusted key and by %s, which is trusted because of that"
                .formatted(Checkpoint.parse(note.text()).size(), key.text()));
      }
    }
  }

  private static boolean isSigned(SignedNote note, String origin, List<VerifierKey> keys) {
    try {
      return Checkpoint.parse(note.text()).origin().equals(origin)
          && note.signers(keys).stream()
              .anyMatch(key -> !key.cosigns() && key.name().equals(origin));
    } catch (NoteException e) {
      return false;
    }
  }
}
