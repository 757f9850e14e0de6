package gpcm.report;

import com.openhtmltopdf.layout.UrlAwareLineBreakIterator;
import gpcm.report.PlacedPage.Align;
import gpcm.report.PlacedPage.Tag;
import gpcm.report.PlacedPage.Text;
import gpcm.report.PlacedPage.TextStyle;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Words in lines: the content of an element that holds no blocks. Not thread-safe. */
final class Paragraph {
  private static final double ASCENT = 0.92822;
  private static final double DESCENT = 0.23584;

  /** Letters up to Armenian, without marks that stand over others. */
  private static final int SIMPLE_LETTERS = 0x590;

  private static final String NEW_LINE = "\n";

  private final Map<ReportFonts.Face, EmbeddedFace> faces;
  private final TextStyle style;
  private final Tag tag;
  private final UrlAwareLineBreakIterator breaks =
      new UrlAwareLineBreakIterator(BreakIterator.getLineInstance(Locale.UK));
  private final List<Segment> segments = new ArrayList<>();
  private boolean afterSpace = true;

  /** Letters between two places where a line may end, with the space behind them. */
  private record Segment(String letters, TextStyle style, int width) {}

  private Paragraph(Map<ReportFonts.Face, EmbeddedFace> faces, TextStyle style, Tag tag) {
    this.faces = faces;
    this.style = style;
    this.tag = tag;
  }

  static Fragment of(
      Element element,
      int width,
      TextStyle style,
      Tag tag,
      Map<ReportFonts.Face, EmbeddedFace> faces)
      throws BeyondOnePageException {
    Paragraph paragraph = new Paragraph(faces, style, tag);
    paragraph.collect(element, style);
    return paragraph.lines(width);
  }

  /** How wide it would be in one line. */
  static int widest(Element element, TextStyle style, Map<ReportFonts.Face, EmbeddedFace> faces)
      throws BeyondOnePageException {
    Paragraph paragraph = new Paragraph(faces, style, Tag.ARTIFACT);
    paragraph.collect(element, style);
    int width = 0;
    for (Segment segment : paragraph.segments) {
      width += segment.width();
    }
    return width;
  }

  private void collect(Node node, TextStyle inherited) throws BeyondOnePageException {
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        switch (inner.getTagName()) {
          case "b" -> collect(inner, inherited.of(ReportFonts.Face.BOLD));
          case "span" -> collect(inner, inherited);
          case "br" -> {
            segments.add(new Segment(NEW_LINE, inherited, 0));
            afterSpace = true;
          }
          default -> throw new BeyondOnePageException(inner.getTagName());
        }
      } else {
        append(child.getNodeValue(), inherited);
      }
    }
  }

  private void append(String words, TextStyle ofWords) throws BeyondOnePageException {
    StringBuilder text = new StringBuilder(words.length());
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      boolean space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
      if (!space && !isSimple(c)) {
        throw new BeyondOnePageException("letters that are not set one after the other");
      }
      // White space is one space, and none at the beginning of a line.
      if (!space || !afterSpace) {
        text.append(space ? ' ' : c);
      }
      afterSpace = space;
    }
    breaks.setText(text.toString());
    int start = 0;
    for (int end = breaks.next(); end >= 0 && start < text.length(); end = breaks.next()) {
      if (end > start) {
        add(text.substring(start, end), ofWords);
        start = end;
      }
    }
    if (start < text.length()) {
      add(text.substring(start), ofWords);
    }
  }

  private void add(String letters, TextStyle ofLetters) {
    segments.add(new Segment(letters, ofLetters, width(letters, ofLetters)));
  }

  private static boolean isSimple(char c) {
    return (c >= ' ' && c < SIMPLE_LETTERS && (c < 0x300 || c > 0x36F) && c != 0xAD)
        || (c >= 0x1E00 && c < 0x2000)
        || (c >= 0x2010 && c < 0x2028)
        || (c >= 0x2030 && c < 0x205F)
        || (c >= 0x20A0 && c < 0x20D0)
        || (c >= 0x2100 && c < 0x2300);
  }

  private Fragment lines(int width) throws BeyondOnePageException {
    Fragment fragment = new Fragment();
    List<Segment> line = new ArrayList<>();
    int used = 0;
    for (Segment segment : segments) {
      if (segment.letters().equals(NEW_LINE)) {
        line(fragment, line, width);
        used = 0;
        continue;
      }
      Segment next = segment;
      // Counted as the library counts: each rounded up, and with room for the space behind.
      if (style.wraps() && used + next.width() > width) {
        if (line.isEmpty()) {
          throw new BeyondOnePageException("a word wider than its column");
        }
        line(fragment, line, width);
        used = 0;
        String letters = next.letters().stripLeading();
        next = new Segment(letters, next.style(), width(letters, next.style()));
        if (next.width() > width) {
          throw new BeyondOnePageException("a word wider than its column");
        }
      }
      if (!next.letters().isEmpty()) {
        line.add(next);
        used += next.width();
      }
    }
    if (!line.isEmpty()) {
      line(fragment, line, width);
    }
    return fragment;
  }

  /** Sets a line, and empties it for the next one. */
  private void line(Fragment fragment, List<Segment> line, int width)
      throws BeyondOnePageException {
    int used = 0;
    for (Segment segment : line) {
      used += segment.width();
    }
    if (!line.isEmpty() && line.getLast().letters().endsWith(" ")) {
      Segment last = line.getLast();
      used += width(last.letters().stripTrailing(), last.style()) - last.width();
    }
    if (used > width) {
      throw new BeyondOnePageException("a line wider than its column");
    }
    int x =
        switch (style.align()) {
          case LEFT -> 0;
          case CENTRE -> (width - used) / 2;
          case RIGHT -> width - used;
        };
    int height = style.lineHeight();
    double letters = (ASCENT + DESCENT) * style.size();
    int baseline =
        fragment.height() + (int) Math.round((height - letters) / 2 + ASCENT * style.size());
    for (int i = 0; i < line.size(); ) {
      TextStyle own = line.get(i).style();
      StringBuilder together = new StringBuilder();
      int start = x;
      for (; i < line.size() && line.get(i).style().equals(own); i++) {
        together.append(line.get(i).letters());
        x += line.get(i).width();
      }
      fragment.text(new Text(together.toString(), own, start, baseline, tag));
    }
    fragment.grow(height);
    line.clear();
  }

  private int width(String letters, TextStyle own) {
    double width = faces.get(own.face()).thousandths(letters) * own.size() / 1000;
    return (int) Math.ceil(width) + own.spacing() * letters.length();
  }

  static TextStyle plain() {
    return new TextStyle(
        ReportFonts.Face.REGULAR,
        (int) Math.round(8.5 / PlacedPage.POINT),
        1.3,
        "0 0 0",
        Align.LEFT,
        true,
        0);
  }
}
