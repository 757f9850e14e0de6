package gpcm.node.register;

import java.util.List;

/**
 * An organisation's own register of patients: the port behind which a file, a database or a FHIR
 * server stands. It says whom it has, and judges nothing. Implementations are thread-safe.
 */
public interface PatientRegister extends AutoCloseable {

  /** The register of an organisation that has none: nobody is in it. */
  PatientRegister EMPTY =
      new PatientRegister() {
        @Override
        public List<RegisteredPatient> withNumber(SoughtPatient sought) {
          return List.of();
        }

        @Override
        public List<RegisteredPatient> candidates(SoughtPatient sought) {
          return List.of();
        }
      };

  /**
   * Everybody who has the sought NHS number here: nobody or one, where the register is in order.
   *
   * @throws RegisterUnavailableException when it cannot be asked now; it is asked again later
   */
  List<RegisteredPatient> withNumber(SoughtPatient sought);

  /**
   * Whom a person should compare with the sought one: those with the number, and those with the
   * surname and date of birth.
   *
   * @throws RegisterUnavailableException when it cannot be asked now
   */
  List<RegisteredPatient> candidates(SoughtPatient sought);

  /** Looks whether what it stands on can be used; for a register that nobody asks for a while. */
  default void look() {}

  @Override
  default void close() {}
}
