package gpcm.report;

import gpcm.consultation.Address;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.PatientContact;
import gpcm.consultation.PersonName;
import gpcm.consultation.Postcode;
import gpcm.consultation.Practitioner;
import gpcm.consultation.ReportedEncounter;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import gpcm.consultation.Telephone;
import gpcm.consultation.json.ConsultationJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** Fictional consultations, and the reports made of them. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-20T19:00:00Z");

  private static final ConsultationReport REPORT =
      new ConsultationReport(ReportSettings.defaults());

  private Samples() {}

  /** The project's own example. */
  static Consultation example() {
    try {
      return ConsultationJson.read(
          Files.readAllBytes(
              Path.of(
                  System.getProperty("project.root"), "examples", "consultation-summary.json")));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static Consultation notes(Section... sections) {
    Consultation c = example();
    return copy(
        c,
        c.confidential(),
        c.patient(),
        c.practitioner(),
        c.organisation(),
        List.of(sections),
        List.of());
  }

  static Consultation text(String text) {
    return notes(new Section("Notes", List.of(new SectionItem.TextItem(text, false))));
  }

  static Consultation patient(Patient patient) {
    Consultation c = example();
    return copy(
        c,
        c.confidential(),
        patient,
        c.practitioner(),
        c.organisation(),
        c.sections(),
        c.followUpActions());
  }

  static Consultation confidential(Consultation c) {
    return copy(
        c,
        true,
        c.patient(),
        c.practitioner(),
        c.organisation(),
        c.sections(),
        c.followUpActions());
  }

  static Consultation encounter(
      Consultation c, Practitioner practitioner, Organisation organisation) {
    return copy(
        c,
        c.confidential(),
        c.patient(),
        practitioner,
        organisation,
        c.sections(),
        c.followUpActions());
  }

  static Patient named(PersonName name) {
    Patient p = example().patient();
    return new Patient(
        p.nhsNumber(), p.nhsNumberVerification(), name, p.birthDate(), p.gender(), p.contact());
  }

  /** A patient of whom everything is known. */
  static Patient everywhere(PersonName name, Address home) {
    Patient p = example().patient();
    return new Patient(
        p.nhsNumber(),
        p.nhsNumberVerification(),
        name,
        p.birthDate(),
        p.gender(),
        new PatientContact(
            Optional.of(home),
            Optional.of(
                new Address(
                    List.of("Flat 99"),
                    Optional.of("Testford"),
                    Optional.empty(),
                    Optional.of(new Postcode("ZZ99 3CZ")),
                    Optional.empty())),
            Optional.of(new Telephone("01632960001")),
            Optional.of(new Telephone("07700900123")),
            Optional.of(new Telephone("02079460000"))));
  }

  /** A patient of whom only the least is known. */
  static Patient bare() {
    Patient p = example().patient();
    return new Patient(
        p.nhsNumber(),
        p.nhsNumberVerification(),
        new PersonName("Testpatient", List.of(), Optional.empty()),
        p.birthDate(),
        p.gender(),
        new PatientContact(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  static Address tenLines() {
    return new Address(
        IntStream.rangeClosed(1, 10)
            .mapToObj(i -> "Line number " + i + " of a long address")
            .toList(),
        Optional.of("Testford"),
        Optional.empty(),
        Optional.of(new Postcode("ZZ99 3CZ")),
        Optional.empty());
  }

  static SectionItem text(String text, boolean confidential) {
    return new SectionItem.TextItem(text, confidential);
  }

  static SectionItem code(String term, boolean confidential) {
    return new SectionItem.CodedItem(
        new ClinicalCode(ClinicalCode.Terminology.SNOMED, "405737000", term), confidential);
  }

  static SectionItem value(String term, String quantity, boolean confidential) {
    return new SectionItem.ValueItem(
        term, Optional.empty(), new BigDecimal(quantity), Optional.of("mmol/L"), confidential);
  }

  static SectionItem table(List<String> columns, int rows, boolean confidential) {
    return new SectionItem.TableItem(
        "Table of values",
        columns,
        IntStream.range(0, rows)
            .mapToObj(
                row ->
                    IntStream.range(0, columns.size())
                        .mapToObj(column -> "r" + row + "c" + column)
                        .toList())
            .toList(),
        confidential);
  }

  static Consultation copy(
      Consultation c,
      boolean confidential,
      Patient patient,
      Practitioner practitioner,
      Organisation organisation,
      List<Section> sections,
      List<SectionItem> followUpActions) {
    return new Consultation(
        c.useCase(),
        new ReportedEncounter(
            c.encounterId(), c.version(), confidential, c.occurredAt(), c.replaces()),
        patient,
        practitioner,
        organisation,
        c.registeredPractice(),
        sections,
        followUpActions,
        c.attachments());
  }

  static byte[] pdf(Consultation consultation) {
    return pdf(REPORT, consultation);
  }

  static byte[] pdf(ConsultationReport report, Consultation consultation) {
    try {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      report.write(consultation, new ReportContext(NOW, consultation.attachments().size()), output);
      return output.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The text of each page, on one line, as the eye goes over it. */
  static List<String> pages(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      String[] pages = new String[document.getNumberOfPages()];
      for (int i = 0; i < pages.length; i++) {
        stripper.setStartPage(i + 1);
        stripper.setEndPage(i + 1);
        pages[i] = stripper.getText(document).replaceAll("\\s+", " ").strip();
      }
      return Arrays.asList(pages);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * The text that a screen reader reads out: real content in its logical order, without what is
   * repeated.
   */
  static String text(byte[] pdf) {
    return Tagged.of(pdf).text();
  }
}
