package gpcm.node.sending;

import gpcm.exchange.Evidence;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import gpcm.mesh.Tracking;
import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.RowSet;
import gpcm.node.ledger.ToRead;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Matches answers to the documents they are about, and says what shows that they come from who got
 * them: the id that only a reader of the message knows (MessageHeader.response.identifier), and the
 * mailbox to which MESH delivered it. Thread-safe.
 */
public final class AnswerMatching {
  private static final String QUERY =
      """
      select g.received, d.id, d.address, array_remove(d.mesh_message_id || d.earlier_mesh_ids, null) as mesh_ids, d.recipient,
        true as by_id
      from json_to_recordset(:rows::json) as g (received uuid, organisation text, responds_to text, reference text,
        reference_uuid text)
      join document d on d.organisation = g.organisation and d.message_id = g.responds_to
      union all
      select g.received, d.id, d.address, array_remove(d.mesh_message_id || d.earlier_mesh_ids, null), d.recipient, true
      from json_to_recordset(:rows::json) as g (received uuid, organisation text, responds_to text, reference text,
        reference_uuid text)
      join document d on d.organisation = g.organisation and d.earlier_message_ids @> array[g.responds_to]
      union all
      select g.received, (array_agg(d.id))[1], '', array[]::text[], '', false
      from json_to_recordset(:rows::json) as g (received uuid, organisation text, responds_to text, reference text,
        reference_uuid text)
      join document d on d.organisation = g.organisation and d.message_id is not null
        and d.encounter_id in (g.reference, g.reference_uuid, upper(g.reference_uuid))
      where not exists (select from document m where m.organisation = g.organisation and m.message_id = g.responds_to)
        and not exists (select from document m where m.organisation = g.organisation
          and m.earlier_message_ids @> array[g.responds_to])
      group by g.received having count(*) = 1
      """;

  private final Ledger ledger;
  private final Map<String, Mailbox> mailboxes;
  private final MeshQuestions questions;
  private final PracticeMailboxes practices;

  /**
   * @param mailboxes the organisations this node works for, by ODS code
   */
  public AnswerMatching(Ledger ledger, Map<String, Mailbox> mailboxes, MeshQuestions questions) {
    this.ledger = ledger;
    this.mailboxes = Map.copyOf(mailboxes);
    this.questions = questions;
    this.practices = new PracticeMailboxes(ledger.clock());
  }

  /** A response that was read. */
  public record Response(ToRead message, ItkResponse response) {}

  /** What a response was matched with. */
  public sealed interface Match {
    /** The document that it is about. */
    record Found(UUID document, Evidence evidence) implements Match {}

    /** MESH could not be asked yet where the document went. */
    record NotYet() implements Match {}
  }

  private record Sent(
      UUID id, String address, List<String> meshMessageIds, String recipient, boolean byId) {}

  /**
   * The documents that responses are about, by received message. Asks MESH where a document was
   * delivered when that is not known.
   *
   * @throws RuntimeException when the database cannot be asked now
   */
  public Map<UUID, Match> match(List<Response> responses) {
    Map<UUID, Match> matches = new HashMap<>();
    if (responses.isEmpty()) {
      return matches;
    }
    Map<UUID, Sent> sent = sent(responses);
    for (Response each : responses) {
      Sent document = sent.get(each.message().message().id());
      if (document != null) {
        matches.put(each.message().message().id(), match(each, document));
      }
    }
    return matches;
  }

  // Trouble of the mailbox's way to MESH is told by its polling and posting, once for all messages.
  private Match match(Response response, Sent document) {
    try {
      return new Match.Found(document.id, evidence(response, document));
    } catch (MeshException | MeshQuestions.NotAnsweredYet e) {
      return new Match.NotYet();
    }
  }

  private Map<UUID, Sent> sent(List<Response> responses) {
    RowSet rows = new RowSet();
    for (Response each : responses) {
      rows.add(
          new Row()
              .put("received", each.message().message().id())
              .put("organisation", each.message().organisation())
              .putAny("responds_to", each.response().respondsTo().map(CanonicalId::of))
              .putAny("reference", each.response().senderReference())
              .putAny(
                  "reference_uuid", each.response().senderReference().flatMap(CanonicalId::uuid)));
    }
    Map<UUID, Sent> sent = new HashMap<>();
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createQuery(QUERY)
                    .bind("rows", rows.json())
                    .map(
                        (row, context) ->
                            Map.entry(
                                row.getObject("received", UUID.class),
                                new Sent(
                                    row.getObject("id", UUID.class),
                                    row.getString("address"),
                                    List.of((String[]) row.getArray("mesh_ids").getArray()),
                                    row.getString("recipient"),
                                    row.getBoolean("by_id"))))
                    .forEach(each -> sent.put(each.getKey(), each.getValue())));
    return sent;
  }

  private Evidence evidence(Response response, Sent document) {
    if (!document.byId) {
      return Evidence.REFERENCE_ONLY;
    }
    String from = response.message().message().sender();
    if (from.isEmpty()) {
      return Evidence.FROM_RECIPIENT;
    }
    if (!MeshAddress.isPatient(document.address)) {
      return evidence(document.address.equalsIgnoreCase(from));
    }
    if (practices.areServedBy(document.recipient, from)) {
      return Evidence.FROM_RECIPIENT;
    }
    return evidence(deliveredTo(from, response, document));
  }

  // Of several copies each may have gone elsewhere, and whoever got one of them may answer. Behind
  // a MESH file client there is no tracking: the id that only a reader knows has to do.
  private boolean deliveredTo(String from, Response response, Sent document) {
    Mailbox mailbox = mailboxes.get(response.message().organisation());
    if (mailbox == null || !(mailbox.transport() instanceof Transport.Http(MeshClient mesh))) {
      return true;
    }
    boolean elsewhere = false;
    for (String id : document.meshMessageIds) {
      Optional<Tracking> known =
          questions
              .ask(mailbox, mesh, "track " + id, client -> client.track(id))
              .filter(tracking -> !tracking.recipient().isBlank());
      known.ifPresent(tracking -> practices.named(document.recipient, tracking));
      if (known.isPresent()) {
        if (known.get().recipient().equalsIgnoreCase(from)) {
          return true;
        }
        elsewhere = true;
      }
    }
    return !elsewhere;
  }

  private static Evidence evidence(boolean fits) {
    return fits ? Evidence.FROM_RECIPIENT : Evidence.FROM_ANOTHER_MAILBOX;
  }
}
