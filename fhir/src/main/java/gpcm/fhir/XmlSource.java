package gpcm.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an XML document as the tokenizer walks over them: a window that slides over the
 * stream, grows only for a value that is kept, and knows line and column when somebody asks. One
 * thread, one document.
 */
final class XmlSource {
  private static final int WINDOW = 1 << 14;

  private final InputStream in;
  private final ReadLimits limits;
  private final CharsetDecoder strict =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  byte[] bytes = new byte[WINDOW];
  int position;
  int end;

  private int kept = -1;
  private boolean exhausted;
  private long read;
  private int linesGone;
  private int columnGone;

  XmlSource(InputStream in, ReadLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** Keeps the bytes from here on in the window, until {@link #release}. */
  void keep() {
    kept = position;
  }

  /** Where the kept bytes begin now; a refill moves them. */
  int kept() {
    return kept;
  }

  void release() {
    kept = -1;
  }

  /** Makes at least one more byte available; false at the end of the source. */
  boolean more() throws IOException {
    if (position < end) {
      return true;
    }
    if (exhausted) {
      return false;
    }
    // One byte taken already stays in the window, so that it can be given back.
    int from = kept >= 0 ? kept : Math.max(0, position - 1);
    if (from > 0) {
      forget(from);
    } else if (end == bytes.length) {
      if (end > limits.stringLength()) {
        throw tooLong();
      }
      byte[] larger = new byte[bytes.length * 2];
      System.arraycopy(bytes, 0, larger, 0, end);
      bytes = larger;
    }
    int n = in.read(bytes, end, bytes.length - end);
    if (n < 0) {
      exhausted = true;
      return false;
    }
    read += n;
    if (read > limits.totalBytes()) {
      throw new UnreadableFhirException(
          "the message has more than the " + limits.totalBytes() + " bytes that are accepted",
          true,
          line(),
          column());
    }
    end += n;
    return position < end || more();
  }

  private void forget(int from) {
    int newline = -1;
    for (int i = 0; i < from; i++) {
      if (bytes[i] == '\n') {
        linesGone++;
        newline = i;
      }
    }
    columnGone = newline < 0 ? columnGone + from : from - newline - 1;
    System.arraycopy(bytes, from, bytes, 0, end - from);
    end -= from;
    position -= from;
    if (kept >= 0) {
      kept -= from;
    }
  }

  /** The next byte without taking it; -1 at the end. */
  int peek() throws IOException {
    return position < end || more() ? bytes[position] & 0xFF : -1;
  }

  /** Takes the next byte. */
  int take(String expecting) throws IOException {
    if (position == end && !more()) {
      throw fault("the document ends where " + expecting + " is expected");
    }
    return bytes[position++] & 0xFF;
  }

  /** Takes white space; tells whether there was any. */
  boolean space() throws IOException {
    boolean any = false;
    while (position < end || more()) {
      int b = bytes[position];
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        return any;
      }
      any = true;
      position++;
    }
    return any;
  }

  /** Takes bytes up to and including this end marker of a comment or instruction. */
  void skipPast(String marker, String what) throws IOException {
    int matched = 0;
    while (matched < marker.length()) {
      if (position == end && !more()) {
        throw fault("the document ends inside " + what);
      }
      byte b = bytes[position++];
      if (b == marker.charAt(matched)) {
        matched++;
      } else {
        // All markers end in '>' after a run of one repeated character, so a longer run keeps the
        // match alive.
        matched = b == marker.charAt(0) ? (matched == marker.length() - 1 ? matched : 1) : 0;
      }
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw fault("the control character " + (int) b + " is no character of XML");
      }
    }
  }

  /** Text of a stretch of bytes; refuses what is no UTF-8. */
  String text(byte[] from, int offset, int length, boolean ascii) {
    if (length > limits.stringLength()) {
      throw tooLong();
    }
    if (ascii) {
      return new String(from, offset, length, StandardCharsets.ISO_8859_1);
    }
    try {
      CharBuffer chars = strict.decode(ByteBuffer.wrap(from, offset, length));
      String text = chars.toString();
      if (text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0) {
        throw fault("U+FFFE and U+FFFF are no characters of XML");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw fault("the bytes of a value are no UTF-8; messages are UTF-8 only");
    }
  }

  private UnreadableFhirException tooLong() {
    return new UnreadableFhirException(
        "a value has more than the "
            + limits.stringLength()
            + " bytes that are accepted outside attachments",
        true,
        line(),
        column());
  }

  UnreadableFhirException fault(String what) {
    return new UnreadableFhirException(
        "not readable as XML at line " + line() + ", column " + column() + ": " + what,
        false,
        line(),
        column());
  }

  int line() {
    int lines = linesGone + 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        lines++;
      }
    }
    return lines;
  }

  int column() {
    for (int i = position - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return position - i;
      }
    }
    return columnGone + position + 1;
  }
}
