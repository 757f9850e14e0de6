package gpcm.node.sending;

import gpcm.exchange.DocumentFact;
import gpcm.exchange.MeshStanding;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.Transport;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks MESH of what was sent and not answered whether its recipient has collected it: one message
 * of a mailbox at a time, with a pause between two questions that all nodes of the database keep
 * together. What MESH says closes nothing. A MESH file client cannot be asked. Thread-safe.
 */
public final class Tracking {
  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

  /** The pause between two questions of a mailbox. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** When a question is asked again to which there was no answer. */
  static final Duration UNANSWERED = Duration.ofMinutes(15);

  private static final String CLAIM =
      """
      with turn as (
        insert into mesh_question as q (organisation, next_at) values (:organisation, :next)
        on conflict (organisation) do update set next_at = excluded.next_at where q.next_at <= :now
        returning q.organisation),
      asked as (
        select c.id from document c join turn on turn.organisation = c.organisation
        where c.ask_mesh_at <= :now and c.state = 'sent' and c.mesh_message_id is not null
        order by c.ask_mesh_at limit 1 for update of c skip locked)
      update document d set ask_mesh_at = :later from asked where d.id = asked.id
      returning d.id, d.mesh_message_id
      """;

  private final Ledger ledger;
  private final Map<String, Mailbox> mailboxes;
  private final MeshQuestions questions;

  /**
   * @param mailboxes the organisations this node works for, by ODS code
   */
  public Tracking(Ledger ledger, Map<String, Mailbox> mailboxes, MeshQuestions questions) {
    this.ledger = ledger;
    this.mailboxes = Map.copyOf(mailboxes);
    this.questions = questions;
  }

  private record Claimed(UUID id, String meshMessageId) {}

  /** Whether MESH can be asked for one of these organisations. */
  public boolean canAsk(List<String> organisations) {
    return organisations.stream().anyMatch(each -> mesh(each).isPresent());
  }

  /** Asks about one message of each mailbox; what is asked next waits for its turn. */
  public boolean round() {
    mailboxes.keySet().stream().filter(each -> mesh(each).isPresent()).forEach(this::next);
    return false;
  }

  private void next(String organisation) {
    Optional<Claimed> claimed = claim(organisation);
    if (claimed.isEmpty()) {
      return;
    }
    UUID id = claimed.get().id();
    said(organisation, claimed.get().meshMessageId())
        .ifPresent(
            said ->
                ledger.apply(
                    List.of(new StepResult().document(id, new DocumentFact.Tracked(said)))));
  }

  private Optional<Claimed> claim(String organisation) {
    Instant now = ledger.clock().instant();
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(CLAIM)
                    .bind("organisation", organisation)
                    .bind("now", Moment.column(now))
                    .bind("next", Moment.column(now.plus(PAUSE)))
                    .bind("later", Moment.column(now.plus(UNANSWERED)))
                    .map(
                        (row, context) ->
                            new Claimed(
                                row.getObject("id", UUID.class), row.getString("mesh_message_id")))
                    .findOne());
  }

  /**
   * How a message stands by what MESH says now; empty when MESH cannot be asked, or does not
   * answer.
   */
  Optional<MeshStanding> said(String organisation, String meshMessageId) {
    Optional<MeshClient> mesh = mesh(organisation);
    if (mesh.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              questions
                  .ask(
                      mailboxes.get(organisation),
                      mesh.get(),
                      "how does " + meshMessageId + " stand",
                      client -> client.track(meshMessageId))
                  .map(tracking -> standing(tracking.status()))
                  .orElse(MeshStanding.NOT_FOUND))
          .filter(standing -> standing != MeshStanding.NOT_ASKED);
    } catch (MeshException | MeshQuestions.NotAnsweredYet e) {
      LOG.info("MESH does not say how a message of {} stands: {}", organisation, e.getMessage());
      return Optional.empty();
    }
  }

  // A status that is none of MESH's says nothing.
  private static MeshStanding standing(String status) {
    return switch (status) {
      case "acknowledged" -> MeshStanding.COLLECTED;
      case "accepted", "uploading" -> MeshStanding.NOT_COLLECTED;
      case "undeliverable", "error" -> MeshStanding.UNDELIVERABLE;
      default -> MeshStanding.NOT_ASKED;
    };
  }

  private Optional<MeshClient> mesh(String organisation) {
    Mailbox mailbox = mailboxes.get(organisation);
    return mailbox != null && mailbox.transport() instanceof Transport.Http(MeshClient mesh)
        ? Optional.of(mesh)
        : Optional.empty();
  }
}
