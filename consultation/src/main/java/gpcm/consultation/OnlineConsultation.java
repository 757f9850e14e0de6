package gpcm.consultation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A questionnaire that a patient, or somebody on the patient's behalf, filled in online. Immutable;
 * {@code toString} shows no patient data.
 *
 * @param encounterId the sender's unique id of the consultation, the same for every version
 * @param version 1 for the original, one more for each later report of it
 * @param confidential whether it is restricted (GPCM-SD-OC-005)
 * @param submittedAt when it was sent off
 * @param patient the patient
 * @param representative who filled it in on the patient's behalf; absent when the patient did
 * @param organisation the organisation that offers the questionnaire
 * @param registeredPractice the patient's registered practice
 * @param sendTo the provider that is asked to act instead of the practice, such as a pharmacy
 * @param sections the questions and answers in order
 * @param attachments the files that travel with the report
 * @param resources further coded resources that travel with it
 * @param replaces the id of the document that this version replaces
 */
public record OnlineConsultation(
    String encounterId,
    int version,
    boolean confidential,
    Instant submittedAt,
    Patient patient,
    Optional<Author.ByRelatedPerson> representative,
    Organisation organisation,
    Organisation registeredPractice,
    Optional<Organisation> sendTo,
    List<QuestionSection> sections,
    List<DeclaredAttachment> attachments,
    List<CodedEntry> resources,
    Optional<UUID> replaces)
    implements Document {
  /** The name of the Online Consultation use case. */
  public static final String USE_CASE = "online-consultation";

  /**
   * @throws InvalidValueException when there is nothing answered about, a file name is repeated, or
   *     a picture is not attached
   */
  public OnlineConsultation {
    Consultation.encounterId(encounterId);
    Consultation.version(version);
    sections = CheckedText.list("Sections", sections, Consultation.MOST_SECTIONS);
    attachments = GenericDocument.checked(attachments);
    resources = GenericDocument.resources(resources);
    if (replaces.isPresent()) {
      GenericDocument.replacing(version);
    }
    if (sendTo.isPresent()) {
      GenericDocument.elsewhere(sendTo.get(), registeredPractice);
    }
    if (sections.isEmpty()) {
      throw new InvalidValueException(
          "Online consultation",
          "must have at least one section",
          "Send the questions and answers");
    }
    Set<String> files =
        attachments.stream().map(DeclaredAttachment::file).collect(Collectors.toSet());
    boolean attached =
        sections.stream()
            .flatMap(section -> section.questions().stream())
            .flatMap(question -> question.answers().stream())
            .allMatch(
                answer ->
                    !(answer instanceof QuestionAnswer.PictureAnswer picture)
                        || files.contains(picture.file()));
    if (!attached) {
      throw new InvalidValueException(
          "Picture",
          "must be one of the attachments",
          "Declare the picture's file under attachments");
    }
  }

  @Override
  public String useCase() {
    return USE_CASE;
  }

  @Override
  public Instant occurredAt() {
    return submittedAt;
  }

  @Override
  public String toString() {
    return "OnlineConsultation[encounterId=" + encounterId + ", version=" + version + "]";
  }
}
