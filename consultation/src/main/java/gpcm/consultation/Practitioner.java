package gpcm.consultation;

import java.util.Optional;

/**
 * The clinician who saw the patient. Immutable.
 *
 * @param sdsUserId the SDS user id (GPCM-SD-CS-036)
 * @param name the official name (GPCM-SD-CS-037)
 * @param role the job role in words
 * @param telephone the work telephone number (GPCM-SD-CS-038)
 */
public record Practitioner(
    SdsUserId sdsUserId, PersonName name, String role, Optional<Telephone> telephone) {
  /**
   * @throws InvalidValueException when the role is blank or too long
   */
  public Practitioner {
    CheckedText.line("Practitioner's role", role);
  }
}
