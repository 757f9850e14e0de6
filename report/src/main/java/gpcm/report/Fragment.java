package gpcm.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a page while it is laid out, placed from its own upper left corner. Not thread-safe.
 */
final class Fragment {
  private final List<PlacedPage.Fill> fills = new ArrayList<>();
  private final List<PlacedPage.Text> texts = new ArrayList<>();
  private int height;
  private int baseline = -1;

  int height() {
    return height;
  }

  void grow(int more) {
    height += more;
  }

  void reach(int least) {
    height = Math.max(height, least);
  }

  /** Of the first line; of a fragment without one, its lower edge. */
  int baseline() {
    return baseline < 0 ? height : baseline;
  }

  boolean hasBaseline() {
    return baseline >= 0;
  }

  void fill(int x, int y, int width, int height, String colour) {
    fills.add(new PlacedPage.Fill(x, y, width, height, colour));
  }

  void text(PlacedPage.Text text) {
    texts.add(text);
    if (baseline < 0) {
      baseline = text.baseline();
    }
  }

  /** Takes another in; the height stays. */
  void add(Fragment other, int x, int y) {
    other.fills.forEach(fill -> fills.add(fill.moved(x, y)));
    other.texts.forEach(text -> texts.add(text.moved(x, y)));
    if (baseline < 0 && other.baseline >= 0) {
      baseline = other.baseline + y;
    }
  }

  PlacedPage placed(PlacedPage.Tag document) {
    return new PlacedPage(fills, texts, document);
  }
}
