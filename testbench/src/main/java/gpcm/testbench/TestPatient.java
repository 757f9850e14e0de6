package gpcm.testbench;

import gpcm.mesh.PatientAddress;
import java.time.LocalDate;

/**
 * Whom the exemplar messages are about: a patient the receiver under test knows.
 *
 * @param nhsNumber ten digits with a right check digit
 * @param surname the family name
 */
public record TestPatient(String nhsNumber, LocalDate birthDate, String surname) {
  /** The registered practice's address. */
  public PatientAddress address() {
    return new PatientAddress(nhsNumber, birthDate, surname);
  }

  @Override
  public String toString() {
    return "TestPatient[masked]";
  }
}
