package gpcm.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The start tags, end tags and texts of one XML document, pulled one after the other. Knows no
 * document types, no entities but XML's own five, and no encoding but UTF-8, so there is nothing to
 * switch off. The one thing general parsers lack: an attribute value can be streamed out instead of
 * becoming a string (FHIR keeps a whole PDF in an attribute). One thread.
 */
final class XmlTokens {
  enum Event {
    START,
    END,
    TEXT,
    END_OF_DOCUMENT
  }

  /** Takes an attribute value piece by piece. */
  interface ValueStream {
    void bytes(byte[] bytes, int offset, int length) throws IOException;

    void end() throws IOException;
  }

  /** Decides which attribute values are streamed. */
  interface Diversion {
    Optional<ValueStream> divert(String element, String attribute) throws IOException;
  }

  private static final int MAX_ATTRIBUTES = 64;

  private final XmlSource source;
  private final XmlNames names;
  private final XmlNamespaces namespaces = new XmlNamespaces();
  private final Limits limits;
  private final Diversion diversion;

  private XmlNames.Name[] open = new XmlNames.Name[32];
  private int depth;
  private int elements;
  private boolean rootClosed;
  private boolean selfClosed;
  private boolean keepText;
  private XmlNames.Name current = XmlNames.NONE;
  private String namespace = "";
  private String text = "";
  private final XmlNames.Name[] attributeNames = new XmlNames.Name[MAX_ATTRIBUTES];
  private final String[] attributeValues = new String[MAX_ATTRIBUTES];
  private int attributes;
  private byte[] scratch = new byte[256];
  private int scratched;

  XmlTokens(XmlSource source, Limits limits, Diversion diversion) {
    this.source = source;
    this.names = new XmlNames(source);
    this.limits = limits;
    this.diversion = diversion;
  }

  XmlSource source() {
    return source;
  }

  /** Whether white space between tags is given as text; outside narrative it means nothing. */
  void keepText(boolean keep) {
    keepText = keep;
  }

  /** Local name of the tag last given. */
  String name() {
    return current.local();
  }

  /** Namespace of the tag last given. */
  String namespace() {
    return namespace;
  }

  /** The text last given. */
  String text() {
    return text;
  }

  int attributes() {
    return attributes;
  }

  /** Name of an attribute as written, prefix and all. */
  String attributeName(int index) {
    return attributeNames[index].qualified();
  }

  String attributeValue(int index) {
    return attributeValues[index];
  }

  /** Takes the byte order mark and the XML declaration, and refuses other encodings. */
  void begin() throws IOException {
    if (source.peek() < 0) {
      throw source.fault("there is nothing to read");
    }
    XmlProlog.read(source, names);
  }

  Event next() throws IOException {
    if (selfClosed) {
      selfClosed = false;
      return close();
    }
    while (true) {
      if (source.position == source.end && !source.more()) {
        if (depth > 0) {
          throw source.fault("the document ends inside <" + open[depth - 1].qualified() + ">");
        }
        if (!rootClosed) {
          throw source.fault("there is no element");
        }
        return Event.END_OF_DOCUMENT;
      }
      byte b = source.bytes[source.position];
      if (b == '<') {
        source.position++;
        int c = source.peek();
        if (c == '/') {
          source.position++;
          return endTag();
        } else if (c == '!') {
          source.position++;
          if (markup()) {
            return Event.TEXT;
          }
        } else if (c == '?') {
          source.position++;
          XmlProlog.skipInstruction(source, names.read());
        } else {
          return startTag();
        }
      } else if (!keepText && (b == ' ' || b == '\n' || b == '\r' || b == '\t')) {
        source.position++;
      } else if (depth == 0) {
        if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
          throw source.fault("text stands outside the root element");
        }
        source.position++;
      } else {
        characters();
        return Event.TEXT;
      }
    }
  }

  /** Passes over the rest of the element whose start tag was last given. */
  void skip() throws IOException {
    int level = 1;
    while (level > 0) {
      switch (next()) {
        case START -> level++;
        case END -> level--;
        case TEXT, END_OF_DOCUMENT -> {}
      }
    }
  }

  private Event startTag() throws IOException {
    if (rootClosed) {
      throw source.fault("a second root element follows the first");
    }
    if (++elements > limits.elements()) {
      throw source.fault(
          "the message has more than the " + limits.elements() + " elements that are accepted");
    }
    if (depth >= limits.depth()) {
      throw source.fault(
          "elements are nested deeper than the " + limits.depth() + " levels that are accepted");
    }
    XmlNames.Name name = names.read();
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth++] = name;
    current = name;
    attributes = 0;
    while (true) {
      boolean space = source.space();
      int b = source.take("the end of a tag");
      if (b == '>') {
        break;
      }
      if (b == '/') {
        if (source.take("'>'") != '>') {
          throw source.fault("'/' inside a tag is not followed by '>'");
        }
        selfClosed = true;
        break;
      }
      if (!space) {
        throw source.fault("white space is expected between attributes");
      }
      source.position--;
      attribute();
    }
    namespace = namespaces.of(name.prefix(), source);
    prefixedAttributes();
    return Event.START;
  }

  /** Prefixes of attributes are declared, and two attributes are not one in the end. */
  private void prefixedAttributes() {
    for (int i = 0; i < attributes; i++) {
      String prefix = attributeNames[i].prefix();
      if (prefix.isEmpty()) {
        continue;
      }
      String uri = namespaces.of(prefix, source);
      for (int j = 0; j < attributes; j++) {
        XmlNames.Name other = attributeNames[j];
        if (j != i
            && other.local().equals(attributeNames[i].local())
            && !other.prefix().isEmpty()
            && namespaces.of(other.prefix(), source).equals(uri)) {
          throw source.fault("attribute " + other.qualified() + " occurs twice in one tag");
        }
      }
    }
  }

  private void attribute() throws IOException {
    XmlNames.Name name = names.read();
    source.space();
    if (source.take("'='") != '=') {
      throw source.fault("attribute " + name.qualified() + " has no value");
    }
    source.space();
    int quote = source.take("a quotation mark");
    if (quote != '"' && quote != '\'') {
      throw source.fault(
          "the value of attribute " + name.qualified() + " is not in quotation marks");
    }
    for (int i = 0; i < attributes; i++) {
      if (attributeNames[i].qualified().equals(name.qualified())) {
        throw source.fault("attribute " + name.qualified() + " occurs twice in one tag");
      }
    }
    if (attributes == MAX_ATTRIBUTES) {
      throw source.fault(
          "a tag has more than the " + MAX_ATTRIBUTES + " attributes that are accepted");
    }
    Optional<ValueStream> stream = diversion.divert(current.local(), name.qualified());
    String value = "";
    if (stream.isPresent()) {
      stream(quote, stream.get());
    } else {
      value = value(quote);
    }
    if (name.declaresNamespace()) {
      namespaces.declare(depth, name, value, source);
      return;
    }
    attributeNames[attributes] = name;
    attributeValues[attributes++] = value;
  }

  private String value(int quote) throws IOException {
    source.keep();
    int bits = 0;
    while (source.position < source.end || source.more()) {
      byte b = source.bytes[source.position];
      if (b == quote) {
        String value =
            source.text(source.bytes, source.kept(), source.position - source.kept(), bits >= 0);
        source.release();
        source.position++;
        return value;
      }
      if (b == '&' || b == '<' || (b >= 0 && b < ' ')) {
        scratched = 0;
        append(source.bytes, source.kept(), source.position - source.kept());
        source.release();
        return unusualValue(quote);
      }
      bits |= b;
      source.position++;
    }
    throw source.fault("the document ends inside an attribute value");
  }

  private String unusualValue(int quote) throws IOException {
    while (true) {
      int b = source.take("the end of an attribute value");
      if (b == quote) {
        return source.text(scratch, 0, scratched, false);
      } else if (b == '<') {
        throw source.fault("'<' stands in an attribute value");
      } else if (b == '&') {
        reference();
      } else if (b == '\r') {
        if (source.peek() == '\n') {
          source.position++;
        }
        append(' ');
      } else if (b == '\n' || b == '\t') {
        append(' ');
      } else {
        append(character(b));
      }
    }
  }

  private void stream(int quote, ValueStream out) throws IOException {
    while (true) {
      int from = source.position;
      int at = from;
      byte[] bytes = source.bytes;
      while (at < source.end && bytes[at] != quote && bytes[at] != '&' && bytes[at] != '<') {
        at++;
      }
      source.position = at;
      if (at > from) {
        out.bytes(bytes, from, at - from);
      }
      int b = source.take("the end of an attribute value");
      if (b == quote) {
        out.end();
        return;
      } else if (b == '<') {
        throw source.fault("'<' stands in an attribute value");
      } else if (b == '&') {
        scratched = 0;
        reference();
        out.bytes(scratch, 0, scratched);
      } else {
        source.position--;
      }
    }
  }

  private void characters() throws IOException {
    scratched = 0;
    boolean ascii = true;
    int brackets = 0;
    while (source.position < source.end || source.more()) {
      int b = source.bytes[source.position] & 0xFF;
      if (b == '<') {
        break;
      }
      source.position++;
      if (b == '&') {
        reference();
        ascii = false;
      } else if (b == '\r') {
        if (source.peek() == '\n') {
          source.position++;
        }
        append('\n');
      } else {
        if (b == '>' && brackets >= 2) {
          throw source.fault("']]>' stands in text");
        }
        ascii &= b < 0x80;
        append(character(b));
      }
      brackets = b == ']' ? brackets + 1 : 0;
    }
    text = source.text(scratch, 0, scratched, ascii);
  }

  private boolean markup() throws IOException {
    int b = source.take("a comment");
    if (b == '-') {
      if (source.take("a comment") != '-') {
        throw source.fault("'<!-' begins no comment");
      }
      XmlProlog.skipComment(source);
      return false;
    }
    if (b == '[' && depth > 0) {
      for (char c : "CDATA[".toCharArray()) {
        if (source.take("a CDATA section") != c) {
          throw source.fault("'<![' begins no CDATA section");
        }
      }
      cdata();
      return true;
    }
    throw source.fault("a document type declaration or another '<!' is refused; FHIR has none");
  }

  private void cdata() throws IOException {
    scratched = 0;
    int brackets = 0;
    while (true) {
      int b = source.take("the end of a CDATA section");
      if (b == '>' && brackets >= 2) {
        text = source.text(scratch, 0, scratched - 2, false);
        return;
      }
      brackets = b == ']' ? brackets + 1 : 0;
      if (b == '\r') {
        if (source.peek() == '\n') {
          source.position++;
        }
        append('\n');
      } else {
        append(character(b));
      }
    }
  }

  /** Names of one document are equal exactly when they are one object, see {@link XmlNames}. */
  @SuppressWarnings("ReferenceEquality")
  private Event endTag() throws IOException {
    XmlNames.Name name = names.read();
    source.space();
    if (source.take("'>'") != '>') {
      throw source.fault("the end tag </" + name.qualified() + "> is not closed");
    }
    if (depth == 0 || open[depth - 1] != name) {
      throw source.fault(
          "the end tag </"
              + name.qualified()
              + "> closes no <"
              + name.qualified()
              + ">"
              + (depth == 0 ? "" : "; open is <" + open[depth - 1].qualified() + ">"));
    }
    return close();
  }

  private Event close() {
    current = open[--depth];
    namespace = namespaces.of(current.prefix(), source);
    namespaces.leave(depth);
    rootClosed = depth == 0;
    return Event.END;
  }

  private void reference() throws IOException {
    int b = source.take("an entity");
    int codePoint = 0;
    if (b == '#') {
      b = source.take("a character number");
      int radix = 10;
      if (b == 'x') {
        radix = 16;
        b = source.take("a character number");
      }
      int digits = 0;
      while (b != ';') {
        int digit = b < 0x80 ? Character.digit(b, radix) : -1;
        if (digit < 0 || ++digits > 10) {
          throw source.fault("a character reference is no number");
        }
        codePoint = Math.min(codePoint * radix + digit, 0x110000);
        b = source.take("';'");
      }
      if (digits == 0 || !isCharacter(codePoint)) {
        throw source.fault("a character reference names no character of XML");
      }
    } else {
      StringBuilder name = new StringBuilder();
      while (b != ';') {
        if (name.length() == 4) {
          break;
        }
        name.append((char) b);
        b = source.take("';'");
      }
      codePoint =
          switch (b == ';' ? name.toString() : "") {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default ->
                throw source.fault(
                    "an entity other than amp, lt, gt, quot and apos is refused; none can be"
                        + " declared");
          };
    }
    if (codePoint < 0x80) {
      append((byte) codePoint);
    } else {
      byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
      append(encoded, 0, encoded.length);
    }
  }

  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c < 0xD800)
        || (c > 0xDFFF && c < 0xFFFE)
        || (c >= 0x10000 && c < 0x110000);
  }

  private int character(int b) {
    if (b < ' ' && b != '\n' && b != '\t') {
      throw source.fault("the control character " + b + " is no character of XML");
    }
    return b;
  }

  private void append(int b) {
    if (scratched == scratch.length) {
      grow(1);
    }
    scratch[scratched++] = (byte) b;
  }

  private void append(byte[] bytes, int offset, int length) {
    if (scratched + length > scratch.length) {
      grow(length);
    }
    System.arraycopy(bytes, offset, scratch, scratched, length);
    scratched += length;
  }

  private void grow(int by) {
    if (scratched + by > limits.stringLength() + 4) {
      throw new UnreadableMessageException(
          "a value has more than the "
              + limits.stringLength()
              + " bytes that are accepted outside attachments",
          true,
          source.line(),
          source.column());
    }
    scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, scratched + by));
  }
}
