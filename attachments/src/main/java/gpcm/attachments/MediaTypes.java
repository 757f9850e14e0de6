package gpcm.attachments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;

/**
 * What content is, told from how it begins, and whether that fits what its sender declares. The
 * marks of the usual types are compared at once; Apache Tika, whose table of types takes longer to
 * load than a command should, is asked about the rest. Thread-safe.
 */
public final class MediaTypes {
  private static final int HEAD = 65_536;
  private static final int PDF_MAY_BEGIN_WITHIN = 1024;
  private static final String ANYTHING = "application/octet-stream";

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "image/jpg", "image/jpeg",
          "image/pjpeg", "image/jpeg",
          "image/x-png", "image/png",
          "image/tif", "image/tiff",
          "image/x-tiff", "image/tiff",
          "application/x-pdf", "application/pdf",
          "application/x-rtf", "application/rtf");

  private MediaTypes() {}

  /**
   * The registered name of a type that some systems call otherwise, such as {@code image/jpeg} for
   * {@code image/jpg}; any other type as it is.
   *
   * @param type in lower case, without parameters
   */
  public static String registered(String type) {
    return OTHER_NAMES.getOrDefault(type, type);
  }

  /**
   * What content is by its first 64 KiB, such as {@code text/html}; {@code
   * application/octet-stream} when nothing is known that begins so. The stream stays open.
   */
  public static String detected(InputStream content) throws IOException {
    return ask(content.readNBytes(HEAD)).toString();
  }

  /** What speaks against content being of its type. */
  static Optional<ContentFault> mismatch(String type, InputStream content) throws IOException {
    byte[] head = content.readNBytes(HEAD);
    if (beginsAs(type, head)) {
      return Optional.empty();
    }
    MediaType found = ask(head);
    return fits(type, found, head)
        ? Optional.empty()
        : Optional.of(ContentFault.mismatch(words(found, head)));
  }

  /** Whether the marks alone say so. */
  static boolean beginsAs(String type, byte[] head) {
    return switch (type) {
      case "application/pdf" -> begins(head, "%PDF-") || begins(head, "\u00ef\u00bb\u00bf%PDF-");
      case "image/jpeg" -> begins(head, "\u00ff\u00d8\u00ff");
      case "image/png" -> begins(head, "\u0089PNG\r\n\u001a\n");
      case "image/gif" -> begins(head, "GIF87a") || begins(head, "GIF89a");
      case "image/tiff" -> begins(head, "II*\0") || begins(head, "MM\0*");
      case "application/rtf", "text/rtf" -> begins(head, "{\\rtf");
      case "application/msword" -> begins(head, OleLook.MARK);
      case "text/plain" -> printable(head) && !begins(head, "%PDF-");
      default -> false;
    };
  }

  private static boolean begins(byte[] head, String mark) {
    if (head.length < mark.length()) {
      return false;
    }
    for (int i = 0; i < mark.length(); i++) {
      if ((head[i] & 0xff) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean printable(byte[] head) {
    for (byte b : head) {
      boolean space = b == '\t' || b == '\n' || b == '\r' || b == '\f';
      if ((b >= 0 && b < ' ' && !space) || b == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static MediaType ask(byte[] head) throws IOException {
    return MimeTypes.getDefaultMimeTypes().detect(new ByteArrayInputStream(head), new Metadata());
  }

  private static boolean fits(String type, MediaType found, byte[] head) {
    MediaTypeRegistry types = MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
    MediaType declared = types.normalize(MediaType.parse(type));
    if (declared == null) {
      return false;
    }
    if (found.toString().equals(ANYTHING)) {
      // Nothing begins so. A type with marks of its own would have.
      return type.startsWith("text/") ? withoutNul(head) : !hasMarks(declared);
    }
    if (type.equals("application/pdf") && found.toString().equals("text/plain")) {
      // Readers of PDF take what stands before it.
      return new String(
              head, 0, Math.min(head.length, PDF_MAY_BEGIN_WITHIN), StandardCharsets.ISO_8859_1)
          .contains("%PDF-");
    }
    return types.normalize(found).equals(declared)
        || types.isSpecializationOf(found, declared)
        || types.isSpecializationOf(declared, found);
  }

  private static boolean hasMarks(MediaType type) {
    try {
      var known = MimeTypes.getDefaultMimeTypes().getRegisteredMimeType(type.toString());
      return known != null && known.hasMagic();
    } catch (MimeTypeException e) {
      return false;
    }
  }

  private static boolean withoutNul(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }

  private static String words(MediaType found, byte[] head) {
    if (head.length == 0) {
      return "empty";
    }
    return switch (found.toString()) {
      case ANYTHING -> "of no type that is known";
      case "application/x-tika-ooxml" -> "a file of the newer Office formats";
      case "application/x-tika-msoffice" -> "a file of the older Office formats";
      default -> found.toString();
    };
  }
}
