package gpcm.attachments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What bytes are, told from how they begin and not from what is said of them: what a file that is
 * saved is called, and whether a browser may show it. Immutable; safe for any number of threads.
 *
 * @param mediaType what they are
 * @param extensions how the names of such files end, the usual one first
 */
public record DetectedType(String mediaType, List<String> extensions) {
  /** More of the beginning than this tells nothing new. */
  public static final int RECOGNISED_BY = 1 << 16;

  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  private static final String DOC = "application/msword";
  private static final DetectedType TEXT = new DetectedType("text/plain", List.of(".txt"));
  private static final DetectedType UNKNOWN =
      new DetectedType("application/octet-stream", List.of(".bin"));

  public DetectedType {
    extensions = List.copyOf(extensions);
  }

  /**
   * Recognises bytes.
   *
   * @param start how they begin, {@link #RECOGNISED_BY} of them or all
   * @param declared tells apart what looks the same from outside, such as kinds of ZIP; no other
   *     use is made of it
   */
  public static DetectedType of(byte[] start, String declared) {
    String head = new String(start, StandardCharsets.ISO_8859_1);
    String said = declared.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (head.substring(0, Math.min(head.length(), 1024)).contains("%PDF-")) {
      return new DetectedType("application/pdf", List.of(".pdf"));
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return new DetectedType("image/png", List.of(".png"));
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return new DetectedType("image/jpeg", List.of(".jpg", ".jpeg"));
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return new DetectedType("image/gif", List.of(".gif"));
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return new DetectedType("image/tiff", List.of(".tif", ".tiff"));
    }
    if (head.startsWith("{\\rtf")) {
      return new DetectedType("application/rtf", List.of(".rtf"));
    }
    if (head.startsWith("PK\u0003\u0004")) {
      return said.equals(DOCX)
          ? new DetectedType(DOCX, List.of(".docx"))
          : new DetectedType("application/zip", List.of(".zip"));
    }
    if (head.startsWith("\u00d0\u00cf\u0011\u00e0")) {
      return said.equals(DOC) ? new DetectedType(DOC, List.of(".doc")) : UNKNOWN;
    }
    boolean utf16 = head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff");
    return utf16 || head.chars().allMatch(DetectedType::inText) ? TEXT : UNKNOWN;
  }

  // Markup and scripts are text too, and are given to people as text.
  private static boolean inText(int c) {
    return c >= ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x1b;
  }
}
