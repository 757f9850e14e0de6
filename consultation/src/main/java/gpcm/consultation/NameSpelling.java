package gpcm.consultation;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells whether two spellings are one name. Names travel with and without accents, in capitals and
 * not, hyphenated and not; MESH carries them in ASCII. Letters of other scripts stay as they are,
 * so that two names which cannot be spelt in Latin letters are never taken for one. Stateless.
 */
public final class NameSpelling {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  /** Letters that have no accent to lose, in lower case. */
  private static final Map<Integer, String> LETTERS =
      Map.ofEntries(
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'ı', "i"),
          Map.entry((int) 'ə', "e"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'ŋ', "n"),
          Map.entry((int) 'ŧ', "t"),
          Map.entry((int) 'ɓ', "b"),
          Map.entry((int) 'ɗ', "d"),
          Map.entry((int) 'ƙ', "k"),
          // Apostrophes that count as letters.
          Map.entry((int) 'ʼ', ""),
          Map.entry((int) 'ʻ', ""));

  private NameSpelling() {}

  /** Whether two spellings are one name. */
  public static boolean same(String one, String other) {
    return folded(one).equals(folded(other));
  }

  /** What all spellings of a name have in common; for comparing only, never for showing. */
  public static String folded(String name) {
    return name.chars().allMatch(character -> character < 0x80) ? plain(name) : bare(name);
  }

  // Nearly every name; the way below would fold it to the same.
  private static String plain(String ascii) {
    StringBuilder out = new StringBuilder(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      char character = ascii.charAt(i);
      if (Character.isLetterOrDigit(character)) {
        out.append(Character.toLowerCase(character));
      }
    }
    return out.toString();
  }

  private static String bare(String name) {
    String bare =
        MARKS
            .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(bare.length());
    bare.codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(point -> out.append(LETTERS.getOrDefault(point, Character.toString(point))));
    return out.toString();
  }
}
