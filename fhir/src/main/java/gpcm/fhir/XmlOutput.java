package gpcm.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** XML on its way out, as UTF-8 through one buffer. One thread. */
final class XmlOutput {
  // Three bytes make four characters, so a full window encodes without padding.
  private static final int BASE64_WINDOW = 3 << 12;

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 14];
  private int size;

  XmlOutput(OutputStream out) {
    this.out = out;
  }

  /** Text of our own, in ASCII and without anything to escape. */
  XmlOutput raw(String ascii) throws IOException {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
    return this;
  }

  /** An attribute with its leading space. */
  XmlOutput attribute(String name, String value) throws IOException {
    raw(" ").raw(name).raw("=\"").escaped(value, true).raw("\"");
    return this;
  }

  /**
   * Any text. White space other than plain spaces is written as a reference in attributes, so that
   * it survives reading.
   */
  XmlOutput escaped(String text, boolean attribute) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> raw("&amp;");
        case '<' -> raw("&lt;");
        case '>' -> raw("&gt;");
        case '"' -> raw(attribute ? "&quot;" : "\"");
        case '\r' -> raw("&#13;");
        case '\n' -> raw(attribute ? "&#10;" : "\n");
        case '\t' -> raw(attribute ? "&#9;" : "\t");
        default -> {
          if (c >= ' ' && c < 0x80) {
            put(c);
          } else {
            i += beyondAscii(text, i);
          }
        }
      }
    }
    return this;
  }

  /** Writes the character at this place; the number of further chars it took is returned. */
  private int beyondAscii(String text, int at) throws IOException {
    int codePoint = text.codePointAt(at);
    if (codePoint < ' '
        || (codePoint >= 0xD800 && codePoint < 0xE000)
        || codePoint == 0xFFFE
        || codePoint == 0xFFFF) {
      throw new UnwritableFhirException(
          "a value holds U+%04X, which XML cannot carry; take it out of the text"
              .formatted(codePoint));
    }
    byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    for (byte b : encoded) {
      put(b);
    }
    return Character.charCount(codePoint) - 1;
  }

  /** All bytes of a stream as base64; tells how many there were. */
  long base64(InputStream in) throws IOException {
    byte[] plain = new byte[BASE64_WINDOW];
    byte[] encoded = new byte[BASE64_WINDOW / 3 * 4];
    long total = 0;
    int n = in.readNBytes(plain, 0, plain.length);
    while (n > 0) {
      total += n;
      byte[] chunk = n == plain.length ? plain : Arrays.copyOf(plain, n);
      int length = Base64.getEncoder().encode(chunk, encoded);
      flushBuffer();
      out.write(encoded, 0, length);
      n = in.readNBytes(plain, 0, plain.length);
    }
    return total;
  }

  void flush() throws IOException {
    flushBuffer();
    out.flush();
  }

  private void put(int b) throws IOException {
    if (size == buffer.length) {
      flushBuffer();
    }
    buffer[size++] = (byte) b;
  }

  private void flushBuffer() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }
}
