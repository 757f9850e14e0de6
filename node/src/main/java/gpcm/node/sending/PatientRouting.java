package gpcm.node.sending;

import gpcm.consultation.Patient;
import gpcm.mesh.DateOrder;
import gpcm.mesh.MeshText;
import gpcm.mesh.PatientAddress;

/**
 * The address by which MESH finds a patient's registered practice (GPCM-SD-CS-060, -064, -067).
 * Thread-safe.
 *
 * @param order how the date of birth is written
 */
public record PatientRouting(DateOrder order) {

  /**
   * Makes sure that there is an address for a patient.
   *
   * @throws SubmissionRefused when MESH could not carry it
   */
  void check(Patient patient) {
    PatientAddress unused = address(patient);
  }

  /**
   * The address for a patient.
   *
   * @throws SubmissionRefused when MESH could not carry it
   */
  PatientAddress address(Patient patient) {
    String surname = MeshText.ascii(patient.name().family());
    if (surname.contains("?") && !patient.name().family().contains("?")) {
      throw new SubmissionRefused(
          "/patient/name/family",
          "MESH finds the registered practice by the surname in Latin letters",
          "Give the surname as the Personal Demographics Service holds it");
    }
    try {
      return new PatientAddress(patient.nhsNumber().value(), patient.birthDate(), surname, order);
    } catch (IllegalArgumentException e) {
      throw new SubmissionRefused(
          "/patient/name/family", e.getMessage(), "Shorten the surname as PDS holds it");
    }
  }
}
