package gpcm.report;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Makes any text printable in the fonts at hand. What can be shown is shown; a character that
 * can't, or an emoji, is replaced by its Unicode name in square brackets, so nothing is lost and
 * nothing is mistaken; controls, which show nothing, are removed. Thread-safe when the predicate
 * is.
 */
final class PrintableText {
  private final IntPredicate covered;
  private final LetterWidths widths;

  /**
   * @param covered whether a code point has a glyph
   */
  PrintableText(IntPredicate covered) {
    this(covered, LetterWidths.ESTIMATED);
  }

  /**
   * @param covered whether a code point has a glyph
   * @param widths of the fonts it will be set in
   */
  PrintableText(IntPredicate covered, LetterWidths widths) {
    this.covered = covered;
    this.widths = widths;
  }

  LetterWidths widths() {
    return widths;
  }

  /** Line ends become {@code \n}, tabs four spaces. */
  String printable(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\t", "    ");
    StringBuilder result = new StringBuilder(lines.length());
    Normalizer.normalize(lines, Normalizer.Form.NFC)
        .codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == 0x2028 || c == 0x2029 || c == 0x0B || c == 0x0C || c == 0x85) {
                result.append('\n');
              } else if (!showsNothing(c)) {
                append(result, c);
              }
            });
    return result.toString();
  }

  /**
   * Controls and invisible format characters: among them those that could turn the visible order of
   * other text round.
   */
  private static boolean showsNothing(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> true;
      // The joiners shape Arabic and Persian words; between emoji they are mere glue.
      case Character.FORMAT -> c != 0x200C;
      case Character.NON_SPACING_MARK -> c >= 0xFE00 && c <= 0xFE0F;
      default -> false;
    };
  }

  private void append(StringBuilder result, int c) {
    boolean emoji =
        Character.isEmojiPresentation(c)
            || Character.isEmojiModifier(c)
            || (c >= 0x1F000 && Character.isExtendedPictographic(c));
    if (!emoji && covered.test(c)) {
      result.appendCodePoint(c);
    } else {
      String name = Character.getName(c);
      result
          .append('[')
          .append(name == null ? "U+%04X".formatted(c) : name.toLowerCase(Locale.ROOT))
          .append(']');
    }
  }

  /** Whether the first letter with a direction runs from right to left. */
  static boolean startsRightToLeft(String line) {
    return line.codePoints()
        .map(Character::getDirectionality)
        .filter(
            direction ->
                direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
        .limit(1)
        .anyMatch(direction -> direction != Character.DIRECTIONALITY_LEFT_TO_RIGHT);
  }
}
