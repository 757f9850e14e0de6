package gpcm.report;

import gpcm.consultation.Address;
import gpcm.consultation.Consultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Practitioner;
import gpcm.consultation.Section;

/** The content of the Consultation Report in the order of the template (GPCM-SD-CS-005). */
final class ConsultationPage {
  /** GPCM-SD-CS-016. */
  static final String SUMMARY_REASON =
      "A patient recently consulted with a clinician at an organisation different to the GP"
          + " practice that they are registered with. The notes contained in this document are a"
          + " summary of the consultation";

  /** Stands in place of all notes of a confidential consultation (GPCM-SD-CS-008). */
  private static final String CONFIDENTIAL_CONSULTATION =
      "The details of this consultation have been set as confidential";

  /** Stands beside it when documents are linked to the consultation and do not travel. */
  private static final String WITHHELD =
      "Documents that are linked to this consultation are withheld, because it has been set as"
          + " confidential";

  private final Consultation consultation;
  private final ReportPage page;
  private final boolean withheld;

  ConsultationPage(Consultation consultation, ReportPage page, boolean withheld) {
    this.consultation = consultation;
    this.page = page;
    this.withheld = withheld;
  }

  void write() {
    encounter(page.body().child("div", "block"));
    page.notes("CLINICAL NOTES");
    page.section("Summary Reason", notes -> notes.child("p").verbatim(SUMMARY_REASON));
    if (consultation.confidential()) {
      page.section("Confidential", notes -> confidential(notes, withheld));
      return;
    }
    for (Section part : consultation.sections()) {
      page.section(part.title(), notes -> SectionEntries.write(notes, part.items()));
    }
    if (!consultation.followUpActions().isEmpty()) {
      page.section(
          "Follow-up Actions",
          notes -> SectionEntries.write(notes, consultation.followUpActions()));
    }
  }

  /** What stands in place of everything that a confidential consultation says. */
  static void confidential(HtmlElement notes, boolean withheld) {
    notes.child("p", "warning").verbatim(CONFIDENTIAL_CONSULTATION);
    if (withheld) {
      notes.child("p", "warning").verbatim(WITHHELD);
    }
  }

  private void encounter(HtmlElement block) {
    if (!consultation.confidential()) {
      consultingOrganisation(block);
    }
    HtmlElement line = block.child("div", "line last");
    ReportPage.field(
        line, "wide", "Consultation Date:", TemplateFormats.time(consultation.occurredAt()));
    ReportPage.field(
        line, "practice", "Receiving GP Practice:", consultation.registeredPractice().name());
  }

  /**
   * GPCM-SD-CS-008: none of this is shown, nor put into the file, for a confidential consultation.
   */
  private void consultingOrganisation(HtmlElement block) {
    Practitioner practitioner = consultation.practitioner();
    Organisation organisation = consultation.organisation();
    block.child("h2", "title").verbatim("Consulting Organisation");
    HtmlElement clinician = block.child("div", "line");
    ReportPage.field(
        clinician,
        "wide",
        "Clinician:",
        TemplateFormats.name(practitioner.name()) + ", " + practitioner.role());
    HtmlElement contact = clinician.child("div", "column contact");
    organisation
        .telephone()
        .ifPresent(number -> ReportPage.field(contact, "Tel No:", number.formatted()));
    organisation.email().ifPresent(email -> ReportPage.field(contact, "Email:", email));
    HtmlElement branch = block.child("div", "line");
    organisation
        .branchLocation()
        .ifPresent(name -> ReportPage.field(branch, "Branch Location:", name));
    // The field table asks for name and town, where the template shows a whole address.
    String town = organisation.address().flatMap(Address::city).map(text -> ", " + text).orElse("");
    ReportPage.field(block.child("div", "line"), "Organisation:", organisation.name() + town);
  }
}
