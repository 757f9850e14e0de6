package gpcm.cli.testbench;

import gpcm.mesh.PatientAddress;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Whom the exemplar messages are about: a patient the receiver under test knows. A given name is
 * only set to ask for a code; the default stands in the examples.
 *
 * @param nhsNumber ten digits with a right check digit
 * @param givenName instead of the example's own
 */
record TestPatient(
    String nhsNumber, LocalDate birthDate, String surname, Optional<String> givenName) {
  TestPatient named(String name) {
    return new TestPatient(nhsNumber, birthDate, surname, Optional.of(name));
  }

  /** The registered practice's address. */
  PatientAddress address() {
    return new PatientAddress(nhsNumber, birthDate, surname);
  }

  @Override
  public String toString() {
    return "TestPatient[masked]";
  }
}
