package gpcm.report;

import gpcm.consultation.Address;
import gpcm.consultation.Patient;
import gpcm.consultation.Telephone;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The frame that every report shares: bands, patient block, footer. The first page carries them in
 * the flow, where a screen reader finds them once; later pages repeat them as a running header,
 * which it skips. Not thread-safe.
 */
final class Sheet {
  /** The element whose height a running header needs. */
  static final String IDENTITY = "identity";

  /** Where the first page says of how many it is the first. */
  static final String FIRST_OF = "first-of";

  static final String NOTES_BAND = "notes-band";

  /**
   * From here on, a name is set smaller (GPCM-SD-CS-014: larger than other fields, space
   * permitting).
   */
  private static final int LONG_NAME = 120;

  private final Html root;
  private final Html body;
  private final Html running;
  private final Patient patient;

  Sheet(
      Html root,
      String title,
      ReportSettings settings,
      Patient patient,
      String versions,
      String related) {
    this.root = root.with("lang", "en-GB");
    this.patient = patient;
    Html head = root.child("head");
    head.child("title").verbatim(title);
    head.child("style").with("id", "page-style");
    this.body = root.child("body");
    this.running = body.child("div", "continued").with("id", "running");
    titleBand(settings, title);
    // On the first page the number is real text: generated text would be invisible to a screen
    // reader.
    identity(
        body.child("div").with("id", IDENTITY),
        versions,
        related,
        place -> place.with("id", FIRST_OF));
    identity(running, versions, related, place -> place.child("span", "page-of"));
  }

  org.w3c.dom.Document document() {
    return root.document();
  }

  Html body() {
    return body;
  }

  /** Begins the notes under their band, and answers where they go. */
  Html notes(String band) {
    body.child("div", "notes-head").with("id", NOTES_BAND).child("h1", "notes-band").verbatim(band);
    running.child("div", "notes-head").child("div", "notes-band").verbatim(band);
    return body;
  }

  private void titleBand(ReportSettings settings, String title) {
    Html band = body.child("div", "title-band");
    mark(band.child("div", "mark left"), settings.left());
    mark(band.child("div", "mark right"), settings.right());
    band.child("h1").verbatim(title.toUpperCase(Locale.ROOT));
    band.child("p").verbatim("- Confidential: personal data -");
  }

  private static void mark(Html corner, Wordmark mark) {
    switch (mark) {
      case Wordmark.Words words -> corner.text(words.text());
      case Wordmark.Logo logo ->
          corner.child("img").with("src", logo.file().dataUri()).alternative(logo.alternative());
    }
  }

  private void identity(Html place, String versions, String related, Consumer<Html> pageNumber) {
    Html band = place.child("div", "version-band");
    band.child("div", "left").verbatim(versions);
    pageNumber.accept(band.child("div", "right"));
    band.child("div").verbatim(related);
    String name = Formats.name(patient.name());
    Html block =
        place.child("div", name.length() > LONG_NAME ? "block patient long-name" : "block patient");
    Html first = block.child("div", "line");
    field(first, "name-column", "Patient Name:", name);
    field(first, "birth-column", "DOB:", Formats.date(patient.birthDate()));
    field(first, "number-column", "NHS No:", patient.nhsNumber().formatted());
    Html home = block.child("div", "line");
    field(
        home.child("div", "wide"),
        "Home/Registered Address:",
        patient.address().map(Address::oneLine));
    Html numbers = home.child("div", "narrow");
    field(numbers, "Tel No:", patient.telephone().map(Telephone::formatted));
    field(numbers, "Mobile No:", patient.mobile().map(Telephone::formatted));
    Html current = block.child("div", "line");
    field(
        current.child("div", "wide"),
        "Current Address:",
        patient.currentAddress().map(Address::oneLine));
    field(
        current.child("div", "narrow"),
        "Current Tel No:",
        patient.currentTelephone().map(Telephone::formatted));
  }

  static void field(Html line, String column, String label, String value) {
    field(line.child("div", column), label, Optional.of(value));
  }

  /** An absent value takes its label with it. */
  static void field(Html place, String label, Optional<String> value) {
    value.ifPresent(
        text -> {
          Html field = place.child("div", "field");
          field.child("p", "label").verbatim(label);
          field.child("p", "value").text(text);
        });
  }
}
