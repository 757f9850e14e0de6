package gpcm.node.receiving;

import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** The documents of the worklist, read again from the messages they came in. Thread-safe. */
public final class ReceivedDocuments {
  private final Ledger ledger;
  private final MessageReader reader;

  /** Reads what is in {@code ledger}'s database. */
  public ReceivedDocuments(Ledger ledger, MessageReader reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  /**
   * Reads the document of an entry that the organisation has.
   *
   * @param attachments where its attachments go
   * @throws IllegalStateException when there is no such entry, or its message cannot be read again
   */
  public SendDocument read(String organisation, UUID entry, AttachmentSink attachments) {
    ContentHash hash =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select m.sha256 from received_message m join worklist_entry e on"
                                + " e.received = m.id where e.id = :entry and e.organisation ="
                                + " :organisation")
                        .bind("entry", entry)
                        .bind("organisation", organisation)
                        .mapTo(String.class)
                        .map(ContentHash::new)
                        .one());
    try (InputStream bytes = ledger.content().open(hash)) {
      return (SendDocument) reader.readXml(bytes, attachments);
    } catch (IOException | UnreadableMessageException e) {
      throw new IllegalStateException("a document that was received cannot be read again", e);
    }
  }
}
