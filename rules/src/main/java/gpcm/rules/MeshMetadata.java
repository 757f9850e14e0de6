package gpcm.rules;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What travels beside a message on MESH: the headers of the API, or the fields of the file client's
 * control file. A field that was not there is an empty string; one that nobody can tell any more is
 * an empty {@link Optional}, and what depends on it is {@link NotChecked}, never met. Immutable.
 *
 * @param channel where the fields stood
 * @param from the mailbox that sent it (Mex-From, From_DTS); empty where MESH has yet to fill it in
 * @param sentTo the address as its sender wrote it (Mex-To, To_DTS): a mailbox id, or {@code
 *     GPPROVIDER_} followed by the patient's key values; empty when MESH has replaced it
 * @param workflowId Mex-WorkflowID, WorkflowId
 * @param subject Mex-Subject, Subject
 * @param localId Mex-LocalID, LocalId
 * @param lookedUp what an endpoint lookup gave for the organisation it is meant for, or what that
 *     organisation knows of itself
 */
public record MeshMetadata(
    Channel channel,
    Optional<String> from,
    Optional<String> sentTo,
    String workflowId,
    String subject,
    String localId,
    Optional<LookedUp> lookedUp) {
  private static final String BY_PATIENT = "GPPROVIDER_";

  public MeshMetadata {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(sentTo, "sentTo");
    Objects.requireNonNull(workflowId, "workflowId");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(localId, "localId");
    Objects.requireNonNull(lookedUp, "lookedUp");
  }

  /** What a sender gave through the API. */
  public MeshMetadata(String from, String to, String workflowId, String subject, String localId) {
    this(
        Channel.API,
        Optional.of(from),
        Optional.of(to),
        workflowId,
        subject,
        localId,
        Optional.empty());
  }

  /**
   * What a recipient got. MESH replaces a patient's address with the mailbox that it found, so a
   * mailbox in {@code to} does not say how the message was addressed.
   */
  public static MeshMetadata received(
      Channel channel, String from, String to, String workflowId, String subject, String localId) {
    return new MeshMetadata(
        channel,
        Optional.of(from),
        Optional.of(to).filter(MeshMetadata::byPatient),
        workflowId,
        subject,
        localId,
        Optional.empty());
  }

  /**
   * The same, and whose mailbox the address should be: what a sender looked up, or what a recipient
   * knows of itself.
   *
   * @param mailbox what endpoint lookup gave for the organisation it is meant for
   * @param registeredPractice whether that is the patient's registered practice
   */
  public MeshMetadata meantFor(String mailbox, boolean registeredPractice) {
    return new MeshMetadata(
        channel,
        from,
        sentTo,
        workflowId,
        subject,
        localId,
        Optional.of(new LookedUp(mailbox, registeredPractice)));
  }

  /**
   * The patient's NHS number, date of birth (as written, either order) and surname, when it is
   * known that the message was addressed by patient.
   */
  public Optional<RoutedPatient> routedPatient() {
    return sentTo
        .filter(MeshMetadata::byPatient)
        .map(
            to -> {
              String[] parts = to.strip().substring(BY_PATIENT.length()).split("_", 3);
              return new RoutedPatient(
                  parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
            });
  }

  private static boolean byPatient(String to) {
    return to.strip().toUpperCase(Locale.ROOT).startsWith(BY_PATIENT);
  }

  /** Nothing of it: address and subject name the patient. */
  @Override
  public String toString() {
    return "MeshMetadata[" + channel + "]";
  }

  /** Where the fields stand. */
  public enum Channel {
    /** The headers of the MESH API. */
    API,
    /** The control file of the MESH file client. */
    CONTROL_FILE
  }

  /**
   * What an endpoint lookup gave.
   *
   * @param mailbox the mailbox
   * @param registeredPractice whether it is that of the patient's registered practice
   */
  public record LookedUp(String mailbox, boolean registeredPractice) {}

  /** The key values of an automatic routing address. */
  public record RoutedPatient(String nhsNumber, String birthDate, String surname) {
    @Override
    public String toString() {
      return "RoutedPatient[hidden]";
    }
  }
}
