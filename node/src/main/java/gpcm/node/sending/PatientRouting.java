package gpcm.node.sending;

import gpcm.addressing.MeshEnvelope;
import gpcm.addressing.UnaddressableException;
import gpcm.consultation.Patient;
import gpcm.mesh.DateOrder;
import gpcm.mesh.MeshAddress;

/**
 * The address by which MESH finds a patient's registered practice, for a document that is handed in
 * (GPCM-SD-CS-060, -064, -067). Thread-safe.
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
    MeshAddress unused = address(patient);
  }

  /**
   * The address for a patient.
   *
   * @throws SubmissionRefused when MESH could not carry it
   */
  MeshAddress address(Patient patient) {
    try {
      return MeshEnvelope.registeredPractice(patient, order);
    } catch (UnaddressableException e) {
      throw new SubmissionRefused("/patient/name/family", e.rule(), e.remedy());
    }
  }
}
