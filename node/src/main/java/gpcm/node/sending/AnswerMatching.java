package gpcm.node.sending;

import gpcm.exchange.Acknowledgement;
import gpcm.exchange.Evidence;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import gpcm.mesh.Tracking;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Matches answers to the documents they are about, and says what shows that they come from who got
 * them: the id that only a reader of the message knows (MessageHeader.response.identifier), and the
 * mailbox to which MESH delivered it. Thread-safe.
 */
public final class AnswerMatching {
  private static final String QUERY =
      """
      select g.received, d.id, d.address, d.mesh_message_id, d.recipient, d.delivered_to, true as by_id
      from json_to_recordset(:rows::json) as g (received uuid, organisation text, responds_to text, reference text)
      join document d on d.organisation = g.organisation and d.message_id = g.responds_to
      union all
      select g.received, (array_agg(d.id))[1], '', '', '', '', false
      from json_to_recordset(:rows::json) as g (received uuid, organisation text, responds_to text, reference text)
      join document d on d.organisation = g.organisation and d.encounter_id = g.reference and d.message_id is not null
      where not exists (select from document m where m.organisation = g.organisation and m.message_id = g.responds_to)
      group by g.received having count(*) = 1
      """;

  private final Ledger ledger;
  private final Map<String, Mailbox> mailboxes;
  private final MeshQuestions questions;
  private final Set<Known> known = ConcurrentHashMap.newKeySet();

  /** A mailbox that MESH has named as an organisation's before. */
  private record Known(String recipient, String mailbox) {}

  /**
   * @param mailboxes the organisations this node works for, by ODS code
   */
  public AnswerMatching(Ledger ledger, Map<String, Mailbox> mailboxes, MeshQuestions questions) {
    this.ledger = ledger;
    this.mailboxes = Map.copyOf(mailboxes);
    this.questions = questions;
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
      UUID id,
      String address,
      Optional<String> meshMessageId,
      String recipient,
      Optional<String> deliveredTo,
      boolean byId) {}

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
              .putAny("responds_to", each.response().respondsTo())
              .putAny("reference", each.response().senderReference()));
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
                                    Optional.ofNullable(row.getString("mesh_message_id")),
                                    row.getString("recipient"),
                                    Optional.ofNullable(row.getString("delivered_to")),
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
    if (document.deliveredTo.isPresent()) {
      return evidence(document.deliveredTo.get().equalsIgnoreCase(from));
    }
    Known pair = new Known(document.recipient, from);
    if (known.contains(pair)) {
      return Evidence.FROM_RECIPIENT;
    }
    Optional<String> delivered = delivered(response, document);
    boolean fits = delivered.map(mailbox -> mailbox.equalsIgnoreCase(from)).orElse(true);
    if (fits && delivered.isPresent()) {
      known.add(pair);
    }
    return evidence(fits);
  }

  private static Evidence evidence(boolean fits) {
    return fits ? Evidence.FROM_RECIPIENT : Evidence.FROM_ANOTHER_MAILBOX;
  }

  // Behind a MESH file client there is no tracking: the id that only a reader knows has to do.
  private Optional<String> delivered(Response response, Sent document) {
    Mailbox mailbox = mailboxes.get(response.message().organisation());
    if (mailbox == null || document.meshMessageId.isEmpty()) {
      return Optional.empty();
    }
    return switch (mailbox.transport()) {
      case Transport.Http(MeshClient mesh) ->
          questions
              .ask(
                  mailbox,
                  mesh,
                  "track " + document.meshMessageId.get(),
                  client -> client.track(document.meshMessageId.get()))
              .map(Tracking::recipient)
              .filter(recipient -> !recipient.isBlank());
      case Transport.Folders folders -> Optional.empty();
    };
  }

  /** A response's acknowledgement; one with a code that is not known counts as negative. */
  public static Acknowledgement acknowledgement(ItkResponse response) {
    String code = response.codeText().orElse("");
    return new Acknowledgement(
        code,
        ResponseCode.of(code).map(ResponseCode::display).orElse("(a code we do not know)"),
        response.kind().orElse(ResponseCode.Kind.INFRASTRUCTURE)
            == ResponseCode.Kind.INFRASTRUCTURE,
        response.positive());
  }
}
