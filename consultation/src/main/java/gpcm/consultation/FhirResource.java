package gpcm.consultation;

/**
 * A finished FHIR STU3 resource that travels as it is, as JSON. What it says is checked when the
 * message is made. Immutable; {@code toString} shows nothing of it.
 *
 * @param json one JSON object
 */
public record FhirResource(String json) {
  private static final int LONGEST = 1_000_000;

  /**
   * @throws InvalidValueException when it is longer than 1,000,000 characters
   */
  public FhirResource {
    if (json.length() > LONGEST) {
      throw new InvalidValueException(
          "Resource",
          "must be at most " + LONGEST + " characters of JSON",
          "Send large content as an attachment");
    }
  }

  @Override
  public String toString() {
    return "FhirResource[masked]";
  }
}
