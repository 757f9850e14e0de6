package gpcm.node;

import gpcm.node.ledger.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that is lost with content that is damaged or gone.
 *
 * @param organisation whose it is: an ODS code
 * @param document the document it belongs to, when it is one of ours
 * @param received the received message it belongs to otherwise
 * @param what names it, for people
 */
record Lost(String organisation, Optional<UUID> document, Optional<UUID> received, String what) {
  private static final String QUERY =
      """
      select organisation, document, received, what from (
        select lost.*, row_number() over (partition by organisation order by what) as place from (
        select d.organisation, d.id as document, null::uuid as received, 'what was handed in for document ' || d.id as what
          from document d where d.consultation_sha256 = :hash
        union all
        select d.organisation, d.id, null, 'the message of document ' || d.id from document d where d.message_sha256 = :hash
        union all
        select d.organisation, d.id, null, 'an earlier message of document ' || d.id from document d
          where d.earlier_message_sha256 @> array[cast(:hash as text)]
        union all
        select d.organisation, d.id, null, 'the file no. ' || f.ordinal + 1 || ' of document ' || d.id
          from document_attachment f join document d on d.id = f.document where f.sha256 = :hash
        union all
        select m.organisation, null, m.id, 'received MESH message ' || m.mesh_message_id
            || case when m.restricted or m.state = 'stored' then '' else ' from mailbox ' || m.sender end
          from received_message m where m.sha256 = :hash
        union all
        select e.organisation, null, e.received, 'the file no. ' || f.ordinal + 1 || ' of worklist entry ' || e.id
          from worklist_attachment f join worklist_entry e on e.id = f.entry where f.sha256 = :hash
        union all
        select a.organisation, null, a.received, 'the answer ' || a.code
            || case when m.restricted then '' else ' to mailbox ' || a.address end
          from answer a join received_message m on m.id = a.received where a.sha256 = :hash
      ) as lost) as placed
      where place <= 1000 order by organisation, what
      """;

  /** Everything that names the content, by organisation, a thousand of each at most. */
  static List<Lost> with(Ledger ledger, String hash) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(QUERY)
                    .bind("hash", hash)
                    .map(
                        (row, context) ->
                            new Lost(
                                row.getString("organisation"),
                                Optional.ofNullable(row.getObject("document", UUID.class)),
                                Optional.ofNullable(row.getObject("received", UUID.class)),
                                row.getString("what")))
                    .list());
  }
}
