package gpcm.node.web;

import gpcm.message.ResponseCode;
import gpcm.node.journal.TimelineEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has happened to a message on its way, as a sentence; the raw term stands below it. */
public final class TimelineWords {
  private static final Pattern CODE = Pattern.compile("^([1-3][0-9]{4})\\b");

  private TimelineWords() {}

  /** The sentence of a line; of a kind that has none, its name in words. */
  public static String sentence(TimelineEvent event) {
    String told = told(event.detail()).map(words -> ": " + words).orElse("");
    return known(event.kind(), told).orElseGet(() -> Display.words(event.kind()) + ".");
  }

  /** Whether there is a sentence for this kind of line. */
  static boolean knows(String kind) {
    return known(kind, "").isPresent();
  }

  private static Optional<String> told(String detail) {
    Matcher code = CODE.matcher(detail);
    return code.find()
        ? Arrays.stream(ResponseCode.values())
            .filter(each -> each.code().equals(code.group(1)))
            .map(TimelineWords::words)
            .findFirst()
        : Optional.empty();
  }

  private static String words(ResponseCode code) {
    return switch (code.code()) {
      case "20013" -> "the message was received and could be read";
      case "30001" -> "the patient is known here";
      case "30002" -> "the patient is not known here";
      case "30003" -> "the patient is no longer here";
      case "30004" -> "the patient is known here, and has died recently";
      default -> code.display().toLowerCase(Locale.UK);
    };
  }

  private static Optional<String> known(String kind, String told) {
    return Optional.ofNullable(
        switch (kind) {
          case "received", "stored" -> "It came from MESH, and its bytes are kept.";
          case "filed" -> "It was filed in the worklist.";
          case "needs-matching" -> "Which patient it is about is in doubt. A person says.";
          case "matched" -> "A person said which patient it is about" + told + ".";
          case "awaits-decision" -> "It waits for a person to decide what happens.";
          case "first-of-two" ->
              "One person decided. It counts when a second person says the same.";
          case "decided" -> "A person decided what happens" + told + ".";
          case "undecided" -> "Nobody decided in time. People were told.";
          case "record-restricted" ->
              "The register of patients says that the patient’s record is restricted.";
          case "record-not-restricted" ->
              "The register of patients says that the patient’s record is not restricted any more.";
          case "waiting" -> "A person put the decision off.";
          case "later-outcome" -> "A person noted what came of it later" + told + ".";
          case "answered" -> "The sender was told" + told + ".";
          case "answer-handed-over" ->
              "The answer to the sender waits for the MESH client" + told + ".";
          case "answering-again" -> "The answer to the sender goes again" + told + ".";
          case "answer-resent" -> "A person had the answer sent again" + told + ".";
          case "not-answered" -> "The sender was not told" + told + ".";
          case "decision-step" -> "A step of the decision whether it is sent.";
          case "not-sent" -> "It was decided that it is not sent.";
          case "confirmed" -> "A person confirmed that it is to be sent.";
          case "deliverable" -> "It can be delivered.";
          case "hastened" -> "A person sent it before its time.";
          case "superseded" -> "The consultation was changed before it left.";
          case "withdrawn" -> "It was taken back before it left.";
          case "consultation-deleted" -> "The consultation was deleted where it was recorded.";
          case "held" -> "It is held until a person says more.";
          case "released" -> "A person let it go on.";
          case "other-route" -> "A person got it there in another way.";
          case "given-up" -> "A person decided that it need not get there.";
          case "replaced" -> "A newer version took its place.";
          case "replacement-sent-back" ->
              "A newer version came and was sent back" + told + ". Ask its sender.";
          case "void" -> "It became void: nobody is to rely on it.";
          case "offered-again" -> "It was offered to the record system again.";
          case "escalated" -> "A person had it sent on to the practice.";
          case "escalates" -> "It sends on a document that was received.";
          case "duplicate" -> "It was here before. The copy is not shown again.";
          case "unreadable" -> "It could not be read. Its sender was told" + told + ".";
          case "rejected" -> "It was sent back" + told + ".";
          case "unexpected" -> "It is nothing this node can use. A person was told.";
          case "response" -> "It is an answer to a document of ours" + told + ".";
          case "mesh-report" -> "MESH reported on a message.";
          case "accepted" -> "It was taken in to be sent.";
          case "copy-not-sent" -> "The registered practice gets no copy. People were told.";
          case "copied" -> "A copy goes to the registered practice, for information.";
          case "built" -> "The message was made.";
          case "handed-over" -> "It waits for the MESH client to send it.";
          case "sent" -> "MESH has taken it.";
          case "posting-again" -> "It goes to MESH again, since a first attempt ended unclear.";
          case "copy-refused" -> "MESH refused a further copy.";
          case "infrastructure-acknowledgement" ->
              "The receiver's system answered (infrastructure acknowledgement)" + told + ".";
          case "infrastructure-acknowledged" -> "The receiver's system has it.";
          case "business-acknowledgement" ->
              "The receiver answered about the patient (business acknowledgement)" + told + ".";
          case "answer-not-understood" -> "An answer came that cannot be understood.";
          case "answer-in-doubt" ->
              "An answer came that may not be from the receiver. It counts for nothing.";
          case "completed" -> "It has been accepted for its patient. Nothing more is awaited.";
          case "overdue" -> "No answer came in time. People were told.";
          case "failed" -> "It could not be sent. People were told.";
          case "resent" -> "A person had it sent again.";
          case "tracked" -> "MESH was asked whether it was collected, and answered.";
          case "renewed" -> "Another message with the same document was made for it.";
          case "out-of-place" -> "Something was told of it that does not fit its state.";
          default -> null;
        });
  }
}
