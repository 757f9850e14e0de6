package gpcm.node.ledger;

import gpcm.exchange.AnswerFact;
import gpcm.exchange.DocumentFact;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds what was sent by the name it has on the way: MESH's id of it, or that of its files in the
 * folders of a MESH file client. Thread-safe.
 */
public final class SentMessages {
  private final Ledger ledger;

  /** Finds in {@code ledger}'s database. */
  public SentMessages(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Something that was sent. */
  public sealed interface Found {
    /** A document. */
    record Document(UUID id) implements Found {}

    /** An answer to a received message. */
    record Answer(UUID id) implements Found {}
  }

  /** What an organisation sent under this name. */
  public Optional<Found> find(String organisation, String name) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select id, true as document from document
                          where organisation = :organisation and (mesh_message_id = :name or pair_name = :name)
                        union all
                        select id, false from answer
                          where organisation = :organisation and (mesh_message_id = :name or pair_name = :name)
                        limit 1
                        """)
                    .bind("organisation", organisation)
                    .bind("name", name)
                    .map(
                        (row, context) ->
                            row.getBoolean("document")
                                ? (Found) new Found.Document(row.getObject("id", UUID.class))
                                : new Found.Answer(row.getObject("id", UUID.class)))
                    .findFirst());
  }

  /**
   * Records what was told of something that was sent, flushed to the disk when this returns.
   *
   * @return false when the organisation sent nothing under this name
   */
  public boolean told(
      String organisation, String name, DocumentFact ofDocument, AnswerFact ofAnswer) {
    Optional<Found> found = find(organisation, name);
    found.ifPresent(
        each ->
            ledger.apply(
                List.of(
                    switch (each) {
                      case Found.Document(UUID id) -> new StepResult().document(id, ofDocument);
                      case Found.Answer(UUID id) -> new StepResult().answer(id, ofAnswer);
                    })));
    return found.isPresent();
  }
}
