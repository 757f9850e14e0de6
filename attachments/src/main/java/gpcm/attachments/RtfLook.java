package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks into rich text for objects of other programs, which may be files that run when they are
 * opened, and for a template that is fetched from elsewhere. Content that does not begin as rich
 * text is none, whatever it is called. Every control word counts, also where a reader of rich text
 * would skip it: readers may be made to disagree about what they skip.
 */
final class RtfLook implements LookInside {
  /** How such a file begins; readers take it without the version, and with the f left out. */
  private static final byte[] MARK = "{\\rt".getBytes(StandardCharsets.US_ASCII);

  /** An object's data, and objects that are fetched, updated or run. */
  private static final Set<String> OBJECTS =
      Set.of("objdata", "objocx", "objautlink", "objlink", "objupdate", "objhtml");

  private static final String TEMPLATE = "template";
  private static final int LONGEST_WORD = 32;
  private static final int LONGEST_TEMPLATE = 4_096;

  @Override
  public Optional<ContentFault> fault(AttachmentContent content) throws IOException {
    try (InputStream in = new BufferedInputStream(content.open(), 1 << 16)) {
      return Arrays.equals(in.readNBytes(MARK.length), MARK) ? look(in) : Optional.empty();
    }
  }

  private static Optional<ContentFault> look(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    int c = in.read();
    while (c >= 0) {
      if (c != '\\') {
        c = in.read();
        continue;
      }
      word.setLength(0);
      c = in.read();
      while (isLetter(c)) {
        if (word.length() < LONGEST_WORD) {
          word.append((char) c);
        }
        c = in.read();
      }
      if (OBJECTS.contains(word.toString())) {
        return Optional.of(ContentFault.embedded("rich text with an object of another program"));
      }
      if (word.toString().equals(TEMPLATE)) {
        if (isElsewhere(template(c, in))) {
          return Optional.of(ContentFault.macros("rich text that takes a template from elsewhere"));
        }
        c = in.read();
      } else if (word.isEmpty() && c >= 0) {
        c = in.read(); // an escaped sign, which begins no control word
      }
    }
    return Optional.empty();
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** What stands between the control word and the end of its group. */
  private static String template(int first, InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = first; c >= 0 && c != '}' && text.length() < LONGEST_TEMPLATE; c = in.read()) {
      text.append((char) c);
    }
    return text.toString().strip();
  }

  /**
   * An address or another computer's folder. One that is written in escapes could be either, but
   * for single letters of a local folder's name.
   */
  private static boolean isElsewhere(String template) {
    String path = template.replace("\\\\", "/").toLowerCase(Locale.ROOT);
    return path.contains("//")
        || path.contains("\\u")
        || path.contains("\\'2f")
        || path.contains("\\'5c");
  }
}
