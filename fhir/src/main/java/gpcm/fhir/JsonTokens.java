package gpcm.fhir;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The tokens of a JSON document, of which those that come before a resource's type are kept and
 * come again: members of an object have no order. What is kept is bounded; the content of an
 * attachment never is kept, but goes to the sink at once. One thread, one document.
 */
final class JsonTokens {
  /** Kept text may be this many times as long as the longest single value. */
  private static final int VALUES_KEPT = 16;

  /** What a token costs beside its text. */
  private static final int TOKEN = 64;

  private final JsonParser json;
  private final ReadState state;
  private final Deque<Kept> ahead = new ArrayDeque<>();
  private final Deque<IncomingAttachment> unclaimed = new ArrayDeque<>();
  private Optional<Kept> current = Optional.empty();
  private long kept;
  private int count;

  private record Kept(
      JsonToken token,
      String text,
      ReadState.Place place,
      Optional<IncomingAttachment> attachment) {}

  JsonTokens(JsonParser json, ReadState state) {
    this.json = json;
    this.state = state;
  }

  /** Goes to the next token; null at the end of the document. */
  JsonToken next() throws IOException {
    if (!ahead.isEmpty()) {
      current = Optional.of(ahead.poll());
      return current.get().token();
    }
    current = Optional.empty();
    // Two tokens for a field or so: the limit speaks of elements, and only its order of magnitude
    // matters.
    if (++count > 4L * state.limits().elements()) {
      throw fault(
          "the message has more than the "
              + state.limits().elements()
              + " elements that are accepted");
    }
    return json.nextToken();
  }

  JsonToken token() {
    return current.isPresent() ? current.get().token() : json.currentToken();
  }

  String name() throws IOException {
    return current.isPresent() ? current.get().text() : json.currentName();
  }

  String text() throws IOException {
    return current.isPresent() ? current.get().text() : json.getText();
  }

  /** The text of a value that goes into the model. */
  String carried() throws IOException {
    return carried(text());
  }

  /** The same text, when it is one that XML could carry too. */
  String carried(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < Character.MIN_SURROGATE) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw fault(
            "a value holds half of a surrogate pair, which is no character and XML cannot carry");
      } else if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c >= '\uFFFE') {
        throw fault(
            "a value holds a control character, which no FHIR text can have and XML cannot carry");
      }
    }
    return text;
  }

  /** Goes to the end of the object or array that begins here. */
  void skipChildren() throws IOException {
    if (current.isEmpty()) {
      json.skipChildren();
      return;
    }
    for (int open = step(token()); open > 0; ) {
      open += step(next());
    }
  }

  /** Goes to the end of the object or array that was entered. */
  void skipRest() throws IOException {
    for (int open = 1; open > 0; ) {
      open += step(next());
    }
  }

  private static int step(JsonToken token) {
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }

  /**
   * The type of the resource whose object was entered, wherever among its members it stands; the
   * other members come next, in their order.
   */
  String resourceType() throws IOException {
    Deque<Kept> before = new ArrayDeque<>(0);
    while (next() == JsonToken.FIELD_NAME) {
      if (name().equals("resourceType")) {
        if (next() != JsonToken.VALUE_STRING) {
          throw fault("a resourceType is no text; it is the name of a type");
        }
        String type = text();
        for (Iterator<Kept> last = before.descendingIterator(); last.hasNext(); ) {
          ahead.addFirst(last.next());
        }
        return type;
      }
      boolean content = name().equals("content");
      before.add(keep(false));
      int open = step(next());
      before.add(keep(content));
      while (open > 0) {
        content = token() == JsonToken.FIELD_NAME && name().equals("content");
        open += step(next());
        before.add(keep(content));
      }
    }
    throw fault("a resource has no resourceType; add it, so that it is known what it is");
  }

  /**
   * @param content whether it is the value of a member called content: with text as its value only
   *     a Binary has that
   */
  private Kept keep(boolean content) throws IOException {
    if (current.isPresent()) {
      return current.get();
    }
    JsonToken token = json.currentToken();
    if (content && token == JsonToken.VALUE_STRING) {
      ReadState.Place place = place();
      IncomingAttachment attachment = decode();
      unclaimed.add(attachment);
      return new Kept(token, "", place, Optional.of(attachment));
    }
    String text = token.isStructStart() || token.isStructEnd() ? "" : json.getText();
    kept += TOKEN + text.length();
    if (kept > (long) VALUES_KEPT * state.limits().stringLength()) {
      throw fault(
          "more than the "
              + (long) VALUES_KEPT * state.limits().stringLength()
              + " characters that are accepted stand before the resourceType of their resource;"
              + " put resourceType first");
    }
    return new Kept(token, text, place(), Optional.empty());
  }

  /** The text that stands here, decoded into the sink. */
  IncomingAttachment attachment() throws IOException {
    Optional<IncomingAttachment> early = current.flatMap(Kept::attachment);
    early.ifPresent(unclaimed::remove);
    return early.isPresent() ? early.get() : decode();
  }

  /** Gives up what was taken for the content of a Binary and was none. */
  void end() throws IOException {
    for (IncomingAttachment attachment : unclaimed) {
      attachment.abandon();
    }
  }

  private IncomingAttachment decode() throws IOException {
    IncomingAttachment attachment = state.open();
    try {
      json.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, new Decoded(attachment));
    } catch (IllegalArgumentException e) {
      // The parser stands inside the text now, so nothing after it can be read.
      throw fault("Binary.content is no base64");
    }
    return attachment;
  }

  ReadState.Place place() {
    if (current.isPresent()) {
      return current.get().place();
    }
    JsonLocation location = json.currentTokenLocation();
    return new ReadState.Place(location.getLineNr(), location.getColumnNr());
  }

  UnreadableFhirException fault(String what) {
    ReadState.Place place = place();
    return new UnreadableFhirException(
        "not readable as JSON at line " + place.line() + ", column " + place.column() + ": " + what,
        false,
        place.line(),
        place.column());
  }

  /** Hands on what the parser decoded. */
  private static final class Decoded extends OutputStream {
    private final IncomingAttachment attachment;

    Decoded(IncomingAttachment attachment) {
      this.attachment = attachment;
    }

    @Override
    public void write(int b) throws IOException {
      attachment.decoded(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      attachment.decoded(bytes, offset, length);
    }
  }
}
