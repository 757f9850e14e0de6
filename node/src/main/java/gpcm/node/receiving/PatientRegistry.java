package gpcm.node.receiving;

import java.util.Optional;

/**
 * The receiving organisation's own list of patients. A practice system implements it over its own
 * records; {@link PatientFile} reads it from a file. Implementations are thread-safe.
 */
public interface PatientRegistry {

  /** What the registry says about a patient: how they stand, and what a person should look at. */
  record Match(PatientStanding standing, Optional<String> warning) {}

  /** The registry cannot be asked now; its message says why, for people. */
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong and what to do, without patient data. */
    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Looks a patient up by NHS number, and makes sure by date of birth that it is the same person: a
   * number that belongs to somebody else must never put a document into that person's record.
   *
   * @param organisation ODS code of the receiving organisation
   * @param nhsNumber as the document gives it
   * @param birthDate as the document gives it, yyyy-MM-dd
   * @param familyName as the document gives it
   * @throws UnavailableException when the registry cannot be asked now; the lookup is repeated
   *     later
   */
  Match find(String organisation, String nhsNumber, String birthDate, String familyName);
}
