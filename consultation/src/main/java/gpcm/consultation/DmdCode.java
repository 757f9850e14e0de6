package gpcm.consultation;

/**
 * A code of the dictionary of medicines and devices (dm+d). It has the form of a SNOMED CT concept
 * id and keeps the same rules. Immutable.
 *
 * @param value the digits
 */
public record DmdCode(String value) {
  /**
   * @throws InvalidValueException when length, partition or check digit is wrong
   */
  public DmdCode {
    SnomedCode.ConceptId.check("dm+d code", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
