package gpcm.report;

import gpcm.consultation.Address;
import gpcm.consultation.Consultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Practitioner;
import gpcm.consultation.Section;
import gpcm.consultation.Telephone;
import java.util.Optional;

/** The content of the Consultation Report in the order of the template (GPCM-SD-CS-005). */
final class ConsultationPage {
  /** GPCM-SD-CS-016. */
  static final String SUMMARY_REASON =
      "A patient recently consulted with a clinician at an organisation different to the GP"
          + " practice that they are registered with. The notes contained in this document are a"
          + " summary of the consultation";

  /** Stands in place of all notes of a confidential consultation (GPCM-SD-CS-008). */
  static final String CONFIDENTIAL_CONSULTATION =
      "The details of this consultation have been set as confidential";

  private final Consultation consultation;
  private final Sheet sheet;

  ConsultationPage(Consultation consultation, Sheet sheet) {
    this.consultation = consultation;
    this.sheet = sheet;
  }

  void write() {
    encounter(sheet.body().child("div", "block"));
    sheet.notes("CLINICAL NOTES");
    sheet.section("Summary Reason", notes -> notes.child("p").verbatim(SUMMARY_REASON));
    if (consultation.confidential()) {
      sheet.section(
          "Confidential", notes -> notes.child("p", "warning").verbatim(CONFIDENTIAL_CONSULTATION));
      return;
    }
    for (Section part : consultation.sections()) {
      sheet.section(part.title(), notes -> Notes.write(notes, part.items()));
    }
    if (!consultation.followUpActions().isEmpty()) {
      sheet.section(
          "Follow-up Actions", notes -> Notes.write(notes, consultation.followUpActions()));
    }
  }

  private void encounter(Html block) {
    if (!consultation.confidential()) {
      consultingOrganisation(block);
    }
    Html line = block.child("div", "line last");
    Sheet.field(line, "wide", "Consultation Date:", Formats.time(consultation.occurredAt()));
    Sheet.field(
        line, "practice", "Receiving GP Practice:", consultation.registeredPractice().name());
  }

  /**
   * GPCM-SD-CS-008: none of this is shown, nor put into the file, for a confidential consultation.
   */
  private void consultingOrganisation(Html block) {
    Practitioner practitioner = consultation.practitioner();
    Organisation organisation = consultation.organisation();
    block.child("h2", "title").verbatim("Consulting Organisation");
    Html clinician = block.child("div", "line");
    Sheet.field(
        clinician,
        "wide",
        "Clinician:",
        Formats.name(practitioner.name()) + ", " + practitioner.role());
    Html contact = clinician.child("div", "column contact");
    Sheet.field(contact, "Tel No:", organisation.telephone().map(Telephone::formatted));
    Sheet.field(contact, "Email:", organisation.email());
    Sheet.field(block.child("div", "line"), "Branch Location:", organisation.branchLocation());
    String address =
        organisation.address().map(Address::oneLine).map(text -> ", " + text).orElse("");
    Sheet.field(
        block.child("div", "line"), "Organisation:", Optional.of(organisation.name() + address));
  }
}
