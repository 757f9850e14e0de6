package gpcm.report;

import gpcm.consultation.Patient;
import java.util.Locale;
import java.util.function.Consumer;
import org.w3c.dom.Document;

/**
 * The frame that every report shares: bands, patient block, footer. The first page carries them in
 * the flow, where a screen reader finds them once; later pages repeat them as a running header,
 * which it skips. Not thread-safe.
 */
final class ReportPage {
  /** The element whose height a running header needs. */
  static final String IDENTITY = "identity";

  /** Where the first page says of how many it is the first. */
  static final String FIRST_OF = "first-of";

  static final String RUNNING = "running";

  static final String NOTES_BAND = "notes-band";

  private final HtmlElement root;
  private final HtmlElement body;
  private final HtmlElement running;
  private int sections;

  ReportPage(
      HtmlElement root,
      String title,
      ReportSettings settings,
      Patient patient,
      String versions,
      String related) {
    this.root = root.with("lang", "en-GB");
    HtmlElement head = root.child("head");
    head.child("title").verbatim(title);
    head.child("style").with("id", "page-style");
    this.body = root.child("body");
    this.running = body.child("div", "continued").with("id", RUNNING);
    titleBand(settings, title);
    HtmlElement identity = body.child("div").with("id", IDENTITY);
    // On the first page the number is real text: generated text would be invisible to a screen
    // reader.
    identity(identity, versions, related).with("id", FIRST_OF);
    PatientBlock.whole(patient, identity);
    identity(running, versions, related).child("span", "page-of");
    PatientBlock.repeated(patient, running);
  }

  Document document() {
    return root.document();
  }

  HtmlElement body() {
    return body;
  }

  /** Begins the notes under their band. */
  void notes(String band) {
    body.child("div", "notes-head").with("id", NOTES_BAND).child("h1", "notes-band").verbatim(band);
    running.child("div", "notes-head").child("div", "notes-band").verbatim(band);
  }

  /**
   * GPCM-SD-CS-011 to -013: a bold title on the left, the notes in one column on the right, a blank
   * line after them.
   */
  void section(String title, Consumer<HtmlElement> writer) {
    sections++;
    HtmlElement section = body.child("div", "section").with("id", "section-" + sections);
    section.child("h2").with("id", "title-" + sections).text(title + ":");
    HtmlElement notes = section.child("div", "notes");
    writer.accept(notes);
    // Marked so that the layout can be asked whether the title stands on the same page.
    notes.first().ifPresent(first -> first.with("id", "first-" + sections));
  }

  private void titleBand(ReportSettings settings, String title) {
    HtmlElement band = body.child("div", "title-band");
    mark(band.child("div", "corner left mark"), settings.left());
    HtmlElement centre = band.child("div", "centre");
    centre.child("h1").verbatim(title.toUpperCase(Locale.ROOT));
    centre.child("p").verbatim("- Confidential: personal data -");
    mark(band.child("div", "corner right mark"), settings.right());
  }

  private static void mark(HtmlElement corner, Wordmark mark) {
    switch (mark) {
      case Wordmark.Words words -> corner.text(words.text());
      case Wordmark.Logo logo ->
          corner.child("img").with("src", logo.file().dataUri()).alternative(logo.alternative());
    }
  }

  private HtmlElement identity(HtmlElement place, String versions, String related) {
    HtmlElement band = place.child("div", "version-band");
    band.child("div", "corner left").verbatim(versions);
    band.child("div", "centre").verbatim(related);
    return band.child("div", "corner right");
  }

  static void field(HtmlElement line, String column, String label, String value) {
    field(line.child("div", "column " + column), label, value);
  }

  static void field(HtmlElement place, String label, String value) {
    HtmlElement field = place.child("div", "field");
    HtmlElement words = field.child("p", "label");
    String[] lines = label.split("\n", -1);
    words.verbatim(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      // The layout drops a space at the end of a line; a screen reader would run the words
      // together.
      words.verbatim("\u00A0").child("br");
      words.verbatim(lines[i]);
    }
    field.child("p", "value").text(value);
  }
}
