package gpcm.node.handover;

import gpcm.exchange.AlertText;
import gpcm.node.coded.CodedWork;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.receiving.ReceivedDocuments;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
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

  private static final String TO_FILE = "handed_over is null and state in ('to-do', 'to-file')";
  private static final String TO_WITHDRAW =
      "handed_over = 'offered' and state in ('replaced', 'void')";

  private static final String SUPERSEDE =
      """
      superseded as (update hand_over_item i set state = 'superseded' from found where i.entry = found.id and i.kind = 'coded'
        and i.state in ('offered', 'refused')),
      """
          .strip();

  private static final String OFFER =
      """
      with found as (
        select id, organisation, %s as kind from worklist_entry where organisation = :organisation and %s
        order by received_at limit :limit for update),
      %s
      marked as (update worklist_entry e set handed_over = %s from found where e.id = found.id)
      insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at, due_at, try_at)
      select gen_random_uuid(), nextval('hand_over_position'), organisation, kind, id, 'offered', :now, :due, :now from found
      on conflict (entry, kind) where kind <> 'coded' do nothing
      """;

  private static final String FILE = OFFER.formatted("'document'", TO_FILE, "", "'offered'");
  private static final String WITHDRAW =
      OFFER.formatted("state", TO_WITHDRAW, SUPERSEDE, "'withdrawn'");

  private final Ledger ledger;
  private final HandOver handOver;
  private final CodedOffering coded;
  private final BooleanSupplier mayWork;
  private final Lane lane;

  private Offering(Ledger ledger, HandOver handOver, CodedOffering coded, BooleanSupplier mayWork) {
    this.ledger = ledger;
    this.handOver = handOver;
    this.coded = coded;
    this.mayWork = mayWork;
    this.lane = ledger.lane("hand-over", IDLE, this::round);
  }

  /**
   * Starts to offer.
   *
   * @param coded the coded entries that people decide on
   * @param documents the documents that these stand in
   * @param mayWork whether this node may take up work
   */
  public static Offering start(
      Ledger ledger,
      HandOver handOver,
      CodedWork coded,
      ReceivedDocuments documents,
      BooleanSupplier mayWork) {
    return new Offering(
        ledger, handOver, new CodedOffering(ledger, handOver, coded, documents), mayWork);
  }

  /** Begins a round now; for a clock that was moved. */
  public void look() {
    lane.tell();
  }

  /**
   * What an organisation's record system is to know, or people are.
   *
   * @param toOffer something is filed, or does not count any more
   * @param coded people have decided on coded entries
   * @param refused something was refused, and nobody has been told
   * @param mended something was told that is not refused any more
   * @param late something should have been answered
   * @param lateTold people have been told that something is late
   */
  private record Due(
      String organisation,
      boolean toOffer,
      boolean coded,
      boolean refused,
      boolean mended,
      boolean late,
      boolean lateTold) {}

  private static final String DUE =
      """
      select o.organisation,
        exists (select 1 from worklist_entry where organisation = o.organisation and %s)
          or exists (select 1 from worklist_entry where organisation = o.organisation and %s) as to_offer,
        exists (select 1 from worklist_entry where organisation = o.organisation and %s) as coded,
        exists (select 1 from hand_over_item where organisation = o.organisation and state = 'refused' and not told) as refused,
        exists (select 1 from hand_over_item where organisation = o.organisation and told and state <> 'refused') as mended,
        exists (select 1 from hand_over_item where organisation = o.organisation and state = 'offered' and due_at < :now and %s) as late,
        exists (select 1 from alert where organisation = o.organisation and problem = :late || o.organisation
          and resolved_at is null) as late_told
      from unnest(:organisations) as o (organisation)
      """
          .formatted(TO_FILE, TO_WITHDRAW, CodedOffering.DUE, HandOver.HOLDS);

  private boolean round() {
    if (!mayWork.getAsBoolean()) {
      return false;
    }
    boolean more = false;
    for (Due due : due()) {
      if (due.toOffer) {
        more |= offer(due.organisation);
      }
      if (due.coded) {
        more |= coded.offer(due.organisation);
      }
      if (due.refused) {
        tellOfRefused(due.organisation);
      }
      if (due.mended) {
        mend(due.organisation);
      }
      if (due.late != due.lateTold) {
        tellOfLate(due.organisation);
      }
    }
    return more;
  }

  // Most rounds find nothing: one statement says so for all organisations.
  private List<Due> due() {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(DUE)
                    .bindArray("organisations", String.class, handOver.organisations())
                    .bind("late", LATE)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .map(
                        (row, context) ->
                            new Due(
                                row.getString("organisation"),
                                row.getBoolean("to_offer"),
                                row.getBoolean("coded"),
                                row.getBoolean("refused"),
                                row.getBoolean("mended"),
                                row.getBoolean("late"),
                                row.getBoolean("late_told")))
                    .list());
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
              alone(handle);
              int withdrawn = offer(handle, organisation, true);
              int offered = offer(handle, organisation, false);
              return withdrawn == TOGETHER || offered == TOGETHER;
            });
  }

  private int offer(Handle handle, String organisation, boolean withdrawing) {
    Instant now = ledger.clock().instant();
    return handle
        .createUpdate(withdrawing ? WITHDRAW : FILE)
        .bind("organisation", organisation)
        .bind("limit", TOGETHER)
        .bind("now", Moment.column(now))
        .bind("due", Moment.column(now.plus(handOver.deadline(organisation))))
        .execute();
  }

  private record Refused(UUID id, UUID received, String kind, String reason) {}

  private void tellOfRefused(String organisation) {
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
      ledger
          .database()
          .jdbi()
          .useTransaction(
              handle -> {
                if (told(handle, each.id)) {
                  ledger.tellOfReceived(organisation, each.received, refused(each));
                }
              });
    }
  }

  private static AlertText refused(Refused item) {
    HandOverItem.Kind kind = HandOverItem.Kind.of(item.kind);
    String what =
        switch (kind) {
          case DOCUMENT -> "a document";
          case REPLACED -> "that a document was replaced";
          case VOID -> "that a document is void";
          case CODED -> "the coded entries that were confirmed";
        };
    return new AlertText(
        REFUSED + item.id,
        "The record system refused " + what,
        "Its reason: " + item.reason,
        switch (kind) {
          case DOCUMENT, CODED ->
              "It is in the worklist, and may not be in the record. Unless the document was"
                  + " replaced or is void by now, mend the cause and offer it again on the page of"
                  + " the document, or enter it by hand.";
          case REPLACED, VOID ->
              "The document may still count in the record. Mend the cause and offer it again on the"
                  + " page of the document, or take it out there by hand.";
        });
  }

  // In the transaction of the alert: what is offered again by then is not told, and what was told
  // is mended then.
  private static boolean told(Handle handle, UUID id) {
    return handle
            .createUpdate(
                "update hand_over_item set told = true where id = :id and state = 'refused' and"
                    + " not told")
            .bind("id", id)
            .execute()
        == 1;
  }

  private void mend(String organisation) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        with mended as (
                          update hand_over_item set told = false where organisation = :organisation and told and state <> 'refused'
                          returning id)
                        update alert a set resolved_at = :now, resolved_by = 'mended by itself' from mended m
                        where a.organisation = :organisation and a.problem = :problem || cast(m.id as text) and a.resolved_at is null
                        """)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("organisation", organisation)
                    .bind("problem", REFUSED)
                    .execute());
  }

  private record Late(long items, String trouble) {}

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
                            select count(*) as late, coalesce(max(trouble), '') as trouble
                            from hand_over_item where organisation = :organisation and state = 'offered' and due_at < :now and %s
                            """
                                .formatted(HandOver.HOLDS))
                        .bind("organisation", organisation)
                        .bind("now", Moment.column(ledger.clock().instant()))
                        .map(
                            (row, context) ->
                                new Late(row.getLong("late"), row.getString("trouble")))
                        .one());
    if (late.items > 0) {
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
                  + " system runs and reads what is offered; until it does, work from the worklist."
                  + " What got lost there is offered again on the page of its document."));
    } else {
      ledger.mended(LATE + organisation);
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
