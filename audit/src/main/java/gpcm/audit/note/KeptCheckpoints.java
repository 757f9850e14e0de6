package gpcm.audit.note;

import java.util.ArrayList;
import java.util.List;

/**
 * A text file with checkpoints that were kept outside of their log, the newest last. Each is
 * followed by a line of dashes; one checkpoint alone, without that line, is such a file, too.
 */
public final class KeptCheckpoints {
  private static final String END = "----\n";
  private static final int MOST = 100_000;

  private KeptCheckpoints() {}

  /** What is put to the end of the file for one more. */
  public static String line(SignedNote checkpoint) {
    return checkpoint.written() + END;
  }

  /**
   * Reads a file. A last checkpoint that was not written to its end is left out.
   *
   * @throws NoteException when it holds something else
   */
  public static List<SignedNote> parse(byte[] bytes) {
    String text = Text.utf8("the file with checkpoints", bytes);
    if (!text.contains("\n" + END)) {
      return List.of(SignedNote.parse(text));
    }
    List<SignedNote> notes = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf("\n" + END); end >= 0; end = text.indexOf("\n" + END, from)) {
      if (notes.size() == MOST) {
        throw new NoteException("the file has more than %d checkpoints".formatted(MOST));
      }
      notes.add(SignedNote.parse(text.substring(from, end + 1)));
      from = end + 1 + END.length();
    }
    return notes;
  }
}
