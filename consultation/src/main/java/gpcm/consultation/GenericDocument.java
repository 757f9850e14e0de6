package gpcm.consultation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A finished document of any kind about a patient, passed on unchanged. Immutable; {@code toString}
 * shows no patient data.
 *
 * @param type what kind of document it is, in SNOMED CT (GPCM-SD-GE-003)
 * @param title the fixed name of this kind of document, also used in the texts people see
 * @param encounter which report of which encounter it is
 * @param patient the patient
 * @param authors who wrote it, one at least
 * @param organisation the organisation that sends, with its telephone number
 * @param recipients the patient's registered practice and who is asked to act instead of it
 * @param attachments the files; the first one is the document itself
 * @param resources coded resources that travel with it
 */
public record GenericDocument(
    ClinicalCode type,
    String title,
    ReportedEncounter encounter,
    Patient patient,
    List<Author> authors,
    Organisation organisation,
    DocumentRecipients recipients,
    List<DeclaredAttachment> attachments,
    List<CodedEntry> resources)
    implements Document {
  /** The name of the Generic use case. */
  public static final String USE_CASE = "generic";

  private static final int MOST_AUTHORS = 100;

  /**
   * @throws InvalidValueException when a rule between or within the fields is broken
   */
  public GenericDocument {
    CheckedText.line("Title", title);
    if (type.system() != ClinicalCode.Terminology.SNOMED) {
      throw new InvalidValueException(
          "Type", "must be a SNOMED CT code (GPCM-SD-GE-003)", "Send the code of the document");
    }
    authors = CheckedText.list("Authors", authors, MOST_AUTHORS);
    if (authors.isEmpty()) {
      throw new InvalidValueException(
          "Authors", "must be one or more (GPCM-SD-005)", "Name who wrote the document");
    }
    attachments = checked(attachments);
    if (attachments.isEmpty()) {
      throw new InvalidValueException(
          "Attachments",
          "must be one or more: the first is the document that is sent",
          "Declare the document's file");
    }
    resources = resources(resources);
    replacing(encounter);
  }

  static List<DeclaredAttachment> checked(List<DeclaredAttachment> attachments) {
    Set<String> files = new HashSet<>();
    for (DeclaredAttachment attachment : attachments) {
      if (!files.add(attachment.file())) {
        throw new InvalidValueException(
            "Attachments", "must have different file names", "Rename one of the files");
      }
    }
    return CheckedText.list("Attachments", attachments, Consultation.MOST_ATTACHMENTS);
  }

  static List<CodedEntry> resources(List<CodedEntry> resources) {
    return CheckedText.list("Resources", resources, Consultation.MOST_SECTIONS);
  }

  static void replacing(ReportedEncounter encounter) {
    if (encounter.replacesAsOriginal()) {
      throw new InvalidValueException(
          "Version",
          "must be 2 or more in a document that replaces another",
          "Add one to the version replaced");
    }
  }

  @Override
  public String useCase() {
    return USE_CASE;
  }

  @Override
  public Organisation registeredPractice() {
    return recipients.registeredPractice();
  }

  @Override
  public GenericDocument as(ReportedEncounter encounter) {
    return new GenericDocument(
        type, title, encounter, patient, authors, organisation, recipients, attachments, resources);
  }

  @Override
  public GenericDocument about(Patient patient) {
    return new GenericDocument(
        type, title, encounter, patient, authors, organisation, recipients, attachments, resources);
  }

  @Override
  public Optional<Organisation> sendTo() {
    return recipients.sendTo();
  }

  @Override
  public String toString() {
    return "GenericDocument[encounterId=" + encounterId() + ", version=" + version() + "]";
  }
}
