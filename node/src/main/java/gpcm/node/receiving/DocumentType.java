package gpcm.node.receiving;

import gpcm.message.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether a file is what its sender says it is, told from its first bytes. A file that claims to be
 * a PDF and is not would show staff an empty page, or worse (20005).
 */
final class DocumentType {
  private static final int ENOUGH = 1024;

  private DocumentType() {}

  /**
   * Why the content cannot be of the declared type; empty when nothing speaks against it. A type
   * without known marks is believed.
   */
  static Optional<String> mismatch(Attachment attachment, InputStream content) throws IOException {
    String type = attachment.mediaType();
    byte[] head = content.readNBytes(ENOUGH);
    String start = new String(head, StandardCharsets.ISO_8859_1);
    boolean fits =
        switch (type) {
          case "application/pdf" -> start.contains("%PDF-");
          case "image/jpeg" -> start.startsWith("\u00ff\u00d8\u00ff");
          case "image/png" -> start.startsWith("\u0089PNG\r\n\u001a\n");
          case "image/gif" -> start.startsWith("GIF87a") || start.startsWith("GIF89a");
          case "image/tiff" -> start.startsWith("II*\0") || start.startsWith("MM\0*");
          case "application/rtf", "text/rtf" -> start.startsWith("{\\rtf");
          case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ->
              start.startsWith("PK\u0003\u0004");
          case "application/msword" -> start.startsWith("\u00d0\u00cf\u0011\u00e0");
          case "text/plain", "text/html", "text/csv", "text/xml", "application/xml" ->
              start.indexOf('\0') < 0;
          default -> true;
        };
    return fits
        ? Optional.empty()
        : Optional.of("content that does not begin as " + type + " does");
  }
}
