package gpcm.report;

/**
 * A text has characters that only the East Asian font can show, and that font is not on the class
 * path. No report is made: a name that can't be read could be taken for another's.
 */
public final class MissingFontException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  MissingFontException(int codePoint) {
    // The character itself may be a part of a patient's name, and stays out of logs.
    super(
        "The report has a text in "
            + Character.UnicodeScript.of(codePoint)
            + " script or its punctuation, and the font for it is not there. Add the artifact"
            + " gpcm-report-font-cjk to the class path.");
  }
}
