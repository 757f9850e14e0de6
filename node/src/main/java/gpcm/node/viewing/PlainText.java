package gpcm.node.viewing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text file, a stretch at a time. It is read in the encoding that its type or its first bytes
 * name; without one in UTF-8 when it is that, else as Windows writes text.
 */
final class PlainText {
  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int ON_A_PAGE = 20_000;
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String UNREADABLE = "\uFFFD";

  private PlainText() {}

  static Shown page(byte[] bytes, String declaredType, int page) {
    String whole =
        decoded(bytes, declaredType)
            .replace("\r\n", "\n")
            .replace('\r', '\n')
            .replaceAll("[\\p{Cc}&&[^\n\t\f]]", UNREADABLE);
    String shown = whole.substring(0, boundary(whole, 0, MOST_CHARACTERS));
    List<String> pages = pages(shown);
    if (page > pages.size()) {
      return new Shown.Nothing(Shown.Reason.NO_SUCH_PAGE);
    }
    List<Shown.Note> notes = new ArrayList<>();
    if (shown.length() < whole.length()) {
      notes.add(Shown.Note.ONLY_THE_BEGINNING);
    }
    String text = pages.get(page - 1);
    if (text.contains(UNREADABLE)) {
      notes.add(Shown.Note.UNREADABLE_CHARACTERS);
    }
    return new Shown.Text(page, pages.size(), text, notes);
  }

  private static String decoded(byte[] bytes, String declaredType) {
    if (begins(bytes, 0xef, 0xbb, 0xbf)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    if (begins(bytes, 0xff, 0xfe) || begins(bytes, 0xfe, 0xff)) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    return DeclaredCharset.of(declaredType)
        .map(name -> new String(bytes, Charset.forName(name)))
        .orElseGet(() -> guessed(bytes));
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.length <= i || Byte.toUnsignedInt(bytes[i]) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String guessed(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, WINDOWS);
    }
  }

  private static List<String> pages(String text) {
    List<String> pages = new ArrayList<>();
    int from = 0;
    do {
      int end = boundary(text, from, from + ON_A_PAGE);
      int line = end < text.length() ? text.lastIndexOf('\n', end - 1) + 1 : end;
      int to = line > from + ON_A_PAGE / 2 ? line : end;
      pages.add(text.substring(from, to));
      from = to;
    } while (from < text.length());
    return pages;
  }

  /** An end that does not cut a character in two. */
  private static int boundary(String text, int from, int end) {
    if (end >= text.length()) {
      return text.length();
    }
    return end - 1 > from && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
