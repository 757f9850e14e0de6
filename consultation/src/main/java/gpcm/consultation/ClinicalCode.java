package gpcm.consultation;

/**
 * A coded term. Immutable.
 *
 * @param system the terminology
 * @param code the concept's id in it
 * @param term the words the clinician saw
 */
public record ClinicalCode(Terminology system, String code, String term) {
  /**
   * Checks the code of a concept by itself: SNOMED CT and dm+d share its form.
   *
   * @return the same text
   * @throws InvalidValueException when length, partition or check digit is wrong
   */
  public static String conceptId(String code) {
    SnomedCode.ConceptId.check("Code", code);
    return code;
  }

  /** The terminologies a consultation is coded in. */
  public enum Terminology {
    SNOMED("snomed", "SNOMED CT"),
    DMD("dmd", "dm+d");

    private final String code;
    private final String display;

    Terminology(String code, String display) {
      this.code = code;
      this.display = display;
    }

    /** The short name in our JSON. */
    public String code() {
      return code;
    }

    /** The name for people. */
    public String display() {
      return display;
    }
  }

  /**
   * @throws InvalidValueException when the code is not a concept id with a right check digit, or
   *     the term is blank
   */
  public ClinicalCode {
    switch (system) {
      case SNOMED -> new SnomedCode(code);
      case DMD -> new DmdCode(code);
    }
    CheckedText.line("Term", term);
  }

  /** Masked, so that it can reach a log: a code says what is the matter with a patient. */
  @Override
  public String toString() {
    return "ClinicalCode[" + system + ", masked]";
  }
}
