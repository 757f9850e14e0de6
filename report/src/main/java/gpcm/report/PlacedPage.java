package gpcm.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands where on a page, in the order it is read. Distances are counted in dots from the
 * upper left corner, as the layout library counts them, so that both round alike.
 *
 * @param fills the coloured areas, from the back to the front
 * @param texts the pieces of text
 * @param document the root of the tags
 */
record PlacedPage(List<Fill> fills, List<Text> texts, Tag document) {
  /** Points a dot: a twentieth of a CSS pixel. */
  static final double POINT = 0.0375;

  static final int WIDTH = 15_874;
  static final int HEIGHT = 22_450;

  static int dots(double millimetres) {
    return (int) Math.round(millimetres / 25.4 * 72 / POINT);
  }

  /** A rectangle of one colour, written as PDF writes it. */
  record Fill(int x, int y, int width, int height, String colour) {
    Fill moved(int right, int down) {
      return new Fill(x + right, y + down, width, height, colour);
    }
  }

  /**
   * Some letters of one font and size.
   *
   * @param tag what they belong to; a decoration of the page when it is {@link Tag#ARTIFACT}
   */
  record Text(String letters, TextStyle style, int x, int baseline, Tag tag) {
    Text moved(int right, int down) {
      return new Text(letters, style, x + right, baseline + down, tag);
    }
  }

  /** How letters look. */
  record TextStyle(
      ReportFonts.Face face,
      int size,
      double leading,
      String colour,
      Align align,
      boolean wraps,
      int spacing) {
    TextStyle of(ReportFonts.Face other) {
      return new TextStyle(other, size, leading, colour, align, wraps, spacing);
    }

    TextStyle sized(double points) {
      return new TextStyle(
          face, (int) Math.round(points / POINT), leading, colour, align, wraps, spacing);
    }

    TextStyle led(double other) {
      return new TextStyle(face, size, other, colour, align, wraps, spacing);
    }

    TextStyle coloured(String other) {
      return new TextStyle(face, size, leading, other, align, wraps, spacing);
    }

    TextStyle aligned(Align other) {
      return new TextStyle(face, size, leading, colour, other, wraps, spacing);
    }

    TextStyle unwrapped() {
      return new TextStyle(face, size, leading, colour, align, false, spacing);
    }

    TextStyle spaced(int dots) {
      return new TextStyle(face, size, leading, colour, align, wraps, dots);
    }

    int lineHeight() {
      return (int) Math.round(size * leading);
    }
  }

  /** Where a line stands in its room. */
  enum Align {
    LEFT,
    CENTRE,
    RIGHT
  }

  /** An element of the structure tree. Grows while the page is laid out. */
  static final class Tag {
    /** Not read out. */
    static final Tag ARTIFACT = new Tag("Artifact");

    private final String type;
    private final List<Tag> below = new ArrayList<>();

    Tag(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }

    List<Tag> below() {
      return below;
    }

    Tag child(String childType) {
      Tag child = new Tag(childType);
      below.add(child);
      return child;
    }
  }
}
