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

  /** What kind of document it is, in words that hold nothing of what a MESH subject line says. */
  public static String kind(String useCase, String title) {
    return switch (useCase) {
      case "consultation-summary" -> "Consultation report";
      case "online-consultation" -> "Online consultation report";
      default -> title.isBlank() ? "Document" : title;
    };
  }

  /**
   * A subject line made anew of what a document says.
   *
   * @param organisation where it comes from, with the comma before it; empty when it is
   *     confidential (GPCM-SD-CS-030, GPCM-SD-GE-014)
   */
  public static String line(
      String useCase,
      String title,
      String patientName,
      String nhsNumber,
      String organisation,
      OptionalInt version) {
    boolean byItsTitle = kind(useCase, "").equals("Document") && !title.isBlank();
    return kind(useCase, title)
        + (byItsTitle ? " report" : "")
        + " for "
        + patientName
        + ", NHS Number "
        + nhsNumber
        + organisation
        + (version.isPresent() ? ", Version " + version.getAsInt() : "");
  }

  /** The line for a confidential document, whatever the subject says that came with it. */
  static String withoutOrganisation(
      String useCase, String title, StatedPatient patient, OptionalInt version) {
    return line(useCase, title, patient.name(), patient.nhsNumber(), "", version);
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
