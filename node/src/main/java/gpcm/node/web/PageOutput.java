package gpcm.node.web;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Writes a page as jte does, each text escaped, with one thing more: an isolate (U+2066 to U+2068)
 * that a text opens, it also closes, and it closes none that it did not open. A browser makes a
 * {@code bdi} of the same signs, so a name that leaves one open would turn round what stands beside
 * it, such as the NHS number. In attributes that are read out or shown as a hint, and in the title
 * of the page, no element keeps signs of direction to itself: there they are left out. What a field
 * holds is written as it is. Not thread-safe.
 */
final class PageOutput extends OwaspHtmlTemplateOutput {
  private static final char END = '\u2069';

  /** Isolates, their end, and what ends a paragraph and with it every isolate. */
  private static final Pattern TURNING =
      Pattern.compile("[\\x{2066}-\\x{2069}\\x{2029}\\x{85}\\x{1c}-\\x{1e}]");

  /** What becomes of a text where it stands. */
  private UnaryOperator<String> written = PageOutput::closed;

  PageOutput(TemplateOutput output) {
    super(output);
  }

  @Override
  public void setContext(String tagName, String attributeName) {
    super.setContext(tagName, attributeName);
    if (attributeName == null ? "textarea".equals(tagName) : attributeName.equals("value")) {
      // Typed text, which goes back to the node as it was. Its field keeps it to itself.
      written = UnaryOperator.identity();
    } else if (attributeName != null || "title".equals(tagName)) {
      written = Display::oneDirection;
    } else {
      written = PageOutput::closed;
    }
  }

  @Override
  public void writeUserContent(String text) {
    super.writeUserContent(text == null ? null : written.apply(text));
  }

  static String closed(String text) {
    if (!TURNING.matcher(text).find()) {
      return text;
    }
    StringBuilder closed = new StringBuilder(text.length() + 4);
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\u2066', '\u2067', '\u2068' -> open++;
        case END -> open--;
        case '\n' -> open = close(closed, open);
        default -> {}
      }
      if (open < 0) {
        open = 0;
      } else {
        closed.append(endsParagraph(c) ? ' ' : c);
      }
    }
    close(closed, open);
    return closed.toString();
  }

  // A line break that is shown is one of the page, which opens its own isolates again after it.
  private static boolean endsParagraph(char c) {
    return c == '\u2029' || c == '\u0085' || (c >= '\u001c' && c <= '\u001e');
  }

  private static int close(StringBuilder text, int open) {
    text.repeat(END, open);
    return 0;
  }
}
