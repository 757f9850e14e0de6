package gpcm.node.handover;

import gpcm.exchange.Actor;
import gpcm.node.store.Moment;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Something that was refused, or not answered in time, is offered again.
 *
 * @param by the name of who has it offered
 * @param reason why
 * @param now when
 * @param due until when it should be answered now
 */
record OfferedAgain(String by, String reason, Instant now, Instant due) {
  private static final String AGAIN =
      """
      with found as (
        select id, state from hand_over_item where id = :id and organisation = :organisation
          and (state = 'refused' or state = 'offered' and due_at < :now) and %s and %s for update),
      offered as (
        update hand_over_item i set state = 'offered', position = nextval('hand_over_position'), times = times + 1,
          offered_at = :now, due_at = :due, try_at = :now, failures = 0, trouble = null, delivered_at = null
        from found f where i.id = f.id returning i.entry, i.kind, i.times, f.state),
      told as (
        insert into event (at, organisation, received, kind, detail, actor)
        select :now, :organisation, e.received, 'offered-again', o.kind || ', time ' || o.times || ': ' || :reason, :actor
        from offered o join worklist_entry e on e.id = o.entry)
      select case state when 'offered' then 'overdue' else state end from offered
      """
          .formatted(HandOver.HOLDS, HandOver.COUNTS);

  /**
   * Writes it, with a line of the document's timeline.
   *
   * @return how the item stood; empty when it cannot be offered again, and nothing is written
   */
  Optional<String> write(Handle handle, String organisation, UUID item) {
    Offering.alone(handle);
    return handle
        .createQuery(AGAIN)
        .bind("now", Moment.column(now))
        .bind("due", Moment.column(due))
        .bind("id", item)
        .bind("organisation", organisation)
        .bind("reason", reason)
        .bind("actor", new Actor.Person(by).text())
        .mapTo(String.class)
        .findOne();
  }
}
