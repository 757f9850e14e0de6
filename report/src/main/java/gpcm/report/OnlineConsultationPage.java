package gpcm.report;

import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Practitioner;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import java.util.List;
import java.util.Map;

/**
 * The content of the report of an online consultation, in the house style of the Consultation
 * Report.
 */
final class OnlineConsultationPage {
  static final String BY_THE_PATIENT = "Entered by the patient, not by a clinician.";

  /** Pixels of a picture as wide as the notes are on paper; smaller ones are not blown up. */
  private static final int COLUMN_PIXELS = 460;

  private final OnlineConsultation consultation;
  private final Map<String, List<Picture>> pictures;
  private final ReportPage page;
  private final boolean withheld;

  OnlineConsultationPage(
      OnlineConsultation consultation,
      Map<String, List<Picture>> pictures,
      ReportPage page,
      boolean withheld) {
    this.consultation = consultation;
    this.pictures = pictures;
    this.page = page;
    this.withheld = withheld;
  }

  /**
   * A confidential consultation is shown as a confidential summary is (GPCM-SD-CS-008): neither who
   * asked, who entered it, nor any question and answer is put into the file.
   */
  void write() {
    HtmlElement block = page.body().child("div", "block");
    block.child("h2", "title").verbatim("Online Consultation");
    if (!consultation.confidential()) {
      sender(block.child("div", "line"));
    }
    HtmlElement line = block.child("div", "line last");
    ReportPage.field(line, "wide", "Submitted:", TemplateFormats.time(consultation.submittedAt()));
    ReportPage.field(
        line, "practice", "Receiving GP Practice:", consultation.registeredPractice().name());
    page.notes("QUESTIONS AND ANSWERS");
    if (consultation.confidential()) {
      page.section("Confidential", notes -> ConsultationPage.confidential(notes, withheld));
      return;
    }
    page.section("Source", notes -> notes.child("p", "warning").text(source()));
    for (QuestionSection section : consultation.sections()) {
      page.section(
          section.title(),
          notes -> {
            if (section.byPractitioner()) {
              notes.child("p", "entered").text(answeredBy());
            }
            section.questions().forEach(question -> question(notes, question));
          });
    }
  }

  private String answeredBy() {
    Practitioner clinician = consultation.practitioner().orElseThrow();
    return "Answered by "
        + TemplateFormats.name(clinician.name())
        + ", "
        + clinician.role()
        + ", not by the patient.";
  }

  private void sender(HtmlElement line) {
    ReportPage.field(line, "wide", "Organisation:", consultation.organisation().name());
    HtmlElement contact = line.child("div", "column contact");
    consultation
        .organisation()
        .telephone()
        .ifPresent(number -> ReportPage.field(contact, "Tel No:", number.formatted()));
  }

  private String source() {
    boolean mixed = consultation.sections().stream().anyMatch(QuestionSection::byPractitioner);
    return entered() + (mixed ? " Where a clinician answered, the part says so." : "");
  }

  private String entered() {
    return consultation
        .representative()
        .map(
            person ->
                "Entered on the patient's behalf by "
                    + TemplateFormats.name(person.name())
                    + ", not by a clinician.")
        .orElse(BY_THE_PATIENT);
  }

  private void question(HtmlElement notes, Question question) {
    HtmlElement block = notes.child("div", "question");
    block.child("div", "asked").paragraphs(question.text());
    HtmlElement answers = block.child("div", "answers");
    if (question.answers().isEmpty()) {
      answers.child("p", "unanswered").verbatim("Not answered");
    }
    question.answers().forEach(answer -> answer(answers, answer));
  }

  private void answer(HtmlElement answers, QuestionAnswer answer) {
    switch (answer) {
      case QuestionAnswer.TextAnswer text -> answers.paragraphs(text.text());
      case QuestionAnswer.CodedAnswer coded ->
          SectionEntries.code(answers.child("p").text(coded.code().term()), coded.code());
      case QuestionAnswer.ValueAnswer value ->
          answers
              .child("p")
              .text(
                  value.quantity().toPlainString()
                      + value.unit().map(unit -> " " + unit).orElse(""));
      case QuestionAnswer.PictureAnswer picture -> picture(answers, picture);
    }
  }

  /** A picture that can't be shown is named, so that nobody misses it. */
  private void picture(HtmlElement answers, QuestionAnswer.PictureAnswer answer) {
    List<Picture> shown = pictures.getOrDefault(answer.file(), List.of());
    if (shown.isEmpty()) {
      answers
          .child("p", "warning")
          .text(
              "Picture not shown here: "
                  + answer.description()
                  + ". See the attachment "
                  + answer.file()
                  + ".");
      return;
    }
    shown.forEach(picture -> picture(answers, answer, picture));
    int pages = shown.getFirst().pages();
    if (pages > shown.size()) {
      answers
          .child("p", "warning")
          .text(
              "Of %d pages %s here: see the attachment %s."
                  .formatted(
                      pages,
                      shown.size() == 1
                          ? "only page 1 is"
                          : "only the first " + shown.size() + " are",
                      answer.file()));
    }
  }

  private static void picture(
      HtmlElement answers, QuestionAnswer.PictureAnswer answer, Picture picture) {
    double scale =
        Math.min(1.0, (double) COLUMN_PIXELS / Math.max(picture.width(), picture.height()));
    String page = picture.pages() == 1 ? "" : ", page " + picture.page() + " of " + picture.pages();
    answers
        .child("p", "picture")
        .child("img")
        .with("src", picture.dataUri())
        .with(
            "style",
            "width: "
                + Math.max(1, Math.round(picture.width() * scale))
                + "px; height: "
                + Math.max(1, Math.round(picture.height() * scale))
                + "px")
        .alternative(answer.description() + page);
    answers
        .child("p", "entered")
        .text(answer.description() + " (attachment " + answer.file() + page + ")");
  }
}
