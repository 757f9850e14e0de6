package gpcm.audit.export;

import gpcm.audit.note.Checkpoint;
import java.util.Optional;

/**
 * The last checkpoint of a log, as the first entry of the one that was begun after it quotes it: in
 * what became of the key.
 *
 * @param text the words of the quote
 */
public record QuotedCheckpoint(String text) {
  private static final String BEGIN = "last checkpoint ";

  /** Of this checkpoint. */
  public static QuotedCheckpoint of(Checkpoint checkpoint) {
    return new QuotedCheckpoint(
        BEGIN + checkpoint.origin() + " " + checkpoint.size() + " " + checkpoint.root().base64());
  }

  /** A quote that an entry holds; empty when it holds something else. */
  static Optional<QuotedCheckpoint> read(String text) {
    return text.startsWith(BEGIN) ? Optional.of(new QuotedCheckpoint(text)) : Optional.empty();
  }
}
