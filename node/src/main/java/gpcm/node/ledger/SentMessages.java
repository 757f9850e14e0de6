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
    /**
     * A document.
     *
     * @param earlier whether the name is that of a copy in whose place another one was sent
     */
    record Document(UUID id, boolean earlier) implements Found {}

    /**
     * An answer to a received message.
     *
     * @param earlier as of a document
     */
    record Answer(UUID id, boolean earlier) implements Found {}
  }

  /**
   * Whether an organisation is posting something right now: MESH may have it already, and report on
   * it, under an id that is not recorded yet. Ask before {@link #find}, or what is recorded between
   * the two is missed.
   */
  public boolean anyUnderWay(String organisation) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select exists (select 1 from document where organisation = :organisation and state = 'built'
                            and posting = 'begun' and lease_owner is not null)
                          or exists (select 1 from answer where organisation = :organisation and state = 'waiting'
                            and posting = 'begun' and lease_owner is not null)
                        """)
                    .bind("organisation", organisation)
                    .mapTo(Boolean.class)
                    .one());
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
                        select id, true as document, false as earlier from document
                          where organisation = :organisation and (mesh_message_id = :name or pair_name = :name)
                        union all
                        select id, false, false from answer
                          where organisation = :organisation and (mesh_message_id = :name or pair_name = :name)
                        union all
                        select id, true, true from document
                          where organisation = :organisation and earlier_mesh_ids @> array[cast(:name as text)]
                        union all
                        select id, false, true from answer
                          where organisation = :organisation and earlier_mesh_ids @> array[cast(:name as text)]
                        order by earlier limit 1
                        """)
                    .bind("organisation", organisation)
                    .bind("name", name)
                    .map(
                        (row, context) ->
                            row.getBoolean("document")
                                ? (Found)
                                    new Found.Document(
                                        row.getObject("id", UUID.class), row.getBoolean("earlier"))
                                : new Found.Answer(
                                    row.getObject("id", UUID.class), row.getBoolean("earlier")))
                    .findFirst());
  }

  /**
   * Adds to a result that MESH, or its file client, could not deliver what was found. A copy in
   * whose place another one was sent fails nothing.
   */
  public static void undelivered(StepResult result, Found found, String code, String description) {
    switch (found) {
      case Found.Document(UUID id, boolean earlier) ->
          result.document(
              id,
              earlier
                  ? new DocumentFact.EarlierCopyUndelivered(code, description)
                  : new DocumentFact.Undelivered(code, description));
      case Found.Answer(UUID id, boolean earlier) ->
          result.answer(
              id,
              earlier
                  ? new AnswerFact.EarlierCopyUndelivered(code, description)
                  : new AnswerFact.Undelivered(code, description));
    }
  }

  /**
   * Records that what lay in a folder could not be delivered, flushed to the disk when this
   * returns.
   *
   * @return false when the organisation sent nothing under this name
   */
  public boolean undelivered(String organisation, String name, String code, String description) {
    Optional<Found> found = find(organisation, name);
    found.ifPresent(
        each -> {
          StepResult result = new StepResult();
          undelivered(result, each, code, description);
          ledger.apply(List.of(result));
        });
    return found.isPresent();
  }

  /** As {@link #undelivered(String, String, String, String)}: MESH has taken it under this id. */
  public boolean taken(String organisation, String name, String meshMessageId) {
    Optional<Found> found = find(organisation, name);
    found.ifPresent(
        each ->
            ledger.apply(
                List.of(
                    switch (each) {
                      case Found.Document(UUID id, boolean earlier) ->
                          new StepResult().document(id, new DocumentFact.Taken(meshMessageId));
                      case Found.Answer(UUID id, boolean earlier) ->
                          new StepResult().answer(id, new AnswerFact.Taken(meshMessageId));
                    })));
    return found.isPresent();
  }
}
