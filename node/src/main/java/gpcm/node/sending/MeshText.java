package gpcm.node.sending;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text as a MESH header can carry it: printable ASCII. Accents are taken off, a few letters are
 * spelt out, and what remains becomes a question mark, so that a name is never quietly shortened.
 * The document itself keeps the name as it is.
 */
final class MeshText {
  private static final int LONGEST_SUBJECT = 500;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Map<Integer, String> LETTERS =
      Map.ofEntries(
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Æ', "AE"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'Œ', "OE"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ł', "L"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'Ð', "D"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'Þ', "Th"),
          Map.entry((int) 'ı', "i"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"));

  private MeshText() {}

  /** The text in printable ASCII. */
  static String ascii(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    StringBuilder out = new StringBuilder();
    bare.codePoints()
        .forEach(
            point -> {
              if (point >= 0x20 && point < 0x7f) {
                out.appendCodePoint(point);
              } else {
                out.append(LETTERS.getOrDefault(point, "?"));
              }
            });
    return out.toString();
  }

  /** The text as a subject line: printable ASCII, and no longer than MESH takes. */
  static String subject(String text) {
    String ascii = ascii(text);
    return ascii.length() <= LONGEST_SUBJECT
        ? ascii
        : ascii.substring(0, LONGEST_SUBJECT - 3) + "...";
  }
}
