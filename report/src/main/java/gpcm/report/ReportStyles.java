package gpcm.report;

import static gpcm.report.PlacedPage.dots;

import gpcm.report.PlacedPage.Align;
import gpcm.report.PlacedPage.TextStyle;
import gpcm.report.ReportFonts.Face;
import java.util.Set;
import org.w3c.dom.Element;

/** The sizes of {@code report.css}, for {@link OnePageLayout}. */
final class ReportStyles {
  /** 1.5 and 0.75 points. */
  static final int ANSWER_RULE = 40;

  static final int PATIENT_RULE = 20;

  private static final String WHITE = "1 1 1";
  private static final String FAINT = "0.25882 0.33333 0.38824";
  private static final double TEXT = 8.5;

  private ReportStyles() {}

  record Padding(int top, int right, int bottom, int left) {}

  static boolean isInline(Element element) {
    return switch (element.getTagName()) {
      case "b", "span", "br" -> true;
      default -> false;
    };
  }

  static String tag(Element element) {
    return switch (element.getTagName()) {
      case "h1" -> "H1";
      case "h2" -> "H2";
      case "p" -> "P";
      default -> "Div";
    };
  }

  static Padding padding(Set<String> classes) {
    if (classes.contains("block")) {
      return new Padding(dots(2), dots(3), dots(3), dots(3));
    }
    if (classes.contains("title-band")) {
      return new Padding(dots(2.5), dots(5), dots(2.5), dots(5));
    }
    if (classes.contains("version-band")) {
      return new Padding(dots(1.8), dots(6), dots(1.8), dots(6));
    }
    if (classes.contains("notes-band")) {
      return new Padding(dots(0.8), dots(3), dots(0.8), dots(3));
    }
    if (classes.contains("notes-head")) {
      return new Padding(0, 0, dots(2), 0);
    }
    if (classes.contains("answers")) {
      return new Padding(0, 0, 0, dots(4) + ANSWER_RULE);
    }
    return new Padding(0, 0, 0, 0);
  }

  /** The whole width of a cell; 0 for one that shares what is left. */
  static int cellWidth(Element cell, Set<String> classes) {
    if (cell.getTagName().equals("h2")) {
      return dots(46);
    }
    if (classes.contains("label")) {
      return dots(labelWidth(columnOf(cell)) + 2);
    }
    if (classes.contains("corner") || classes.contains("number-column")) {
      return dots(38);
    }
    if (classes.contains("narrow")) {
      return dots(48);
    }
    if (classes.contains("contact")) {
      return dots(76);
    }
    if (classes.contains("birth-column")) {
      return dots(31);
    }
    return classes.contains("practice") ? dots(97) : 0;
  }

  private static int labelWidth(String column) {
    return switch (column) {
      case "narrow" -> 23;
      case "contact" -> 15;
      case "birth-column" -> 8;
      case "number-column" -> 13;
      case "practice" -> 36;
      default -> 30;
    };
  }

  /** The padding on the right of a cell. */
  static int cellGap(Element cell, Set<String> classes) {
    if (cell.getTagName().equals("h2")) {
      return dots(4);
    }
    return classes.contains("label") ? dots(2) : 0;
  }

  /** The column that a label or a value stands in. */
  private static String columnOf(Element inField) {
    String names = ((Element) inField.getParentNode().getParentNode()).getAttribute("class");
    return names.replaceFirst("^column ?", "");
  }

  static TextStyle of(Element element, Set<String> classes, TextStyle inherited) {
    TextStyle style = inherited;
    style =
        switch (element.getTagName()) {
          case "h1", "h2" -> style.of(Face.BOLD).sized(TEXT);
          case "p" -> style.sized(TEXT);
          default -> style;
        };
    for (String name : classes) {
      style =
          switch (name) {
            case "title-band" -> style.coloured(WHITE).aligned(Align.CENTRE);
            case "version-band" -> style.sized(8).aligned(Align.CENTRE);
            case "notes-band" -> style.coloured(WHITE).sized(11);
            case "mark" -> style.sized(12).of(Face.BOLD);
            case "left" -> style.aligned(Align.LEFT);
            case "right" -> style.aligned(Align.RIGHT);
            case "title", "warning", "caption" -> style.of(Face.BOLD);
            case "asked", "entered" -> style.of(Face.OBLIQUE);
            case "unanswered" -> style.coloured(FAINT);
            case "label" -> style.of(Face.OBLIQUE).aligned(Align.RIGHT);
            case "value" -> value(element, style.of(Face.BOLD));
            default -> style;
          };
    }
    return titled(element, style);
  }

  private static TextStyle value(Element element, TextStyle style) {
    return switch (columnOf(element)) {
      case "birth-column", "number-column" -> style.unwrapped();
      case "name-column" -> {
        Element field = (Element) element.getParentNode();
        Element block = (Element) field.getParentNode().getParentNode().getParentNode();
        boolean longName = block.getAttribute("class").contains("long-name");
        yield style.sized(longName ? 10 : 13).led(1.15);
      }
      default -> style;
    };
  }

  /** What stands in the middle of the title band. */
  private static TextStyle titled(Element element, TextStyle style) {
    if (!(element.getParentNode() instanceof Element parent)
        || !parent.getAttribute("class").equals("centre")) {
      return style;
    }
    return switch (element.getTagName()) {
      case "h1" -> style.sized(13).spaced(13);
      case "p" -> style.of(Face.BOLD).sized(8);
      default -> style;
    };
  }
}
