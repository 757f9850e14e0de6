package gpcm.consultation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One encounter of a patient with a clinician of an organisation that is not the patient's
 * registered practice, as the clinical system hands it over. Immutable; {@code toString} shows no
 * patient data.
 *
 * @param useCase the use case that carries it, such as {@link #SUMMARY}
 * @param encounterId the sender's unique id of the encounter, the same for every version
 *     (GPCM-SD-CS-046)
 * @param version 1 for the original, one more for each later report of the same encounter
 *     (GPCM-SD-CS-007)
 * @param confidential whether the patient asked for the whole consultation to be confidential
 *     (GPCM-SD-CS-008)
 * @param occurredAt when the patient was seen
 * @param patient the patient
 * @param practitioner the clinician
 * @param organisation the consulting organisation, with its telephone number (GPCM-SD-CS-035)
 * @param registeredPractice the practice the report goes to
 * @param sections the clinical notes in order
 * @param followUpActions what the clinician asks to be done next
 * @param attachments the files that travel with the report
 * @param replaces the id of the document that this version replaces, where the sender knows it
 */
public record Consultation(
    String useCase,
    String encounterId,
    int version,
    boolean confidential,
    Instant occurredAt,
    Patient patient,
    Practitioner practitioner,
    Organisation organisation,
    Organisation registeredPractice,
    List<Section> sections,
    List<SectionItem> followUpActions,
    List<DeclaredAttachment> attachments,
    Optional<UUID> replaces)
    implements Document {
  /** The name of the Consultation Summary use case. */
  public static final String SUMMARY = "consultation-summary";

  /** The time zone in which people read the times of a consultation. */
  public static final ZoneId UK_TIME = ZoneId.of("Europe/London");

  private static final Pattern USE_CASE = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final Pattern ENCOUNTER_ID = Pattern.compile("[\\x21-\\x7E]{1,255}");
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
    encounterId(encounterId);
    version(version);
    if (organisation.telephone().isEmpty()) {
      throw new InvalidValueException(
          "Consulting organisation",
          "must have a telephone number (GPCM-SD-CS-035)",
          "Add the organisation's telephone number");
    }
    if (replaces.isPresent() && version == 1) {
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
  public Optional<Organisation> sendTo() {
    return Optional.empty();
  }

  /**
   * Checks an encounter's id by itself.
   *
   * @return the same text
   * @throws InvalidValueException when it is empty, too long, or holds other than visible ASCII
   */
  public static String encounterId(String value) {
    if (!ENCOUNTER_ID.matcher(value).matches()) {
      throw new InvalidValueException(
          "Encounter id",
          "must be 1 to 255 visible ASCII characters without spaces",
          "Send the encounter's own id, for example a UUID");
    }
    return value;
  }

  /**
   * Checks a version by itself (GPCM-SD-CS-007).
   *
   * @return the same number
   * @throws InvalidValueException when it is below 1
   */
  public static int version(int value) {
    if (value < 1) {
      throw new InvalidValueException(
          "Version", "must be 1 or more (GPCM-SD-CS-007)", "Send 1 for the original");
    }
    return value;
  }

  /** When the patient was seen, as people in the United Kingdom read the clock. */
  public ZonedDateTime occurredAtUkTime() {
    return occurredAt.atZone(UK_TIME);
  }

  @Override
  public String toString() {
    return "Consultation["
        + useCase
        + ", encounterId="
        + encounterId
        + ", version="
        + version
        + "]";
  }
}
