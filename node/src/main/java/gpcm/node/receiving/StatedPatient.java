package gpcm.node.receiving;

/**
 * Whom a received document is about, as the document gives it.
 *
 * @param nhsNumber empty when the document gives none
 * @param name empty when the document gives none
 * @param birthDate an ISO date in a document that keeps the rules; empty when it gives none
 */
public record StatedPatient(String nhsNumber, String name, String birthDate) {

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "StatedPatient[hidden]";
  }
}
