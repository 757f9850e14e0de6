package gpcm.node.receiving;

import gpcm.message.SendDocument;
import gpcm.node.mailbox.ReceivedMessage;
import gpcm.rules.Findings;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Remembers which messages and documents an organisation has received, so that none is ever shown
 * twice. Two copies processed at the same moment are kept apart by the database: the second waits
 * for the first and then finds it. Thread-safe.
 */
final class Seen {

  /**
   * Remembers this message and its document.
   *
   * @return 20007 or 20008 when either was here before
   */
  Findings firstTime(Handle handle, ReceivedMessage message, SendDocument document) {
    if (!remember(handle, "message_seen", "message_id", message, document.messageId())) {
      return Findings.none().plus(Faults.duplicateMessage());
    }
    if (!remember(handle, "document_seen", "document_id", message, document.documentId())) {
      return Findings.none().plus(Faults.duplicateDocument());
    }
    return Findings.none();
  }

  /** What is known of a message that is invalid anyway: 20007 comes before a payload fault. */
  Findings before(Handle handle, ReceivedMessage message, SendDocument document) {
    return document
            .messageId()
            .filter(
                id ->
                    handle
                        .createQuery(
                            "select 1 from message_seen where organisation = :organisation and"
                                + " message_id = :id")
                        .bind("organisation", message.organisation())
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent())
            .isPresent()
        ? Findings.none().plus(Faults.duplicateMessage())
        : Findings.none();
  }

  private static boolean remember(
      Handle handle, String table, String column, ReceivedMessage message, Optional<String> id) {
    return id.isEmpty()
        || handle
                .createUpdate(
                    "insert into %s (organisation, %s, received) values (:organisation, :id, :received) on conflict do nothing"
                        .formatted(table, column))
                .bind("organisation", message.organisation())
                .bind("id", id.get())
                .bind("received", message.id())
                .execute()
            == 1;
  }
}
