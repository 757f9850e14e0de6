package gpcm.report;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import com.openhtmltopdf.bidi.BidiReorderer;
import com.openhtmltopdf.bidi.BidiSplitter;
import com.openhtmltopdf.bidi.BidiTextRun;
import java.util.ArrayList;
import java.util.List;

/**
 * Arabic and Hebrew for the layout library. It lays the runs of a line out from left to right as
 * they come, and so a number inside a right-to-left phrase would end on the wrong side of it. Here
 * a phrase with the numbers and words inside it is one run, put into visual order as a whole.
 * Thread-safe.
 */
final class RightToLeft implements BidiReorderer {
  @Override
  public String reorderRTLTextToLTR(String text) {
    Bidi bidi = new Bidi(text, Bidi.DIRECTION_RIGHT_TO_LEFT);
    return bidi.writeReordered(Bidi.DO_MIRRORING | Bidi.KEEP_BASE_COMBINING);
  }

  @Override
  public String shapeText(String text) {
    // Only the letters are shaped: digits stay the ones that were written.
    return shaped(text, ArabicShaping.LETTERS_SHAPE);
  }

  @Override
  public String deshapeText(String text) {
    return shaped(text, ArabicShaping.LETTERS_UNSHAPE);
  }

  @Override
  public boolean isLiveImplementation() {
    return true;
  }

  private static String shaped(String text, int letters) {
    try {
      return new ArabicShaping(letters | ArabicShaping.LENGTH_GROW_SHRINK).shape(text);
    } catch (ArabicShapingException impossible) {
      throw new AssertionError("a string that may grow can always be shaped", impossible);
    }
  }

  /** Splits one paragraph. Not thread-safe; the library makes one each time. */
  static final class Splitter implements BidiSplitter {
    private final List<BidiTextRun> runs = new ArrayList<>();

    @Override
    public void setParagraph(String paragraph, byte direction) {
      runs.clear();
      Bidi bidi =
          new Bidi(
              paragraph,
              direction == RTL ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
      int start = 0;
      for (int i = 1; i <= paragraph.length(); i++) {
        // Level 0 runs from left to right; every deeper level belongs to a phrase from right to
        // left.
        if (i == paragraph.length() || (bidi.getLevelAt(i) == 0) != (bidi.getLevelAt(start) == 0)) {
          runs.add(new BidiTextRun(start, i - start, bidi.getLevelAt(start) == 0 ? LTR : RTL));
          start = i;
        }
      }
    }

    @Override
    public int countTextRuns() {
      return runs.size();
    }

    @Override
    public BidiTextRun getVisualRun(int index) {
      return runs.get(index);
    }

    @Override
    public byte getBaseDirection(String paragraph) {
      return PrintableText.startsRightToLeft(paragraph) ? RTL : LTR;
    }
  }
}
