package gpcm.node.web;

import gpcm.attachments.DetectedType;
import gpcm.node.content.ContentStore;
import gpcm.node.content.StoredContent;
import gpcm.node.viewing.DeclaredCharset;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Serves the bytes of a document, or a range of them (RFC 9110, 14). They come from another
 * organisation, so the browser shows nothing of them: it is told to save them, under a name that
 * ends as the bytes do. What they are it hears for a few passive types, when the bytes are what
 * they are declared as. What they look like, {@link ViewingPages} shows.
 */
final class ContentAnswer {
  private static final Set<String> NAMED =
      Set.of("application/pdf", "image/png", "image/jpeg", "image/gif", "text/plain");

  private static final String POLICY =
      "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final int LOOKED_AT_FIRST = 1 << 20;
  private static final int PIECE = 1 << 18;

  private ContentAnswer() {}

  /**
   * Damaged content is told as a problem while nothing has been sent; what is too large to look at
   * first breaks off before its last bytes, so that nobody takes it for whole.
   */
  static void send(
      Context context, ContentStore store, StoredContent content, String declaredType, String title)
      throws IOException {
    Trail.requireWritten(context);
    String tag = "\"" + content.hash().hex() + "\"";
    context.header("Accept-Ranges", "bytes");
    context.header("ETag", tag);
    boolean head = context.req().getMethod().equals("HEAD");
    Optional<ByteRange> asked =
        head ? Optional.empty() : ByteRange.asked(context, tag, content.size());
    ByteRange range = asked.orElse(ByteRange.whole(content.size()));
    try (InputStream bytes = store.open(content.hash())) {
      byte[] start = bytes.readNBytes(DetectedType.RECOGNISED_BY);
      InputStream rest = new SequenceInputStream(new ByteArrayInputStream(start), bytes);
      rest.skipNBytes(range.first());
      InputStream wanted = new RangeStream(rest, range.length(), range.endsAt(content.size()));
      byte[] first = head ? new byte[0] : wanted.readNBytes(LOOKED_AT_FIRST);
      headers(context, declaredType, DetectedType.of(start, declaredType), title);
      context.header("Content-Length", Long.toString(range.length()));
      asked.ifPresent(part -> context.status(206).header("Content-Range", part.of(content.size())));
      if (!head) {
        oneBehind(first, wanted, context.outputStream());
      }
    }
  }

  /** Writes each piece when the one after it has been read, and the last when the end was seen. */
  private static void oneBehind(byte[] first, InputStream bytes, OutputStream out)
      throws IOException {
    byte[] held = first;
    byte[] next = bytes.readNBytes(PIECE);
    while (next.length > 0) {
      out.write(held);
      held = next;
      next = bytes.readNBytes(PIECE);
    }
    out.write(held);
  }

  private static void headers(
      Context context, String declaredType, DetectedType detected, String title) {
    String declared = declaredType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    boolean named = NAMED.contains(declared) && declared.equals(detected.mediaType());
    context.header("Content-Security-Policy", POLICY);
    context.header(
        "Content-Disposition", FileName.of(title, detected.extensions()).disposition("attachment"));
    context.contentType(
        !named
            ? "application/octet-stream"
            : declared
                + DeclaredCharset.of(declaredType).map(name -> "; charset=" + name).orElse(""));
  }
}
