package gpcm.report;

import gpcm.consultation.Patient;
import gpcm.consultation.PatientContact;

/** Who the report is about: whole on the first page, repeated on the others. */
final class PatientBlock {
  /**
   * From here on, a name is set smaller (GPCM-SD-CS-014: larger than other fields, space
   * permitting).
   */
  private static final int LONG_NAME = 120;

  private final Patient patient;
  private final String name;
  private final HtmlElement block;

  private PatientBlock(Patient patient, HtmlElement place) {
    this.patient = patient;
    this.name = TemplateFormats.name(patient.name());
    this.block =
        place.child("div", name.length() > LONG_NAME ? "block patient long-name" : "block patient");
  }

  static void whole(Patient patient, HtmlElement place) {
    PatientBlock lines = new PatientBlock(patient, place);
    lines.identity(lines.block.child("div", "line"), lines.name);
    lines.home(lines.block.child("div", "line"));
    lines.current(lines.block.child("div", "line"));
  }

  /**
   * The same, and beside it the brief form that takes its place should the whole block fill the
   * page.
   */
  static void repeated(Patient patient, HtmlElement place) {
    PatientBlock lines = new PatientBlock(patient, place);
    lines.identity(lines.block.child("div", "line not-brief"), lines.name);
    lines.home(lines.block.child("div", "line not-brief"));
    lines.current(lines.block.child("div", "line not-brief"));
    lines.identity(lines.block.child("div", "line only-brief"), beginning(lines.name));
    lines
        .block
        .child("div", "line only-brief")
        .child("p")
        .verbatim("Whole name, addresses and telephone numbers: see page 1");
  }

  private static String beginning(String name) {
    if (name.length() <= LayoutAssumptions.LONGEST_RUNNING_NAME) {
      return name;
    }
    return name.substring(
            0,
            name.offsetByCodePoints(
                0, name.codePointCount(0, LayoutAssumptions.LONGEST_RUNNING_NAME)))
        + "…";
  }

  private void identity(HtmlElement line, String shownName) {
    ReportPage.field(line, "name-column", "Patient Name:", shownName);
    ReportPage.field(line, "birth-column", "DOB:", TemplateFormats.date(patient.birthDate()));
    ReportPage.field(line, "number-column", "NHS No:", patient.nhsNumber().formatted());
  }

  private void home(HtmlElement line) {
    PatientContact contact = patient.contact();
    HtmlElement place = line.child("div", "column wide");
    contact
        .address()
        .ifPresent(home -> ReportPage.field(place, "Home/Registered\nAddress:", home.oneLine()));
    HtmlElement numbers = line.child("div", "column narrow");
    contact
        .telephone()
        .ifPresent(number -> ReportPage.field(numbers, "Tel No:", number.formatted()));
    contact
        .mobile()
        .ifPresent(number -> ReportPage.field(numbers, "Mobile No:", number.formatted()));
  }

  private void current(HtmlElement line) {
    PatientContact contact = patient.contact();
    HtmlElement place = line.child("div", "column wide");
    contact
        .currentAddress()
        .ifPresent(current -> ReportPage.field(place, "Current Address:", current.oneLine()));
    HtmlElement numbers = line.child("div", "column narrow");
    contact
        .currentTelephone()
        .ifPresent(number -> ReportPage.field(numbers, "Current Tel No:", number.formatted()));
  }
}
