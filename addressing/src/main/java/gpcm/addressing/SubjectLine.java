package gpcm.addressing;

import gpcm.message.PatientView;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;

/**
 * The subject line of a document, read off its message (GPCM-SD-CS-065, -068). The sentence of a
 * Consultation Summary's Composition.text is its subject too (GPCM-SD-CS-023); a restricted
 * document's names no organisation in either.
 */
final class SubjectLine {
  private SubjectLine() {}

  static String of(SendDocument document) {
    UseCase useCase =
        document
            .useCase()
            .orElseThrow(
                () ->
                    new UnaddressableException(
                        "MessageHeader.extension(LocalExtension)",
                        "the message belongs to none of the three use cases of Send Document",
                        "Give LocalExtension and Composition.type one of their values"));
    String text = document.composition().text().orElse("");
    return switch (useCase) {
      case UseCase.ConsultationSummary summary when text.startsWith(summary.title()) -> text;
      case UseCase.ConsultationSummary summary -> summary.title() + who(document);
      case UseCase.OnlineConsultation online -> online.title() + who(document) + ods(document);
      case UseCase.Generic generic -> generic.title() + " report" + who(document) + ods(document);
    };
  }

  private static String who(SendDocument document) {
    return " for "
        + document.patient().map(PatientView::displayName).orElse("")
        + ", NHS Number "
        + document.patient().flatMap(PatientView::nhsNumber).orElse("");
  }

  private static String ods(SendDocument document) {
    return document.composition().restricted()
        ? ""
        : document.header().senderOds().map(code -> ", ODS Code " + code).orElse("");
  }
}
