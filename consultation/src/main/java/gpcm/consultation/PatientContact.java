package gpcm.consultation;

import java.util.Optional;

/**
 * Where a patient lives and stays, and how the patient can be reached. Immutable.
 *
 * @param address the home or registered address
 * @param currentAddress where the patient stays now, when that is somewhere else
 * @param telephone the home telephone number
 * @param mobile the mobile telephone number
 * @param currentTelephone the number to use while the patient stays at the current address
 */
public record PatientContact(
    Optional<Address> address,
    Optional<Address> currentAddress,
    Optional<Telephone> telephone,
    Optional<Telephone> mobile,
    Optional<Telephone> currentTelephone) {
  /** Nothing is said. */
  public static final PatientContact NONE =
      new PatientContact(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "PatientContact[masked]";
  }
}
