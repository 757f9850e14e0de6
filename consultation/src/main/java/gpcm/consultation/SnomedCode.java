package gpcm.consultation;

import java.util.regex.Pattern;

/**
 * The identifier of a SNOMED CT concept: 6 to 18 digits, the two before the last saying that it is
 * a concept, the last one checking the others (Verhoeff). Whether the concept exists is not known
 * here. Immutable.
 *
 * @param value the digits
 */
public record SnomedCode(String value) {
  /**
   * @throws InvalidValueException when length, partition or check digit is wrong
   */
  public SnomedCode {
    ConceptId.check("SNOMED CT code", value);
  }

  @Override
  public String toString() {
    return value;
  }

  /** The form that SNOMED CT and dm+d concept identifiers share. */
  static final class ConceptId {
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{5,17}");

    /**
     * The shortest identifier with a namespace: one digit, the seven of the namespace, partition,
     * check digit.
     */
    private static final int SHORTEST_WITH_NAMESPACE = 11;

    private ConceptId() {}

    static void check(String what, String value) {
      if (!DIGITS.matcher(value).matches()) {
        throw new InvalidValueException(
            what,
            "must be 6 to 18 digits without a leading zero",
            "Send the concept id as text, not as a number");
      }
      String partition = value.substring(value.length() - 3, value.length() - 1);
      boolean concept =
          partition.equals("00")
              || (partition.equals("10") && value.length() >= SHORTEST_WITH_NAMESPACE);
      if (!concept) {
        throw new InvalidValueException(
            what,
            "must be a concept id (partition 00 or 10), and has partition " + partition,
            "Send the concept's id, not a description's or a relationship's");
      }
      if (!Verhoeff.fits(value)) {
        throw new InvalidValueException(
            what,
            "has a wrong check digit",
            "A digit was lost or changed on the way, often by rounding: send the code as text");
      }
    }
  }
}
