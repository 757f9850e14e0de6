package gpcm.mesh.server;

import gpcm.mesh.store.DeliveryFailure;
import gpcm.mesh.store.MessageStatus;
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
    String subject = failed.subject().isEmpty() ? "NDR" : "NDR: " + failed.subject();
    return report(
        failed.sender(),
        failed.workflowId(),
        subject,
        failed.localId(),
        failed.fileName(),
        failure,
        failed.id(),
        now);
  }

  /** A report about anything, as the admin call makes it. */
  static StoredMessage report(
      String mailbox,
      String workflowId,
      String subject,
      String localId,
      String fileName,
      DeliveryFailure failure,
      String linked,
      long now) {
    return new StoredMessage(
        UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT),
        true,
        "",
        mailbox,
        workflowId,
        localId,
        subject,
        fileName,
        "",
        "",
        "",
        "",
        false,
        false,
        0,
        now,
        MessageStatus.ACCEPTED,
        now,
        failure.code(),
        failure.event(),
        failure.description(),
        linked);
  }
}
