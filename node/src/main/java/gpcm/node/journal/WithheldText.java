package gpcm.node.journal;

import gpcm.exchange.AlertText;
import java.util.Map;

/**
 * What an alert says to somebody who may not see what it is about: what kind of thing has happened,
 * and what is to be done.
 */
final class WithheldText {
  private static final String HAPPENED =
      "It is about a document that you may not open, so neither the patient nor anything about the"
          + " document is shown to you.";
  private static final String WHO = "Tell somebody who may open it: ";

  /** The first part of a problem's name, and the words for it. */
  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          Map.entry(
              "stuck",
              new Words(
                  "A document is held up",
                  "if it lasts, its recipient has to be told by other means.")),
          Map.entry(
              "failed",
              new Words(
                  "A document was not delivered",
                  "what stopped it has to be mended, or its recipient told by other means.")),
          Map.entry(
              "held",
              new Words(
                  "A document is held before it is sent",
                  "it has to be let go, given by another route, or given up.")),
          Map.entry(
              "foreseen",
              new Words(
                  "A document that waits could not be sent as things stand",
                  "somebody has to put right what stops it before it leaves.")),
          Map.entry(
              "moved",
              new Words(
                  "A receiver says that the patient has left it",
                  "somebody has to find out who needs the document, and get it there.")),
          Map.entry(
              "disagreement",
              new Words(
                  "MESH does not know a patient as the document has them",
                  "somebody has to find out which is right before it is sent again.")),
          Map.entry(
              "unconfirmed",
              new Words(
                  "A document waits for its confirmation",
                  "somebody has to confirm that it is to be sent, or say why not.")),
          Map.entry(
              "not-sent",
              new Words(
                  "A document was not sent",
                  "somebody has to see whether its recipient needs it all the same.")),
          Map.entry(
              "copy-not-sent",
              new Words(
                  "The registered practice gets no copy of a document",
                  "somebody has to see whether the practice has to be told by other means.")),
          Map.entry(
              "deleted",
              new Words(
                  "A consultation was deleted after its report was sent",
                  "the recipient has to be told.")),
          Map.entry(
              "overdue",
              new Words(
                  "An acknowledgement has not come in time",
                  "the recipient has to be asked whether the document has arrived.")),
          Map.entry(
              "rejected",
              new Words(
                  "A document was not accepted by its receiver",
                  "it has to be mended and handed in again, or its recipient told by other"
                      + " means.")),
          Map.entry(
              "void",
              new Words(
                  "A document and the one that it was to replace are void",
                  "nobody may rely on either of them.")),
          Map.entry(
              "contradicted",
              new Words(
                  "What is said about a document does not agree",
                  "the recipient has to be asked whether the document has arrived.")),
          Map.entry(
              "outcome",
              new Words(
                  "A receiver has answered with more than a receipt",
                  "the answer has to be read and acted on.")),
          Map.entry(
              "answer-unclear",
              new Words(
                  "An answer about a document is not clear",
                  "the recipient has to be asked whether the document has arrived.")),
          Map.entry(
              "answer-in-doubt",
              new Words(
                  "An answer about a document came from somebody else",
                  "the recipient has to be asked whether the document has arrived.")),
          Map.entry(
              "taken-for-another",
              new Words(
                  "A document was taken for a copy",
                  "the recipient has to be asked whether they have it.")),
          Map.entry(
              "damaged",
              new Words(
                  "Kept bytes of a document are damaged",
                  "they have to be restored from a backup, or asked for again.")),
          Map.entry(
              "damaged-content",
              new Words(
                  "Kept content is damaged",
                  "it has to be restored from a backup, or asked for again.")),
          Map.entry(
              "processing",
              new Words(
                  "A received message cannot be processed",
                  "if it lasts, its sender has to be told by other means.")),
          Map.entry(
              "not-known-here",
              new Words(
                  "A document came for a patient who is not registered here",
                  "somebody has to check whether the patient is yours. If so, the register has to"
                      + " be mended and the sender asked to send it again as a new document: this"
                      + " one cannot be matched any more.")),
          Map.entry(
              "counts-as-rejected",
              new Words(
                  "A document that somebody had in hand counts as rejected",
                  "what is still open about it has to be finished.")),
          Map.entry(
              "needs-matching",
              new Words(
                  "Nobody has said which patient a document is about",
                  "its patient has to be compared with the register.")),
          Map.entry(
              "awaits-decision",
              new Words(
                  "Nobody has decided about an online consultation",
                  "somebody has to decide about it.")),
          Map.entry(
              "sent-back",
              new Words(
                  "A document was sent back to its sender",
                  "if the patient needs it now, it has to be asked for by other means.")),
          Map.entry(
              "unexpected",
              new Words(
                  "A message came that this node cannot use",
                  "its sender has to be asked for it.")),
          Map.entry(
              "response-stuck",
              new Words(
                  "An acknowledgement is held up",
                  "if it lasts, the document's sender has to be told by other means.")));

  private static final Words OTHERS =
      new Words("Something about a document needs attention", "it has to be looked at.");

  private record Words(String title, String todo) {}

  private WithheldText() {}

  static AlertText of(String problem) {
    String kind = problem.replaceFirst("/.*", "");
    Words words = WORDS.getOrDefault(kind, OTHERS);
    return new AlertText(kind, words.title, HAPPENED, WHO + words.todo);
  }
}
