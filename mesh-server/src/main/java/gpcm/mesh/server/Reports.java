package gpcm.mesh.server;

import gpcm.mesh.store.BodyForm;
import gpcm.mesh.store.DeliveryFailure;
import gpcm.mesh.store.MessageLabels;
import gpcm.mesh.store.MessageState;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.Parties;
import gpcm.mesh.store.StoredMessage;
import java.util.Locale;
import java.util.UUID;

/** Makes the report that tells a sender that a message failed. */
final class Reports {
  private Reports() {}

  /**
   * A report about a message, in the sender's mailbox, with the labels by which the sender knows
   * the message.
   */
  static StoredMessage about(StoredMessage failed, DeliveryFailure failure, long now) {
    String subject =
        failed.labels().subject().isEmpty() ? "NDR" : "NDR: " + failed.labels().subject();
    MessageLabels known = failed.labels();
    return report(
        failed.parties().sender(),
        new MessageLabels(known.workflowId(), known.localId(), subject, known.fileName(), ""),
        failure,
        failed.id(),
        now);
  }

  /** A report about anything, as the admin call makes it. */
  static StoredMessage report(
      String mailbox, MessageLabels labels, DeliveryFailure failure, String linked, long now) {
    return new StoredMessage(
        UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT),
        true,
        new Parties("", mailbox),
        labels,
        BodyForm.none(),
        now,
        MessageState.of(MessageStatus.ACCEPTED, now, failure),
        linked);
  }
}
