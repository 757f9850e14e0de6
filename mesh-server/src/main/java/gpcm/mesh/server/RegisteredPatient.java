package gpcm.mesh.server;

import java.time.LocalDate;

/**
 * A patient in the local server's registry, which stands in for the national one in automatic
 * routing.
 *
 * @param nhsNumber ten digits
 * @param birthDate the date of birth
 * @param surname the family name; case doesn't matter
 * @param practiceOds the ODS code of the practice where the patient is registered
 */
public record RegisteredPatient(
    String nhsNumber, LocalDate birthDate, String surname, String practiceOds) {
  /** Hides who it is. */
  @Override
  public String toString() {
    return "RegisteredPatient[practiceOds=" + practiceOds + "]";
  }
}
