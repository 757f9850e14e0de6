package gpcm.node.ledger;

import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.Pace;
import gpcm.node.content.ContentStore;
import gpcm.node.store.Along;
import gpcm.node.store.Database;
import gpcm.node.store.Deadlocks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer. What steps found out is applied here, for many cases at once, in one transaction
 * of a few statements; a result that no longer fits drops out alone. Thread-safe.
 */
public final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final Database database;
  private final ContentStore content;
  private final InstantSource clock;
  private final Pace pace;
  private final String node;
  private final LaneRounds rounds;
  private final Callers callers = new Callers();
  private final AtomicReference<Membership> membership = new AtomicReference<>();
  private final AtomicReference<Happenings> happenings = new AtomicReference<>(Happenings.UNHEARD);

  /**
   * @param node this node's name, in whose name cases are held
   */
  public Ledger(
      Database database, ContentStore content, InstantSource clock, Pace pace, String node) {
    this.database = database;
    this.content = content;
    this.clock = clock;
    this.pace = pace;
    this.node = node;
    this.rounds = new LaneRounds(clock);
  }

  /** From now on somebody hears of what happens to cases. */
  public void heardBy(Happenings listener) {
    happenings.set(listener);
  }

  Happenings happenings() {
    return happenings.get();
  }

  void writeOnlyAs(Membership joined) {
    membership.set(joined);
  }

  /**
   * Waits until this node may write: it may not know what has happened while it was paused.
   *
   * @throws SupersededException when a newer build has changed the tables
   */
  public void awaitPermission() {
    Membership joined = membership.get();
    if (joined != null) {
      joined.awaitAlive();
    }
  }

  /** Who waits for what this node does. */
  public Callers callers() {
    return callers;
  }

  /** How patiently things are waited for. */
  public Pace pace() {
    return pace;
  }

  /** The node's clock. */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Starts a lane whose rounds are counted.
   *
   * @param idle as {@link Lane#start}
   * @param round as {@link Lane#start}
   */
  public Lane lane(String name, Duration idle, BooleanSupplier round) {
    return Lane.start(name, idle, round, rounds);
  }

  /**
   * The same for one organisation alone, whose mailbox or ODS code the lane's name may have.
   *
   * @param organisation its ODS code
   */
  public Lane laneOf(String organisation, String name, Duration idle, BooleanSupplier round) {
    rounds.own(name, organisation);
    return lane(name, idle, round);
  }

  /** What the lanes of this node have done. */
  public LaneRounds rounds() {
    return rounds;
  }

  /** In whose name cases are held. */
  public String node() {
    return node;
  }

  /** The database beneath, for reading. */
  public Database database() {
    return database;
  }

  /** The store of bytes. */
  public ContentStore content() {
    return content;
  }

  /**
   * What became of results.
   *
   * @param dropped the cases whose result no longer fitted: another node has taken them, or what it
   *     stood on has changed. They are due again or decided already
   * @param failed the cases whose result the database refused; nothing of it was applied
   */
  public record Applied(Set<UUID> dropped, Set<UUID> failed) {
    /** Whether a case's result was applied. */
    public boolean of(UUID id) {
      return !dropped.contains(id) && !failed.contains(id);
    }
  }

  /**
   * Applies results in one transaction. When the database refuses the batch because of one of them,
   * each is applied alone, so that a poisonous case never holds others up. While the database is
   * away, this waits for it: what was found out is not forgotten meanwhile.
   */
  public Applied apply(List<StepResult> results) {
    return apply(database.jdbi(), results);
  }

  /**
   * As {@link #apply}, without waiting for the disk: for what a crash of the database may take
   * back, because it is then found out again. A post whose end was taken back is posted again, as a
   * known repetition.
   */
  public Applied applySoon(List<StepResult> results) {
    return apply(database.unflushed(), results);
  }

  private Applied apply(Jdbi jdbi, List<StepResult> results) {
    Set<UUID> failed = new HashSet<>();
    if (results.isEmpty()) {
      return new Applied(Set.of(), failed);
    }
    try {
      return new Applied(
          patiently(() -> transaction(jdbi, results, (handle, dropped) -> {})), failed);
    } catch (SupersededException e) {
      throw e;
    } catch (RuntimeException e) {
      if (results.size() == 1) {
        LOG.error("a result cannot be applied: {}", Outages.cause(e));
        LOG.debug("the cause", e);
        results.getFirst().lease().ifPresent(lease -> failed.add(lease.id()));
        return new Applied(Set.of(), failed);
      }
      LOG.warn("{} results are applied one by one: {}", results.size(), Outages.cause(e));
    }
    Set<UUID> dropped = new HashSet<>();
    for (StepResult result : results) {
      Applied alone = apply(jdbi, List.of(result));
      dropped.addAll(alone.dropped());
      failed.addAll(alone.failed());
    }
    return new Applied(dropped, failed);
  }

  /**
   * Applies what a person has decided about one case, with what is to be written beside it.
   *
   * @return false when it no longer fitted; nothing is written then
   * @throws RuntimeException when the database refuses either of them; nothing is written then
   */
  public boolean decide(UUID id, StepResult result, Along along) {
    return !patiently(
            () ->
                transaction(
                    database.jdbi(),
                    List.of(result),
                    (handle, begun) -> {
                      if (!begun.dropped().contains(id)) {
                        along.write(handle);
                      }
                    }))
        .contains(id);
  }

  /**
   * Applies what people have decided about several cases, of which all stands or nothing.
   *
   * @param deciding begins the transaction and says what is decided, of rows that it has locked
   * @param beside hears which cases it no longer fitted, and gives what is to be written with it
   * @throws RuntimeException as it comes from either of them or the database; nothing is written
   *     then
   */
  public void decideAll(
      Function<Handle, List<StepResult>> deciding, Function<Set<UUID>, Along> beside) {
    patiently(
        () ->
            transaction(
                database.jdbi(),
                deciding,
                (handle, begun) -> beside.apply(begun.dropped()).write(handle)));
  }

  /**
   * Lets something happen to several documents because a person says so, of which all stands or
   * nothing.
   *
   * @param deciding begins the transaction and says what happens, of rows that it has locked
   * @param beside hears which documents it changed, and gives what is to be written with it
   * @throws RuntimeException as it comes from either of them or the database; nothing is written
   *     then
   */
  public void happenAll(
      Function<Handle, Map<UUID, DocumentFact>> deciding, Function<Set<UUID>, Along> beside) {
    patiently(
        () ->
            transaction(
                database.jdbi(),
                handle ->
                    deciding.apply(handle).entrySet().stream()
                        .map(each -> new StepResult().document(each.getKey(), each.getValue()))
                        .toList(),
                (handle, begun) -> beside.apply(begun.moved()).write(handle)));
  }

  // Whoever has asked over HTTP gives up some day, and this may not be done after that.
  private <T> T patiently(Supplier<T> work) {
    for (int outages = 1; ; outages++) {
      try {
        return Deadlocks.outlive(work);
      } catch (RuntimeException e) {
        if (!Outages.isOutage(e) || callers.isOver()) {
          throw e;
        }
        LOG.warn("results wait for the database: {}", Outages.cause(e));
        pause(Math.min(5_000, 100L << Math.min(outages, 10)), e);
      }
    }
  }

  private static void pause(long milliseconds, RuntimeException cause) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting for the database", cause);
    }
  }

  private Set<UUID> transaction(
      Jdbi jdbi, List<StepResult> results, BiConsumer<Handle, Application> beside) {
    return transaction(jdbi, handle -> results, beside);
  }

  private Set<UUID> transaction(
      Jdbi jdbi,
      Function<Handle, List<StepResult>> deciding,
      BiConsumer<Handle, Application> beside) {
    awaitPermission();
    Application application =
        jdbi.inTransaction(
            handle -> {
              List<StepResult> results = deciding.apply(handle);
              Application begun =
                  new Application(handle, clock.instant(), pace, node, happenings.get());
              begun.apply(results, content);
              beside.accept(handle, begun);
              callers.requireTime();
              return begun;
            });
    application.log();
    return application.dropped();
  }

  /**
   * Stores new documents in one transaction, flushed to the disk when this returns.
   *
   * @return the ids of those that were stored; the others' idempotency keys had been used before,
   *     or their versions stand already
   */
  public Set<UUID> open(List<NewDocument> documents) {
    awaitPermission();
    Set<UUID> opened;
    try {
      opened = inserted(documents);
    } catch (UpdateNotTakenException e) {
      if (documents.size() == 1) {
        return Set.of();
      }
      throw e;
    }
    EventRows events = new EventRows(clock.instant());
    for (NewDocument document : documents) {
      if (opened.contains(document.id())) {
        events.add(
            document.organisation(), EventRows.Of.DOCUMENT, document.id(), document.events());
      }
    }
    events.log();
    return opened;
  }

  /** A document was to come in the place of one that waits, and was not taken: neither is done. */
  private static final class UpdateNotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Set<UUID> inserted(List<NewDocument> documents) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              Set<UUID> updated = update(handle, documents);
              Set<UUID> inserted = NewDocuments.insert(handle, content, documents, clock.instant());
              if (!inserted.containsAll(updated)) {
                throw new UpdateNotTakenException();
              }
              documents.stream()
                  .filter(document -> inserted.contains(document.id()))
                  .forEach(document -> document.along().write(handle));
              return inserted;
            });
  }

  // What has not left makes room for its update (GPCM-SD-CS-076).
  private Set<UUID> update(Handle handle, List<NewDocument> documents) {
    Map<UUID, UUID> later = new LinkedHashMap<>();
    documents.forEach(
        each -> {
          each.aside().ifPresent(aside -> later.put(aside.document(), each.id()));
          each.passed().forEach(passed -> later.put(passed, each.id()));
        });
    if (later.isEmpty()) {
      return Set.of();
    }
    Application superseding =
        new Application(handle, clock.instant(), pace, node, happenings.get());
    superseding.apply(
        later.entrySet().stream()
            .map(
                each ->
                    new StepResult()
                        .document(
                            each.getKey(), new DocumentFact.Updated(each.getValue().toString())))
            .toList(),
        content);
    return later.entrySet().stream()
        .filter(each -> superseding.moved().contains(each.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  /**
   * Lets something happen to a document because a person or a submitting system says so.
   *
   * @param along is written with it
   * @return false when it changes nothing any more as the document stands now; nothing is written
   *     then
   */
  public boolean happens(UUID document, DocumentFact fact, Along along) {
    return patiently(
        () -> {
          awaitPermission();
          Application begun =
              database
                  .jdbi()
                  .inTransaction(
                      handle -> {
                        Application one =
                            new Application(handle, clock.instant(), pace, node, happenings.get());
                        one.apply(List.of(new StepResult().document(document, fact)), content);
                        if (one.moved().contains(document)) {
                          along.write(handle);
                        }
                        callers.requireTime();
                        return one;
                      });
          begun.log();
          return begun.moved().contains(document);
        });
  }

  /**
   * The same, as a part of the transaction of something else.
   *
   * @return false when it changes nothing any more as the document stands now
   */
  public boolean happens(Handle handle, UUID document, DocumentFact fact) {
    Application one = new Application(handle, clock.instant(), pace, node, happenings.get());
    one.apply(List.of(new StepResult().document(document, fact)), content);
    return one.moved().contains(document);
  }

  /**
   * Whether another document of the same version, or a later version of its encounter, has come in
   * the place of a document.
   */
  public boolean isOvertaken(UUID document) {
    return database
        .jdbi()
        .withHandle(handle -> !DocumentCases.overtaken(handle, List.of(document)).isEmpty());
  }

  /** Gives received messages back, due at once: what their reading stood on has changed. */
  public void giveBack(List<Lease> messages) {
    if (messages.isEmpty()) {
      return;
    }
    awaitPermission();
    RowSet rows = new RowSet();
    messages.forEach(
        lease -> rows.add(new Row().put("id", lease.id()).put("fence", lease.fence())));
    database
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        update received_message m set lease_owner = null, leased_at = null
                        from json_to_recordset(:rows::json) as r (id uuid, fence bigint) where m.id = r.id and m.fence = r.fence
                        """)
                    .bind("rows", rows.json())
                    .execute());
  }

  /** Tells a person about something that concerns a whole organisation. */
  public void tell(String organisation, AlertText alert) {
    tell(organisation, EventRows.Of.RECEIVED, null, alert);
  }

  /** Tells a person about a document this node sends. */
  public void tellOfDocument(String organisation, UUID document, AlertText alert) {
    tell(organisation, EventRows.Of.DOCUMENT, document, alert);
  }

  /**
   * The same, if it is still so. Where an alert is open that this one says more than, it becomes
   * this one: nobody reads two that ask for different things, whoever has taken it keeps it, and
   * people are told again.
   *
   * @param before the problem of the alert that says less
   * @param still begins the transaction and says so of rows that it has locked
   * @return false when it is not, and nobody was told
   */
  public boolean tellMoreOfDocument(
      String organisation,
      UUID document,
      Optional<String> before,
      AlertText alert,
      Predicate<Handle> still) {
    return tell(
        alerts -> {
          before.ifPresent(problem -> alerts.mend(organisation, problem));
          alerts.raise(organisation, EventRows.Of.DOCUMENT, document, alert);
        },
        still,
        handle ->
            before
                .filter(
                    problem ->
                        AlertRows.become(handle, organisation, problem, alert, clock.instant()))
                .isPresent());
  }

  /** Tells a person about a message this node received. */
  public void tellOfReceived(String organisation, UUID received, AlertText alert) {
    tell(organisation, EventRows.Of.RECEIVED, received, alert);
  }

  private void tell(String organisation, EventRows.Of of, UUID aboutOrNull, AlertText alert) {
    boolean unused =
        tell(
            alerts -> alerts.raise(organisation, of, aboutOrNull, alert),
            handle -> true,
            handle -> false);
  }

  private boolean tell(
      Consumer<AlertRows> raising, Predicate<Handle> still, Predicate<Handle> toldOtherwise) {
    awaitPermission();
    AlertRows alerts = new AlertRows(clock.instant());
    raising.accept(alerts);
    SetWrite write = new SetWrite();
    alerts.writeTo(write);
    boolean told =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  boolean so = still.test(handle);
                  if (so && !toldOtherwise.test(handle)) {
                    write.run(handle);
                  }
                  return so;
                });
    if (told) {
      alerts.log();
    }
    return told;
  }

  /**
   * Whether what an organisation was told last of a problem has mended by itself, whichever node
   * found it so. False when nothing was told, it is open, or a person has closed it.
   */
  public boolean hasMended(String organisation, String problem) {
    return database.jdbi().withHandle(handle -> AlertRows.hasMended(handle, organisation, problem));
  }

  /** What was told of this problem of any organisation is over, whoever told it. */
  public void mended(String problem) {
    database.jdbi().useHandle(handle -> AlertRows.mendEverywhere(handle, problem, clock.instant()));
  }

  /** The fact that a step of a document failed for a reason that may pass. */
  public static DocumentFact delayed(Throwable cause) {
    return new DocumentFact.Delayed(Outages.cause(cause));
  }
}
