package gpcm.node.register;

/**
 * Whom a received document is about, as the document gives it; each empty when it gives none.
 *
 * @param birthDate yyyy-MM-dd
 * @param sex a code of FHIR's administrative gender, such as {@code female}
 */
public record SoughtPatient(
    String nhsNumber, String family, String given, String birthDate, String sex) {

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "SoughtPatient[hidden]";
  }
}
