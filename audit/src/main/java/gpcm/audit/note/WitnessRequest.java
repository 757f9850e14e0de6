package gpcm.audit.note;

import gpcm.audit.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log asks a witness (C2SP tlog-witness, add-checkpoint): to sign a checkpoint, with the
 * proof that it continues the one that the witness has signed before.
 *
 * @param oldSize the size of the one before; 0 when there was none
 * @param path the consistency proof
 * @param checkpoint the checkpoint that the log has signed
 */
public record WitnessRequest(long oldSize, List<Hash> path, SignedNote checkpoint) {
  /** How many bytes a request has at most. */
  public static final int LARGEST = SignedNote.LARGEST + 4096;

  private static final String OLD = "old ";

  /** Takes them over. */
  public WitnessRequest {
    path = List.copyOf(path);
  }

  /**
   * Reads a request.
   *
   * @throws NoteException when it has not the form of one
   */
  public static WitnessRequest parse(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new NoteException("a request to a witness has at most %d bytes".formatted(LARGEST));
    }
    String text = Text.utf8("the request", bytes);
    int gap = text.indexOf("\n\n");
    if (gap < 0 || !text.startsWith(OLD)) {
      throw new NoteException(
          "a request to a witness is a line 'old' with a size, the hashes of a proof, an empty line"
              + " and a checkpoint");
    }
    List<String> lines =
        new ArrayList<>(List.of(text.substring(0, gap).split("\n", Text.LONGEST_PROOF + 3)));
    long old = Text.number("the old size", lines.removeFirst().substring(OLD.length()));
    return new WitnessRequest(old, Text.proof(lines), SignedNote.parse(text.substring(gap + 2)));
  }

  /** As it is sent, in UTF-8. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n')
        .append(checkpoint.written())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
