package gpcm.fhir;

import java.io.IOException;
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

  /** Decides which attribute values are streamed. */
  interface Diversion {
    Optional<XmlCharacters.ValueStream> divert(String element, String attribute) throws IOException;
  }

  private static final int MAX_ATTRIBUTES = 64;

  private final XmlSource source;
  private final XmlNames names;
  private final XmlNamespaces namespaces = new XmlNamespaces();
  private final XmlCharacters characters;
  private final ReadLimits limits;
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

  XmlTokens(XmlSource source, ReadLimits limits, Diversion diversion) {
    this.source = source;
    this.names = new XmlNames(source);
    this.characters = new XmlCharacters(source, limits);
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
          throw source.fault(
              rootClosed
                  ? "text stands after the root element"
                  : "it begins with text and not with '<', so it is no XML");
        }
        source.position++;
      } else {
        text = characters.text();
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
    Optional<XmlCharacters.ValueStream> stream =
        diversion.divert(current.local(), name.qualified());
    String value = "";
    if (stream.isPresent()) {
      characters.stream(quote, stream.get());
    } else {
      value = characters.value(quote);
    }
    if (name.declaresNamespace()) {
      namespaces.declare(depth, name, value, source);
      return;
    }
    attributeNames[attributes] = name;
    attributeValues[attributes++] = value;
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
      text = characters.cdata();
      return true;
    }
    throw source.fault("a document type declaration or another '<!' is refused; FHIR has none");
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
}
