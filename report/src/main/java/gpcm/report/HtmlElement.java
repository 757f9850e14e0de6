package gpcm.report;

import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * One element of a page under construction. The tree is built as nodes, never as markup, so no text
 * can become an element. All text passes through {@link PrintableText}. Not thread-safe.
 */
final class HtmlElement {
  /**
   * In characters. The layout looks at all that is left of a word for each line it takes, so a
   * longer one, which is none of any language, goes on in a new line.
   */
  private static final int LONGEST_WORD = 2_400;

  private final Element element;
  private final PrintableText text;

  private HtmlElement(Element element, PrintableText text) {
    this.element = element;
    this.text = text;
  }

  /** A new document's root element. */
  static HtmlElement document(PrintableText text) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      Document document = builder.newDocument();
      Element root = document.createElement("html");
      document.appendChild(root);
      return new HtmlElement(root, text);
    } catch (ParserConfigurationException impossible) {
      throw new AssertionError("an empty document can always be made", impossible);
    }
  }

  Document document() {
    return element.getOwnerDocument();
  }

  /** Adds an empty child element and answers it. */
  HtmlElement child(String name) {
    Element child = element.getOwnerDocument().createElement(name);
    element.appendChild(child);
    return new HtmlElement(child, text);
  }

  /** Adds an empty child element of a class and answers it. */
  HtmlElement child(String name, String styleClass) {
    return child(name).with("class", styleClass);
  }

  /** How wide words are in the fonts of this page. */
  LetterWidths widths() {
    return text.widths();
  }

  /** A number for the next element with an id that begins so. */
  int next(String prefix) {
    int number = 1;
    while (document().getElementById(prefix + number) != null) {
      number++;
    }
    return number;
  }

  /** The first child element. */
  Optional<HtmlElement> first() {
    return element.getFirstChild() instanceof Element first
        ? Optional.of(new HtmlElement(first, text))
        : Optional.empty();
  }

  HtmlElement with(String attribute, String value) {
    element.setAttribute(attribute, value);
    if (attribute.equals("id")) {
      element.setIdAttribute(attribute, true);
    }
    return this;
  }

  /** Adds somebody's text, made printable. */
  HtmlElement text(String content) {
    return verbatim(text.printable(content));
  }

  /** Adds our own text. */
  HtmlElement verbatim(String content) {
    if (content.length() <= LONGEST_WORD) {
      return append(content);
    }
    int start = 0;
    int word = 0;
    for (int i = 0; i < content.length(); i++) {
      word = Character.isWhitespace(content.charAt(i)) ? 0 : word + 1;
      if (word > LONGEST_WORD && !Character.isLowSurrogate(content.charAt(i))) {
        append(content.substring(start, i)).child("br");
        start = i;
        word = 1;
      }
    }
    return append(content.substring(start));
  }

  private HtmlElement append(String content) {
    if (!content.isEmpty()) {
      element.appendChild(element.getOwnerDocument().createTextNode(content));
    }
    return this;
  }

  /**
   * Adds somebody's text as paragraphs, one a line, each in the direction of its script; a blank
   * line keeps its height.
   */
  HtmlElement paragraphs(String content) {
    for (String line : text.printable(content).split("\n", -1)) {
      HtmlElement paragraph = child("p");
      if (line.isBlank()) {
        paragraph.with("class", "blank");
        paragraph.verbatim("\u00A0");
      } else {
        paragraph.directed(line);
      }
    }
    return this;
  }

  /** Adds text that is already printable, with the direction of its script. */
  private void directed(String line) {
    if (PrintableText.startsRightToLeft(line)) {
      with("dir", "rtl");
    }
    verbatim(line);
  }

  /** The alternative text of a picture, made printable. */
  HtmlElement alternative(String content) {
    return with("alt", text.printable(content));
  }
}
