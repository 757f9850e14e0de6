package gpcm.mesh;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text as a MESH header can carry it: printable ASCII. Accents are taken off, letters that have no
 * accent to lose are spelt out, and what remains becomes a question mark, so that a name is never
 * quietly shortened. Sender, local server and command fold names by this one rule. The document
 * itself keeps the name as it is.
 */
public final class MeshText {
  private static final int LONGEST_SUBJECT = 500;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Map<Integer, String> LETTERS =
      Map.ofEntries(
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'ẞ', "SS"),
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
          Map.entry((int) 'ə', "e"),
          Map.entry((int) 'Ə', "E"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'Ħ', "H"),
          Map.entry((int) 'ŋ', "n"),
          Map.entry((int) 'Ŋ', "N"),
          Map.entry((int) 'ŧ', "t"),
          Map.entry((int) 'Ŧ', "T"),
          Map.entry((int) 'ɓ', "b"),
          Map.entry((int) 'Ɓ', "B"),
          Map.entry((int) 'ɗ', "d"),
          Map.entry((int) 'Ɗ', "D"),
          Map.entry((int) 'ƙ', "k"),
          Map.entry((int) 'Ƙ', "K"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) 'ʼ', "'"),
          Map.entry((int) 'ʻ', "'"),
          Map.entry((int) '‐', "-"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"));

  private MeshText() {}

  /** The text in printable ASCII, with a question mark for each character that can't be spelt. */
  public static String ascii(String text) {
    if (isAscii(text)) {
      return text;
    }
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    StringBuilder out = new StringBuilder();
    bare.codePoints()
        .forEach(
            point -> {
              if (isPrintable(point)) {
                out.appendCodePoint(point);
              } else {
                out.append(LETTERS.getOrDefault(point, "?"));
              }
            });
    return out.toString();
  }

  /** Whether {@link #ascii} spells every character of the text. */
  public static boolean canSpell(String text) {
    return count(ascii(text)) == count(text);
  }

  private static long count(String text) {
    return text.chars().filter(character -> character == '?').count();
  }

  /** The text as a subject line: printable ASCII, and no longer than MESH takes. */
  public static String subject(String text) {
    String ascii = ascii(text);
    return ascii.length() <= LONGEST_SUBJECT
        ? ascii
        : ascii.substring(0, LONGEST_SUBJECT - 3) + "...";
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(MeshText::isPrintable);
  }

  private static boolean isPrintable(int point) {
    return point >= 0x20 && point < 0x7f;
  }
}
