package gpcm.rules;

import java.util.Objects;
import java.util.Optional;

/**
 * What travelled beside a message on MESH: the fields of the API's headers or of the file client's
 * control file, under either of their names. A field that was not there is an empty string.
 *
 * @param from Mex-From, From_DTS
 * @param to Mex-To, To_DTS: a mailbox id, or {@code GPPROVIDER_} followed by the patient's key
 *     values
 * @param workflowId Mex-WorkflowID, WorkflowId
 * @param subject Mex-Subject, Subject
 * @param localId Mex-LocalID, LocalId
 */
public record MeshMetadata(
    String from, String to, String workflowId, String subject, String localId) {
  private static final String BY_PATIENT = "GPPROVIDER_";

  public MeshMetadata {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(workflowId, "workflowId");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(localId, "localId");
  }

  /**
   * The patient's NHS number, date of birth (as written, either order) and surname, when the
   * message was routed by patient.
   */
  public Optional<RoutedPatient> routedPatient() {
    if (!to.startsWith(BY_PATIENT)) {
      return Optional.empty();
    }
    String[] parts = to.substring(BY_PATIENT.length()).split("_", 3);
    return Optional.of(
        new RoutedPatient(
            parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : ""));
  }

  /** The key values of an automatic routing address. */
  public record RoutedPatient(String nhsNumber, String birthDate, String surname) {}
}
