package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Consultation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Section;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPCM-SD-CS-001, -002, -005, -006, -011, -016: what the report says, and how. */
class ReportContentTest {
  @Test
  void everyFieldOfTheExampleIsShownInTheFormatsOfTheTemplate() {
    String text = Samples.text(Samples.pdf(Samples.example()));

    assertThat(text)
        .contains(
            "CONSULTATION REPORT",
            "- Confidential: personal data -",
            "Version 1",
            "Number of related documents: 1",
            "Page 1 of 1",
            "Patient Name: TESTPATIENT, Alpha Example (Ms)",
            "DOB: 09-Jan-1957",
            "NHS No: 999 000 0018",
            "Home/Registered Address: 1 Example Street, Sampleton, Testford, ZZ99 3CZ",
            "Tel No: 01632 960001",
            "Consulting Organisation",
            "Clinician: FICTIONAL, Bravo (Dr), General Medical Practitioner",
            "Tel No: 01632 960100",
            "Branch Location: Testford Health Centre",
            "Organisation: Sampleton Evening Hub",
            "Consultation Date: 20-Nov-2026 18:35",
            "Receiving GP Practice: Testford Surgery",
            "CLINICAL NOTES");
    assertThat(text.replace(" ", "")).contains("hub@sampleton.example");
  }

  @Test
  void everythingTheClinicianEnteredIsInTheNotesInItsOrder() {
    assertThat(Samples.text(Samples.pdf(Samples.example())))
        .containsSubsequence(
            "Summary Reason:",
            "A patient recently consulted with a clinician at an organisation different to the GP"
                + " practice that they are registered with. The notes contained in this document"
                + " are a summary of the consultation",
            "History:",
            "Sore throat for three days, no fever today. Drinking well.",
            "Pharyngitis (SNOMED CT 405737000)",
            "Examination:",
            "Throat red, no exudate. Chest clear.",
            "Body temperature: 37.2 degrees Celsius (SNOMED CT 386725007)",
            "Observations",
            "Time Pulse Oxygen saturation",
            "18:35 72 /min 98 %",
            "18:45 70 /min 98 %",
            "Treatment:",
            "Paracetamol 500mg tablets (dm+d 322236009)",
            "Follow-up Actions:",
            "Review at the registered practice if no better in one week.");
  }

  @Test
  void absentValuesTakeTheirLabelsWithThem() {
    String all =
        Samples.text(
            Samples.pdf(
                Samples.patient(
                    Samples.everywhere(Samples.example().patient().name(), Samples.tenLines()))));
    assertThat(all)
        .contains(
            "Current Address: Flat 99, Testford, ZZ99 3CZ",
            "Current Tel No: 020 7946 0000",
            "Mobile No: 07700 900123");

    String none = Samples.text(Samples.pdf(Samples.patient(Samples.bare())));
    assertThat(none)
        .doesNotContain("Address", "Current", "Mobile")
        .contains("Patient Name: TESTPATIENT DOB:");
    assertThat(none.split("Tel No:", -1)).as("only the organisation has a telephone").hasSize(2);
  }

  @Test
  void withoutFollowUpActionsThereIsNoSuchTitle() {
    assertThat(Samples.text(Samples.pdf(Samples.text("Nothing further."))))
        .doesNotContain("Follow-up");
  }

  @Test
  void lineBreaksAndBlankLinesOfANoteAreKept() {
    assertThat(
            Samples.text(
                Samples.pdf(
                    Samples.text("First line\r\nSecond line\rThird line\n\nAfter a blank line"))))
        .contains("First line Second line Third line", "After a blank line");
  }

  @Test
  void textThatLooksLikeMarkupIsShownAsItWasTyped() {
    assertThat(
            Samples.text(
                Samples.pdf(
                    Samples.text(
                        "<b>Na</b> < 130 & K > 5 </div><img src='file:///x'/> &amp; {{x}}"))))
        .contains("<b>Na</b> < 130 & K > 5 </div><img src='file:///x'/> &amp; {{x}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Smith     | John Simon | Mr | SMITH, John Simon (Mr)
          O'Example |            |    | O'EXAMPLE
          de Test   | Ann        |    | DE TEST, Ann
          Straße    | Ägidius    | Dr | STRASSE, Ägidius (Dr)
          """)
  void aNameIsSurnameForenamesTitle(String family, String given, String prefix, String shown) {
    assertThat(
            TemplateFormats.name(
                new PersonName(
                    family,
                    given == null ? List.of() : List.of(given.split(" ")),
                    Optional.ofNullable(prefix))))
        .isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-01T08:05:00Z, 01-Sep-2026 09:05",
    "2026-01-31T23:59:59Z, 31-Jan-2026 23:59",
    "2026-06-30T23:30:00Z, 01-Jul-2026 00:30"
  })
  void aTimeIsReadOnTheClockOfTheUnitedKingdom(Instant instant, String shown) {
    assertThat(TemplateFormats.time(instant)).isEqualTo(shown);
  }

  @Test
  void theSameInputAndMomentGiveTheSameBytesFromAnyReportAtAnyTime() {
    Consultation chinese =
        Samples.patient(Samples.named(new PersonName("王", List.of("小明"), Optional.empty())));
    byte[] first = Samples.pdf(Samples.example());
    byte[] firstChinese = Samples.pdf(chinese);

    assertThat(Samples.pdf(Samples.example())).isEqualTo(first);
    assertThat(Samples.pdf(new ConsultationReport(ReportSettings.defaults()), Samples.example()))
        .isEqualTo(first);
    assertThat(Samples.pdf(new ConsultationReport(ReportSettings.defaults()), chinese))
        .isEqualTo(firstChinese);
  }

  @Test
  void oneReportServesManyThreads() {
    ConsultationReport report = new ConsultationReport(ReportSettings.defaults());
    List<Consultation> consultations =
        IntStream.range(0, 24)
            .mapToObj(
                i ->
                    Samples.notes(
                        new Section(
                            "Number " + i % 4, List.of(Samples.text("Note " + i % 4, false)))))
            .toList();
    List<byte[]> expected = consultations.stream().map(Samples::pdf).toList();

    List<byte[]> together =
        consultations.parallelStream().map(c -> Samples.pdf(report, c)).toList();

    for (int i = 0; i < expected.size(); i++) {
      assertThat(together.get(i)).isEqualTo(expected.get(i));
    }
  }
}
