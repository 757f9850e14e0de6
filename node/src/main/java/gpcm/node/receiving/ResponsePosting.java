package gpcm.node.receiving;

import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.OutgoingMessage;
import gpcm.node.mailbox.PostingListener;
import gpcm.node.store.Transaction;
import java.util.UUID;

/** Keeps the timeline of a received message while its acknowledgements are posted. Thread-safe. */
record ResponsePosting(Timeline timeline, Alerts alerts) implements PostingListener {

  @Override
  public boolean mayGo(Transaction transaction, OutgoingMessage message) {
    return true;
  }

  @Override
  public void sent(Transaction transaction, OutgoingMessage message, String meshMessageId) {
    event(
        transaction,
        message,
        "answered",
        code(message) + " sent to " + message.address() + " as MESH message " + meshMessageId);
  }

  @Override
  public void handedOver(Transaction transaction, OutgoingMessage message, String pair) {
    event(
        transaction,
        message,
        "answer-handed-over",
        code(message) + " to " + message.address() + " waits for the MESH file client as " + pair);
  }

  @Override
  public void undelivered(
      Transaction transaction, OutgoingMessage message, String code, String description) {
    refused(
        transaction,
        message,
        "MESH could not deliver it: code %s, %s".formatted(code, description));
  }

  @Override
  public void postingAgain(Transaction transaction, OutgoingMessage message) {
    event(
        transaction,
        message,
        "answering-again",
        code(message)
            + ": how the earlier attempt ended is not known; the same response goes again");
  }

  @Override
  public void refused(Transaction transaction, OutgoingMessage message, String reason) {
    event(transaction, message, "not-answered", code(message) + ": " + reason);
    alerts.aboutReceived(
        transaction.handle(),
        message.organisation(),
        received(message),
        new Alerts.Told(
            "response/" + message.id(),
            "The acknowledgement "
                + code(message)
                + " could not be delivered to mailbox "
                + message.address(),
            reason,
            "The document itself was handled here. Tell its sender by other means."));
  }

  private void event(Transaction transaction, OutgoingMessage message, String kind, String detail) {
    timeline.ofReceived(
        transaction.handle(), message.organisation(), received(message), kind, detail);
  }

  private static UUID received(OutgoingMessage message) {
    return message.received().orElseThrow();
  }

  private static String code(OutgoingMessage message) {
    return message.responseCode().orElse("");
  }
}
