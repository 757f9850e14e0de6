package gpcm.node.web;

import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.ResendOutcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How pages say what a second person is asked for. */
final class AskedWords {
  private static final Set<AskedItem.Kind> SENT =
      Set.of(AskedItem.Kind.SENT, AskedItem.Kind.ANSWER);

  private AskedWords() {}

  /** The look of a state. */
  static String tag(Confirmation.State state) {
    return switch (state) {
      case WAITING -> "yellow";
      case CONFIRMED -> "green";
      case REFUSED -> "red";
      case WITHDRAWN, ENDED -> "grey";
    };
  }

  static String what(Confirmation asked) {
    return switch (asked.action()) {
      case RESEND_MANY ->
          asked.items().getFirst().kind() == AskedItem.Kind.BULK
              ? "Send many documents again"
              : asked.items().size() == 1
                  ? "Send a document again"
                  : "Send %d documents again".formatted(asked.items().size());
      case SHOW_MESSAGE ->
          SENT.contains(asked.items().getFirst().kind())
              ? "See a message that is sent"
              : "See a message that was received";
    };
  }

  static String roles(List<String> words) {
    return words.isEmpty() ? "without a role" : String.join(" and ", words);
  }

  /** Without the patient. */
  static String item(AskedItem item, List<OutboxDocument> documents) {
    String what =
        document(item, documents)
            .map(
                found ->
                    "%s, version %d, to %s, accepted %s, now %s"
                        .formatted(
                            Display.words(found.useCase()),
                            found.encounter().version(),
                            found.addressee().organisation(),
                            Display.time(found.acceptedAt()),
                            found.state().text()))
            .orElseGet(
                () ->
                    switch (item.kind()) {
                      case SENT -> "Document";
                      case RECEIVED -> "Entry of the worklist";
                      case BULK -> "Everything that a list of the outbox showed";
                      case ANSWER -> "Answer to a received message";
                      case UNFILED -> "Message that is no entry of the worklist";
                    });
    return what + " (" + item.id() + ")";
  }

  /** The patient of a document that is sent; empty for all else. */
  static String patient(AskedItem item, List<OutboxDocument> documents) {
    return document(item, documents)
        .map(
            found -> found.patient().name() + ", " + Display.nhsNumber(found.patient().nhsNumber()))
        .orElse("");
  }

  /** What became of it. */
  static String outcome(AskedItem item) {
    return item.outcome().map(ResendOutcome::of).map(ResendOutcome::words).orElse("");
  }

  private static Optional<OutboxDocument> document(AskedItem item, List<OutboxDocument> documents) {
    return documents.stream().filter(each -> each.id().equals(item.id())).findFirst();
  }
}
