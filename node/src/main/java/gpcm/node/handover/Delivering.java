package gpcm.node.handover;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.exchange.AlertText;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.HandOverSettings;
import gpcm.node.content.ContentStore;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.store.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Brings what is offered to record systems that do not fetch it: at least once, each item under its
 * id. Every organisation has a lane of its own. Thread-safe.
 */
public final class Delivering implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final int TOGETHER = 20;

  /** Longer than it takes to deliver so many; another node takes them over after it. */
  private static final Duration HOLD = Duration.ofMinutes(5);

  /** Who answers, where no key says it. */
  private static final String RECORD_SYSTEM = "the record system";

  private final Ledger ledger;
  private final HandOver handOver;
  private final AuditLog log;
  private final BooleanSupplier mayWork;
  private final List<Lane> lanes = new ArrayList<>();

  /** A way to a record system. */
  interface Way {
    /**
     * Brings an item there.
     *
     * @return the answer, where it comes at once
     */
    Optional<RecordSystemAnswer> deliver(HandOverItem item) throws IOException;

    /** Takes an item back that was brought there and holds no more, where it still lies there. */
    void takeBack(HandOverItem item) throws IOException;

    /** What the record system has answered since, by the id of the item. */
    List<LateAnswer> answers() throws IOException;
  }

  /**
   * An answer that came by itself.
   *
   * @param from how it is named to people
   * @param done is run when it has been taken
   * @param aside is run when a person has been told that it cannot be
   */
  record LateAnswer(String from, Read read, Runnable done, Runnable aside) {
    /** What was found. */
    sealed interface Read {}

    /** What it says of an item. */
    record Said(UUID id, RecordSystemAnswer answer) implements Read {}

    /** It cannot be used. */
    record NotUnderstood(String why) implements Read {}
  }

  private Delivering(Ledger ledger, HandOver handOver, AuditLog log, BooleanSupplier mayWork) {
    this.ledger = ledger;
    this.log = log;
    this.handOver = handOver;
    this.mayWork = mayWork;
  }

  /**
   * Starts to deliver.
   *
   * @param log hears of each delivery
   * @param mayWork whether this node may take up work
   */
  public static Delivering start(
      Ledger ledger,
      HandOver handOver,
      ContentStore content,
      AuditLog log,
      List<HandOverSettings> settings,
      BooleanSupplier mayWork) {
    Delivering delivering = new Delivering(ledger, handOver, log, mayWork);
    for (HandOverSettings each : settings) {
      String organisation = each.organisation().value();
      each.folder()
          .<Way>map(folder -> new DropFolder(folder, content, delivering::made))
          .or(() -> each.webhook().map(webhook -> new Webhook(webhook, ledger.clock())))
          .ifPresent(
              way ->
                  delivering.lanes.add(
                      ledger.laneOf(
                          organisation,
                          "hand-over-" + organisation,
                          IDLE,
                          () -> delivering.round(organisation, way))));
    }
    return delivering;
  }

  private byte[] made(HandOverItem item, int ordinal) throws IOException {
    return handOver
        .file(item.entry().organisation(), item.id(), ordinal)
        .orElseThrow(() -> new IOException("people have decided anew since it was offered"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean round(String organisation, Way way) {
    if (!mayWork.getAsBoolean()) {
      return false;
    }
    try {
      way.answers().forEach(answer -> take(organisation, answer));
      takeBack(organisation, way);
    } catch (IOException e) {
      throw new IllegalStateException(Outages.cause(e), e);
    }
    List<UUID> due = claim(organisation);
    handOver.all(organisation, due).stream()
        .filter(item -> item.state() == HandOverItem.State.OFFERED)
        .forEach(item -> deliver(organisation, way, item));
    return due.size() == TOGETHER;
  }

  private void takeBack(String organisation, Way way) throws IOException {
    List<UUID> gone =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select id from hand_over_item where organisation = :organisation and"
                                + " state = 'superseded' and delivered_at is not null limit :limit")
                        .bind("organisation", organisation)
                        .bind("limit", TOGETHER)
                        .mapTo(UUID.class)
                        .list());
    for (HandOverItem item : handOver.all(organisation, gone)) {
      way.takeBack(item);
      ledger
          .database()
          .jdbi()
          .useHandle(
              handle ->
                  handle
                      .createUpdate("update hand_over_item set delivered_at = null where id = :id")
                      .bind("id", item.id())
                      .execute());
    }
  }

  private void deliver(String organisation, Way way, HandOverItem item) {
    // People may have decided anew while those before it were delivered.
    if (!handOver.holds(item)) {
      return;
    }
    try {
      Optional<RecordSystemAnswer> answer = way.deliver(item);
      log.doing(() -> delivered(item.id()), done -> List.of(entry(item)));
      answer.ifPresent(said -> answer(organisation, item, said, item.id().toString()));
    } catch (IOException e) {
      later(item.id(), Outages.cause(e));
    }
  }

  private void take(String organisation, LateAnswer late) {
    switch (late.read()) {
      case LateAnswer.NotUnderstood(String why) -> putAside(organisation, late, why);
      case LateAnswer.Said(UUID id, RecordSystemAnswer said) -> {
        Optional<HandOverItem> item = handOver.find(organisation, id);
        if (item.isEmpty()) {
          putAside(organisation, late, "there is no such item");
          return;
        }
        answer(organisation, item.get(), said, late.from());
        late.done().run();
      }
    }
  }

  private void putAside(String organisation, LateAnswer late, String why) {
    ledger.tell(
        organisation,
        new AlertText(
            "hand-over-answer/" + late.from(),
            "An answer of the record system cannot be used",
            late.from() + ": " + why,
            "It was put aside. Find out from the record system which document it is about, and"
                + " whether that is in the record."));
    late.aside().run();
  }

  private void answer(
      String organisation, HandOverItem item, RecordSystemAnswer said, String from) {
    try {
      handOver.answer(organisation, item.id(), said.result(), RECORD_SYSTEM, said.words());
    } catch (AnsweredOtherwiseException e) {
      contradiction(organisation, item.entry().received(), from, e);
    }
  }

  private void contradiction(
      String organisation, UUID received, String from, AnsweredOtherwiseException e) {
    ledger.tellOfReceived(
        organisation,
        received,
        new AlertText(
            "hand-over-contradicted/" + e.item().id(),
            "The record system contradicts itself",
            "%s answers an item anew and otherwise: %s.".formatted(from, e.getMessage()),
            "The first answer stands. Look into the record whether the document is there."));
  }

  // The notice that a document counts no more never overtakes the document.
  private List<UUID> claim(String organisation) {
    Instant now = ledger.clock().instant();
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        with due as (
                          select id from hand_over_item where organisation = :organisation and state = 'offered' and delivered_at is null
                            and try_at <= :now and %s and not exists (select from hand_over_item b where b.entry = hand_over_item.entry
                              and b.kind = 'document' and hand_over_item.kind in ('replaced', 'void') and b.state = 'offered'
                              and b.delivered_at is null)
                          order by try_at, position limit :limit for update skip locked)
                        update hand_over_item i set try_at = :until from due where i.id = due.id returning i.id
                        """
                            .formatted(HandOver.HOLDS))
                    .bind("organisation", organisation)
                    .bind("now", Moment.column(now))
                    .bind("until", Moment.column(now.plus(HOLD)))
                    .bind("limit", TOGETHER)
                    .mapTo(UUID.class)
                    .list());
  }

  private AuditEntry entry(HandOverItem item) {
    WorklistEntry document = item.entry();
    Data data = Data.ofCase(document.id());
    return log.entry(
            document.organisation(),
            Action.HANDED_OVER,
            Actor.node(log.place().node(), document.organisation()))
        .with(data.restricted(document.heading().confidential()))
        .about(Patient.stated(document.patient().nhsNumber(), document.patient().name()))
        .changing("offered", "delivered");
  }

  private int delivered(UUID id) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update hand_over_item set delivered_at = :now, failures = 0, trouble ="
                            + " null where id = :id")
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("id", id)
                    .execute());
  }

  private void later(UUID id, String trouble) {
    ledger
        .database()
        .jdbi()
        .useTransaction(
            handle -> {
              int failures =
                  handle
                      .createQuery(
                          "update hand_over_item set failures = failures + 1, trouble = :trouble"
                              + " where id = :id returning failures")
                      .bind("trouble", trouble)
                      .bind("id", id)
                      .mapTo(Integer.class)
                      .one();
              handle
                  .createUpdate("update hand_over_item set try_at = :at where id = :id")
                  .bind(
                      "at",
                      Moment.column(
                          ledger.clock().instant().plus(ledger.pace().retryAfter(failures))))
                  .bind("id", id)
                  .execute();
            });
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
