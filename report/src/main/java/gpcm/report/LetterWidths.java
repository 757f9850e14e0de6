package gpcm.report;

/** How wide words are, in ems of the size they are set in. */
@FunctionalInterface
interface LetterWidths {
  /** For text that no font was asked about. */
  LetterWidths ESTIMATED = (letters, bold) -> 0.7 * letters.length();

  /** The width of these letters in one line. */
  double ems(String letters, boolean bold);
}
