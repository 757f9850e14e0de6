package gpcm.node.web;

import gpcm.node.content.ContentStore;
import gpcm.node.content.StoredContent;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the bytes of a document. They come from another organisation, so the browser is given
 * nothing it could run: it shows a few passive types and is told to save everything else.
 */
final class ContentAnswer {
  /**
   * Types shown in the browser, with the extension of a saved file. Everything else is saved as it
   * is.
   */
  private static final Map<String, String> SHOWN =
      Map.of(
          "application/pdf", ".pdf",
          "image/png", ".png",
          "image/jpeg", ".jpg",
          "image/gif", ".gif",
          "text/plain", ".txt");

  /** Browsers' PDF viewers do not work inside a sandbox; what they run, they isolate themselves. */
  private static final String PDF_POLICY =
      "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

  private static final String OTHER_POLICY =
      "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors"
          + " 'none'";

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
    try (InputStream bytes = store.open(content.hash())) {
      byte[] first = bytes.readNBytes(LOOKED_AT_FIRST);
      boolean whole = first.length < LOOKED_AT_FIRST;
      head(context, content, declaredType, title);
      if (whole) {
        context.outputStream().write(first);
      } else {
        oneBehind(first, bytes, context.outputStream());
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

  private static void head(
      Context context, StoredContent content, String declaredType, String title) {
    String type = declaredType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    Optional<String> extension = Optional.ofNullable(SHOWN.get(type));
    context.header(
        "Content-Security-Policy", type.equals("application/pdf") ? PDF_POLICY : OTHER_POLICY);
    context.header(
        "Content-Disposition",
        disposition(
            extension.isPresent() ? "inline" : "attachment", named(title, extension.orElse(""))));
    context.header("Content-Length", Long.toString(content.size()));
    context.contentType(
        extension.isEmpty()
            ? "application/octet-stream"
            : type.equals("text/plain") ? "text/plain; charset=utf-8" : type);
  }

  private static String named(String title, String extension) {
    String name = title.strip().isEmpty() ? "document" : title.strip();
    return name.toLowerCase(Locale.ROOT).endsWith(extension) ? name : name + extension;
  }

  /** RFC 6266: a name in plain ASCII, and the whole one in UTF-8. */
  private static String disposition(String how, String name) {
    String safe = name.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]", "_");
    String shortened = safe.length() > 120 ? safe.substring(safe.length() - 120) : safe;
    String ascii = shortened.replaceAll("[^\\x20-\\x7e]|[%;']", "_");
    String encoded =
        URLEncoder.encode(shortened, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A");
    return "%s; filename=\"%s\"; filename*=UTF-8''%s".formatted(how, ascii, encoded);
  }
}
