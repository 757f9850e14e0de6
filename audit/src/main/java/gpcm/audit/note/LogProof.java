package gpcm.audit.note;

import gpcm.audit.tree.Hash;
import gpcm.audit.tree.InclusionProof;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All that is needed beside an entry to show that it is in a log (C2SP tlog-proof): one small file
 * that can be handed to a patient or a court.
 *
 * @param index the index of the entry
 * @param path the inclusion proof, the leaf's neighbour first
 * @param checkpoint the signed checkpoint it leads to
 */
public record LogProof(long index, List<Hash> path, SignedNote checkpoint) {
  private static final String FIRST = "c2sp.org/tlog-proof@v1";

  /** Takes them over. */
  public LogProof {
    path = List.copyOf(path);
  }

  /** Reads a proof from a file, in UTF-8. */
  public static LogProof parse(byte[] bytes) {
    if (bytes.length > 2 * SignedNote.LARGEST) {
      throw new NoteException(
          "a proof has at most %d bytes, not %d".formatted(2 * SignedNote.LARGEST, bytes.length));
    }
    return parse(Text.utf8("the proof", bytes));
  }

  /**
   * Reads a proof.
   *
   * @throws NoteException when it has not the form of one
   */
  public static LogProof parse(String text) {
    int gap = text.indexOf("\n\n");
    if (gap < 0 || !text.startsWith(FIRST + "\n")) {
      throw new NoteException(
          "a proof begins with the line %s and has an empty line before its checkpoint"
              .formatted(FIRST));
    }
    List<String> lines =
        new ArrayList<>(
            List.of(
                text.substring(FIRST.length() + 1, Math.max(gap, FIRST.length() + 1))
                    .split("\n", Text.LONGEST_PROOF + 4)));
    if (lines.getFirst().startsWith("extra ")) {
      lines.removeFirst();
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith("index ")) {
      throw new NoteException("a proof says the index of its entry: index 0");
    }
    long index =
        Text.number("the index of the proof", lines.removeFirst().substring("index ".length()));
    return new LogProof(index, Text.proof(lines), SignedNote.parse(text.substring(gap + 2)));
  }

  /** As it is written. */
  public String written() {
    StringBuilder text = new StringBuilder(FIRST).append("\nindex ").append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint.written()).toString();
  }

  /**
   * Checks it.
   *
   * @param entry the bytes of the entry
   * @param known the keys that are trusted: the log's, and those of witnesses
   * @return the checkpoint that the entry is under
   * @throws NoteException saying what is wrong
   */
  public Checkpoint check(byte[] entry, Collection<VerifierKey> known) {
    Checkpoint stated = Checkpoint.parse(checkpoint.text());
    List<VerifierKey> signers = checkpoint.signers(known);
    if (signers.stream().noneMatch(key -> !key.cosigns() && key.name().equals(stated.origin()))) {
      throw new NoteException(
          "the checkpoint is of %s, and no key of that name signed it".formatted(stated.origin()));
    }
    if (index >= stated.size()
        || !new InclusionProof(index, stated.size(), path)
            .shows(Hash.ofLeaf(entry), stated.root())) {
      throw new NoteException(
          "this is not the entry with index %d under the checkpoint of %d entries: the entry, the proof or the checkpoint was changed"
              .formatted(index, stated.size()));
    }
    return stated;
  }
}
