package gpcm.consultation;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A questionnaire that a patient, or somebody on the patient's behalf, filled in online. Immutable;
 * {@code toString} shows no patient data.
 *
 * @param encounterId the sender's unique id of the consultation, the same for every version
 * @param version 1 for the original, one more for each later report of it
 * @param submittedAt when it was sent off
 * @param patient the patient
 * @param representative who filled it in on the patient's behalf; absent when the patient did
 * @param organisation the organisation that offers the questionnaire
 * @param registeredPractice the patient's registered practice
 * @param sections the questions and answers in order
 * @param attachments the files that travel with the report
 */
public record OnlineConsultation(
    String encounterId,
    int version,
    Instant submittedAt,
    Patient patient,
    Optional<PersonName> representative,
    Organisation organisation,
    Organisation registeredPractice,
    List<QuestionSection> sections,
    List<DeclaredAttachment> attachments) {
  /** The name of the Online Consultation use case. */
  public static final String USE_CASE = "online-consultation";

  private static final int MOST_SECTIONS = 1_000;
  private static final int MOST_ATTACHMENTS = 200;

  /**
   * @throws InvalidValueException when there is nothing answered about, a file name is repeated, or
   *     a picture is not attached
   */
  public OnlineConsultation {
    Consultation.encounterId(encounterId);
    Consultation.version(version);
    sections = Text.list("Sections", sections, MOST_SECTIONS);
    attachments = Text.list("Attachments", attachments, MOST_ATTACHMENTS);
    if (sections.isEmpty()) {
      throw new InvalidValueException(
          "Online consultation",
          "must have at least one section",
          "Send the questions and answers");
    }
    Set<String> files = new HashSet<>();
    for (DeclaredAttachment attachment : attachments) {
      if (!files.add(attachment.file())) {
        throw new InvalidValueException(
            "Attachments", "must have different file names", "Rename one of the files");
      }
    }
    boolean attached =
        sections.stream()
            .flatMap(section -> section.questions().stream())
            .flatMap(question -> question.answers().stream())
            .allMatch(
                answer ->
                    !(answer instanceof Answer.PictureAnswer picture)
                        || files.contains(picture.file()));
    if (!attached) {
      throw new InvalidValueException(
          "Picture",
          "must be one of the attachments",
          "Declare the picture's file under attachments");
    }
  }

  @Override
  public String toString() {
    return "OnlineConsultation[encounterId=" + encounterId + ", version=" + version + "]";
  }
}
