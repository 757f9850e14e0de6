package gpcm.node.coded;

import java.util.List;

/**
 * How far the review of a document's coded entries is.
 *
 * @param decided entries that a person has decided on
 * @param open entries that a person has still to decide on
 * @param paused entries that nobody can decide on for the time being
 */
public record CodedProgress(int decided, int open, int paused) {
  /** Of a document with nothing to decide. */
  public static final CodedProgress NONE = new CodedProgress(0, 0, 0);

  /** How far the review of a document with these entries is. */
  public static CodedProgress of(List<CodedItem> items) {
    CodedProgress progress = NONE;
    for (CodedItem item : items) {
      progress = progress.plus(item.state(), 1);
    }
    return progress;
  }

  /** How many there are to be decided on in all. */
  public int all() {
    return decided + open + paused;
  }

  CodedProgress plus(CodedState state, int count) {
    return switch (state) {
      case CONFIRMED, CHANGED, REJECTED -> new CodedProgress(decided + count, open, paused);
      case TO_REVIEW -> new CodedProgress(decided, open + count, paused);
      case PAUSED -> new CodedProgress(decided, open, paused + count);
      case FOR_READING, DOCUMENT_ONLY -> this;
    };
  }
}
