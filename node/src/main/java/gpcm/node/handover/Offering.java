package gpcm.node.handover;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Offers what has been filed, and what does not count any more; tells people of what was refused
 * and of what is not answered in time. Any number of nodes may do it. Thread-safe.
 */
public final class Offering implements AutoCloseable {
  private static final int TOGETHER = 200;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final String LATE = "hand-over-late/";
  private static final String REFUSED = "hand-over-refused/";

  private final Ledger ledger;
  private final HandOver handOver;
  private final BooleanSupplier mayWork;
  private final Lane lane;

  private Offering(Ledger ledger, HandOver handOver, BooleanSupplier mayWork) {
    this.ledger = ledger;
    this.handOver = handOver;
    this.mayWork = mayWork;
    this.lane = Lane.start("hand-over", IDLE, this::round);
  }

  /**
   * Starts to offer.
   *
   * @param mayWork whether this node may take up work
   */
  public static Offering start(Ledger ledger, HandOver handOver, BooleanSupplier mayWork) {
    return new Offering(ledger, handOver, mayWork);
  }

  /** Begins a round now; for a clock that was moved. */
  public void look() {
    lane.tell();
  }

  private boolean round() {
    if (!mayWork.getAsBoolean()) {
      return false;
    }
    boolean more = false;
    for (String organisation : handOver.organisations()) {
      more |= offer(organisation);
      tellOfRefused(organisation);
      tellOfLate(organisation);
    }
    return more;
  }

  /**
   * Holds whoever else gives positions until this transaction ends: a reader of the feed never
   * finds something new before what it has read.
   */
  static void alone(Handle handle) {
    handle.execute("select place from housekeeping where task = 'hand-over' for update");
  }

  private boolean offer(String organisation) {
    return ledger
        .database()
        .jdbi()
        .inTransaction(
            handle -> {
              if (!any(handle, organisation)) {
                return false;
              }
              alone(handle);
              int withdrawn = offer(handle, organisation, true);
              int offered = offer(handle, organisation, false);
              return withdrawn == TOGETHER || offered == TOGETHER;
            });
  }

  // Most rounds find nothing, and need not wait for anybody.
  private static boolean any(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select exists (select 1 from worklist_entry where organisation = :organisation and handed_over is null and state in ('to-do', 'to-file'))
              or exists (select 1 from worklist_entry where organisation = :organisation and handed_over = 'offered' and state in ('replaced', 'void'))
            """)
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }

  private static final String FILED =
      """
      with found as (
        select id, organisation, 'document' as kind from worklist_entry
        where organisation = :organisation and handed_over is null and state in ('to-do', 'to-file')
        order by received_at limit :limit for update),
      marked as (update worklist_entry e set handed_over = 'offered' from found where e.id = found.id)
      insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at, due_at, try_at)
      select gen_random_uuid(), nextval('hand_over_position'), organisation, kind, id, 'offered', :now, :due, :now from found
      on conflict (entry, kind) do nothing
      """;

  private static final String WITHDRAWN =
      """
      with found as (
        select id, organisation, state as kind from worklist_entry
        where organisation = :organisation and handed_over = 'offered' and state in ('replaced', 'void')
        limit :limit for update),
      marked as (update worklist_entry e set handed_over = 'withdrawn' from found where e.id = found.id)
      insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at, due_at, try_at)
      select gen_random_uuid(), nextval('hand_over_position'), organisation, kind, id, 'offered', :now, :due, :now from found
      on conflict (entry, kind) do nothing
      """;

  private int offer(Handle handle, String organisation, boolean withdrawing) {
    return handle
        .createUpdate(withdrawing ? WITHDRAWN : FILED)
        .bind("organisation", organisation)
        .bind("limit", TOGETHER)
        .bind("now", Moment.column(ledger.clock().instant()))
        .bind("due", Moment.column(ledger.clock().instant().plus(handOver.deadline(organisation))))
        .execute();
  }

  private record Refused(UUID id, UUID received, String kind, String reason) {}

  private void tellOfRefused(String organisation) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        update alert a set resolved_at = :now, resolved_by = 'mended by itself'
                        where a.organisation = :organisation and a.resolved_at is null and a.problem like :problems
                          and exists (select 1 from hand_over_item i where i.state <> 'refused'
                            and i.id = case when a.problem like :problems then cast(substr(a.problem, length(:problem) + 1) as uuid) end)
                        """)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("organisation", organisation)
                    .bind("problem", REFUSED)
                    .bind("problems", REFUSED + "%")
                    .execute());
    List<Refused> untold =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            select i.id, e.received, i.kind, i.reason from hand_over_item i join worklist_entry e on e.id = i.entry
                            where i.organisation = :organisation and i.state = 'refused' and not i.told limit :limit
                            """)
                        .bind("organisation", organisation)
                        .bind("limit", TOGETHER)
                        .map(
                            (row, context) ->
                                new Refused(
                                    row.getObject("id", UUID.class),
                                    row.getObject("received", UUID.class),
                                    row.getString("kind"),
                                    row.getString("reason")))
                        .list());
    for (Refused each : untold) {
      ledger.tellOfReceived(organisation, each.received, refused(each));
      told(each.id);
    }
  }

  private static AlertText refused(Refused item) {
    String what =
        switch (HandOverItem.Kind.of(item.kind)) {
          case DOCUMENT -> "a document";
          case REPLACED -> "that a document was replaced";
          case VOID -> "that a document is void";
        };
    return new AlertText(
        REFUSED + item.id,
        "The record system refused " + what,
        "Its reason: " + item.reason,
        "It is in the worklist, and may not be in the record. Mend the cause and offer it again, or"
            + " enter it by hand.");
  }

  // After the alert: a node that ends between the two tells it again, and it counts up.
  private void told(UUID id) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update hand_over_item set told = true where id = :id and state ="
                            + " 'refused'")
                    .bind("id", id)
                    .execute());
  }

  private record Late(boolean told, long items, String trouble) {}

  private void tellOfLate(String organisation) {
    Late late =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            select exists (select 1 from alert where organisation = :organisation and problem = :problem
                                and resolved_at is null) as told,
                              count(*) as late, coalesce(max(trouble), '') as trouble
                            from hand_over_item where organisation = :organisation and state = 'offered' and due_at < :now
                            """)
                        .bind("organisation", organisation)
                        .bind("problem", LATE + organisation)
                        .bind("now", Moment.column(ledger.clock().instant()))
                        .map(
                            (row, context) ->
                                new Late(
                                    row.getBoolean("told"),
                                    row.getLong("late"),
                                    row.getString("trouble")))
                        .one());
    if (late.items > 0 && !late.told) {
      ledger.tell(
          organisation,
          new AlertText(
              LATE + organisation,
              "The record system does not answer",
              "%d items were offered to it and not answered in time.%s"
                  .formatted(
                      late.items,
                      late.trouble.isEmpty() ? "" : " Delivering them failed: " + late.trouble),
              "They are in the worklist, and may not be in the record. Look whether the record"
                  + " system runs and reads what is offered; until it does, work from the"
                  + " worklist."));
    } else if (late.items == 0 && late.told) {
      ledger.mended(LATE + organisation);
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
