package gpcm.node.receiving;

import gpcm.fhir.AttachmentSink;
import gpcm.message.DocumentDetails;
import gpcm.message.MessageReader;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.node.content.ContentException;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** The documents of the worklist, read again from the messages they came in. Thread-safe. */
public final class ReceivedDocuments {
  private static final long SMALL = 8 << 20;

  private final Ledger ledger;
  private final MessageReader reader;

  /** Reads what is in {@code ledger}'s database. */
  public ReceivedDocuments(Ledger ledger, MessageReader reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  /**
   * What people ask of a document before they read it: of a confidential one neither who wrote it
   * nor what is to be done, which its own page leaves out (GPCM-SD-CS-008). It is kept with what is
   * filed; the message of what was filed before that is read again.
   *
   * @return empty when nothing was kept, and the message is so large that nobody would wait for it
   *     to be read, or is damaged
   */
  public Optional<DocumentDetails> details(WorklistEntry entry) {
    return ledger
        .database()
        .jdbi()
        .withHandle(handle -> DetailRows.find(handle, entry))
        .or(() -> readAgain(entry));
  }

  private Optional<DocumentDetails> readAgain(WorklistEntry entry) {
    boolean small =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select size <= :most from received_message where id = :received and"
                                + " organisation = :organisation")
                        .bind("most", SMALL)
                        .bind("received", entry.received())
                        .bind("organisation", entry.organisation())
                        .mapTo(Boolean.class)
                        .one());
    try {
      return small
          ? Optional.of(
                  read(entry.organisation(), entry.id(), AttachmentSink.discarding()).details())
              .map(details -> DetailRows.shown(details, entry.heading().confidential()))
          : Optional.empty();
    } catch (ContentException | IllegalStateException damaged) {
      // Whoever opens the document is told of it there.
      return Optional.empty();
    }
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
