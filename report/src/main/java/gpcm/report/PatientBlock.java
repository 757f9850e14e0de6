package gpcm.report;

import gpcm.consultation.Address;
import gpcm.consultation.Patient;
import gpcm.consultation.Telephone;

/** Who the report is about: whole on the first page, repeated on the others. */
final class PatientBlock {
  /**
   * From here on, a name is set smaller (GPCM-SD-CS-014: larger than other fields, space
   * permitting).
   */
  private static final int LONG_NAME = 120;

  private final Patient patient;
  private final String name;
  private final Html block;

  private PatientBlock(Patient patient, Html place) {
    this.patient = patient;
    this.name = Formats.name(patient.name());
    this.block =
        place.child("div", name.length() > LONG_NAME ? "block patient long-name" : "block patient");
  }

  static void whole(Patient patient, Html place) {
    PatientBlock lines = new PatientBlock(patient, place);
    lines.identity(lines.block.child("div", "line"), lines.name);
    lines.home(lines.block.child("div", "line"));
    lines.current(lines.block.child("div", "line"));
  }

  /**
   * The same, and beside it the brief form that takes its place should the whole block fill the
   * page.
   */
  static void repeated(Patient patient, Html place) {
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
    if (name.length() <= Setting.LONGEST_RUNNING_NAME) {
      return name;
    }
    return name.substring(
            0, name.offsetByCodePoints(0, name.codePointCount(0, Setting.LONGEST_RUNNING_NAME)))
        + "…";
  }

  private void identity(Html line, String shownName) {
    Sheet.field(line, "name-column", "Patient Name:", shownName);
    Sheet.field(line, "birth-column", "DOB:", Formats.date(patient.birthDate()));
    Sheet.field(line, "number-column", "NHS No:", patient.nhsNumber().formatted());
  }

  private void home(Html line) {
    Sheet.field(
        line.child("div", "column wide"),
        "Home/Registered\nAddress:",
        patient.address().map(Address::oneLine));
    Html numbers = line.child("div", "column narrow");
    Sheet.field(numbers, "Tel No:", patient.telephone().map(Telephone::formatted));
    Sheet.field(numbers, "Mobile No:", patient.mobile().map(Telephone::formatted));
  }

  private void current(Html line) {
    Sheet.field(
        line.child("div", "column wide"),
        "Current Address:",
        patient.currentAddress().map(Address::oneLine));
    Sheet.field(
        line.child("div", "column narrow"),
        "Current Tel No:",
        patient.currentTelephone().map(Telephone::formatted));
  }
}
