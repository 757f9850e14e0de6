package gpcm.audit.entry;

/** Text of unknown origin and length, as entries and messages take it. */
final class Wording {
  /** How many characters of a text are kept. */
  static final int LONGEST = 1000;

  private static final int SHOWN = 80;
  private static final char REPLACEMENT = '�';

  private Wording() {}

  /** At most {@link #LONGEST} characters, each of them whole. */
  static String shortened(String text) {
    StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int length = Character.charCount(c);
      if (kept.length() + length > LONGEST - 1 && i + length < text.length()) {
        return kept.append('…').toString();
      }
      // Half a character has no bytes in UTF-8.
      kept.appendCodePoint(Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c);
      i += length;
    }
    return kept.toString();
  }

  /** The same for a name that is searched by: no control characters, which a database refuses. */
  static String name(String text) {
    return shortened(text).replaceAll("\\p{Cntrl}", String.valueOf(REPLACEMENT));
  }

  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
