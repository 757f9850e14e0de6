package gpcm.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands between tags and between quotation marks of one XML document: attribute values, text
 * and CDATA sections, with references resolved, line ends made one, and forbidden characters
 * refused. Reads on where the tags have brought the source. One thread.
 */
final class XmlCharacters {
  /** Takes an attribute value piece by piece. */
  interface ValueStream {
    void bytes(byte[] bytes, int offset, int length) throws IOException;

    void end() throws IOException;
  }

  private final XmlSource source;
  private final ReadLimits limits;
  private byte[] scratch = new byte[256];
  private int scratched;

  XmlCharacters(XmlSource source, ReadLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  /** The rest of an attribute value, to its quotation mark. */
  String value(int quote) throws IOException {
    source.keep();
    int bits = 0;
    while (source.position < source.end || source.more()) {
      // In locals, since this loop runs over most bytes of a message.
      byte[] bytes = source.bytes;
      int end = source.end;
      int at = source.position;
      byte b = ' ';
      while (at < end && (b = bytes[at]) != quote && b != '&' && b != '<' && (b < 0 || b >= ' ')) {
        bits |= b;
        at++;
      }
      source.position = at;
      if (at == end) {
        continue;
      }
      if (b == quote) {
        String value = source.text(bytes, source.kept(), at - source.kept(), bits >= 0);
        source.release();
        source.position++;
        return value;
      }
      scratched = 0;
      append(bytes, source.kept(), at - source.kept());
      source.release();
      return unusualValue(quote);
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

  /** The rest of an attribute value, to its quotation mark, piece by piece. */
  void stream(int quote, ValueStream out) throws IOException {
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

  /** Text up to the next tag. */
  String text() throws IOException {
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
    return source.text(scratch, 0, scratched, ascii);
  }

  /** A CDATA section whose beginning has been read. */
  String cdata() throws IOException {
    scratched = 0;
    int brackets = 0;
    while (true) {
      int b = source.take("the end of a CDATA section");
      if (b == '>' && brackets >= 2) {
        return source.text(scratch, 0, scratched - 2, false);
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
      throw new UnreadableFhirException(
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
