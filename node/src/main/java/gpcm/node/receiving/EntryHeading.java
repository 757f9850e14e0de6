package gpcm.node.receiving;

import java.util.OptionalInt;

/**
 * What a received document says of itself.
 *
 * @param useCase such as {@code consultation-summary}
 * @param recipientType FA, to be acted on, or FI, to be filed
 * @param subject the subject line as MESH carried it; of a confidential document a line made anew,
 *     without the organisation it comes from (GPCM-SD-CS-030)
 * @param title Composition.title
 * @param version the report's version, when the subject or text names it
 * @param confidential whether the sender marked it restricted
 */
public record EntryHeading(
    String useCase,
    String recipientType,
    String subject,
    String title,
    OptionalInt version,
    boolean confidential) {

  /**
   * The line for a confidential document, whatever the subject says that came with it
   * (GPCM-SD-CS-030, GPCM-SD-GE-014).
   */
  static String withoutOrganisation(
      String useCase, String title, StatedPatient patient, OptionalInt version) {
    String kind =
        switch (useCase) {
          case "consultation-summary" -> "Consultation report";
          case "online-consultation" -> "Online consultation report";
          default -> title.isBlank() ? "Document" : title + " report";
        };
    return kind
        + " for "
        + patient.name()
        + ", NHS Number "
        + patient.nhsNumber()
        + (version.isPresent() ? ", Version " + version.getAsInt() : "");
  }

  /** With the kind of document and its patient, and without its title. */
  EntryHeading untitled(StatedPatient patient) {
    return new EntryHeading(
        useCase,
        recipientType,
        withoutOrganisation(useCase, "", patient, version),
        "",
        version,
        confidential);
  }

  /** Without the subject and title, which may name the patient. */
  @Override
  public String toString() {
    return "EntryHeading[useCase=%s, version=%s, confidential=%s]"
        .formatted(useCase, version, confidential);
  }
}
