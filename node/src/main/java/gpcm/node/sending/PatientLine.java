package gpcm.node.sending;

import java.time.LocalDate;

/**
 * Whom a document is about, as it was handed in.
 *
 * @param nhsNumber ten digits
 * @param name for people
 * @param birthDate for people
 * @param registeredPractice name and ODS code of the patient's practice
 */
public record PatientLine(
    String nhsNumber, String name, LocalDate birthDate, String registeredPractice) {

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "PatientLine[hidden]";
  }
}
