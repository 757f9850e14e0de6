package gpcm.consultation;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One encounter of a patient with a clinician of an organisation that is not the patient's
 * registered practice, as the clinical system hands it over. Immutable; {@code toString} shows no
 * patient data.
 *
 * @param useCase the use case that carries it, such as {@link #SUMMARY}
 * @param encounter which report of which encounter it is; confidential when the patient asked for
 *     the whole consultation to be so (GPCM-SD-CS-008)
 * @param patient the patient
 * @param practitioner the clinician
 * @param organisation the consulting organisation, with its telephone number (GPCM-SD-CS-035)
 * @param registeredPractice the practice the report goes to
 * @param sections the clinical notes in order
 * @param followUpActions what the clinician asks to be done next
 * @param attachments the files that travel with the report
 */
public record Consultation(
    String useCase,
    ReportedEncounter encounter,
    Patient patient,
    Practitioner practitioner,
    Organisation organisation,
    Organisation registeredPractice,
    List<Section> sections,
    List<SectionItem> followUpActions,
    List<DeclaredAttachment> attachments)
    implements Document {
  /** The name of the Consultation Summary use case. */
  public static final String SUMMARY = "consultation-summary";

  /** The time zone in which people read the times of a consultation. */
  public static final ZoneId UK_TIME = ZoneId.of("Europe/London");

  private static final Pattern USE_CASE = Pattern.compile("[a-z]+(-[a-z]+)*");
  static final int MOST_SECTIONS = 1_000;
  static final int MOST_ATTACHMENTS = 200;

  /**
   * @throws InvalidValueException when a rule between or within the fields is broken
   */
  public Consultation {
    if (!USE_CASE.matcher(useCase).matches()) {
      throw new InvalidValueException(
          "Use case", "must be lower-case words joined by hyphens", "Send " + SUMMARY);
    }
    if (organisation.telephone().isEmpty()) {
      throw new InvalidValueException(
          "Consulting organisation",
          "must have a telephone number (GPCM-SD-CS-035)",
          "Add the organisation's telephone number");
    }
    if (encounter.replacesAsOriginal()) {
      throw new InvalidValueException(
          "Version",
          "must be 2 or more in a consultation that replaces a document (GPCM-SD-CS-007)",
          "Add one to the version replaced");
    }
    sections = CheckedText.list("Sections", sections, MOST_SECTIONS);
    followUpActions = CheckedText.list("Follow-up actions", followUpActions, MOST_SECTIONS);
    attachments = GenericDocument.checked(attachments);
  }

  /** Always empty: a Consultation Summary goes to the registered practice (GPCM-SD-CS-060). */
  @Override
  public Consultation as(ReportedEncounter encounter) {
    return new Consultation(
        useCase,
        encounter,
        patient,
        practitioner,
        organisation,
        registeredPractice,
        sections,
        followUpActions,
        attachments);
  }

  @Override
  public Consultation about(Patient patient) {
    return new Consultation(
        useCase,
        encounter,
        patient,
        practitioner,
        organisation,
        registeredPractice,
        sections,
        followUpActions,
        attachments);
  }

  @Override
  public Optional<Organisation> sendTo() {
    return Optional.empty();
  }

  /** When the patient was seen, as people in the United Kingdom read the clock. */
  public ZonedDateTime occurredAtUkTime() {
    return occurredAt().atZone(UK_TIME);
  }

  @Override
  public String toString() {
    return "Consultation["
        + useCase
        + ", encounterId="
        + encounterId()
        + ", version="
        + version()
        + "]";
  }
}
