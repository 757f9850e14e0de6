package gpcm.consultation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A questionnaire that a patient, or somebody on the patient's behalf, filled in online. Immutable;
 * {@code toString} shows no patient data.
 *
 * @param encounter which report of which consultation it is; it took place when it was sent off
 * @param patient the patient
 * @param representative who filled it in on the patient's behalf; absent when the patient did
 * @param practitioner the clinician who answered the sections that say so
 * @param organisation the organisation that offers the questionnaire
 * @param recipients the patient's registered practice, who is asked to act instead of it, and whom
 *     the patient would like to
 * @param sections the questions and answers in order
 * @param attachments the files that travel with the report
 * @param resources further coded resources that travel with it
 */
public record OnlineConsultation(
    ReportedEncounter encounter,
    Patient patient,
    Optional<Author.ByRelatedPerson> representative,
    Optional<Practitioner> practitioner,
    Organisation organisation,
    DocumentRecipients recipients,
    List<QuestionSection> sections,
    List<DeclaredAttachment> attachments,
    List<CodedEntry> resources)
    implements Document {
  /** The name of the Online Consultation use case. */
  public static final String USE_CASE = "online-consultation";

  /**
   * @throws InvalidValueException when there is nothing answered about, a file name is repeated, a
   *     picture is not attached, or a clinician answered and is not named
   */
  public OnlineConsultation {
    sections = CheckedText.list("Sections", sections, Consultation.MOST_SECTIONS);
    attachments = GenericDocument.checked(attachments);
    resources = GenericDocument.resources(resources);
    GenericDocument.replacing(encounter);
    if (sections.isEmpty()) {
      throw new InvalidValueException(
          "Online consultation",
          "must have at least one section",
          "Send the questions and answers");
    }
    if (practitioner.isEmpty() && sections.stream().anyMatch(QuestionSection::byPractitioner)) {
      throw new InvalidValueException(
          "Practitioner",
          "must be named where a section was answered by the practitioner",
          "Add the practitioner who answered");
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

  /** When it was sent off. */
  public Instant submittedAt() {
    return occurredAt();
  }

  @Override
  public Organisation registeredPractice() {
    return recipients.registeredPractice();
  }

  @Override
  public OnlineConsultation as(ReportedEncounter encounter) {
    return new OnlineConsultation(
        encounter,
        patient,
        representative,
        practitioner,
        organisation,
        recipients,
        sections,
        attachments,
        resources);
  }

  @Override
  public OnlineConsultation about(Patient patient) {
    return new OnlineConsultation(
        encounter,
        patient,
        representative,
        practitioner,
        organisation,
        recipients,
        sections,
        attachments,
        resources);
  }

  @Override
  public Optional<Organisation> sendTo() {
    return recipients.sendTo();
  }

  @Override
  public String toString() {
    return "OnlineConsultation[encounterId=" + encounterId() + ", version=" + version() + "]";
  }
}
