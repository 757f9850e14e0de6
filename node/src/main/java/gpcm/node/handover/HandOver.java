package gpcm.node.handover;

import gpcm.node.handover.HandOverItem.Answer;
import gpcm.node.handover.HandOverItem.Kind;
import gpcm.node.handover.HandOverItem.State;
import gpcm.node.receiving.Worklist;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What is offered to record systems, at least once, and what they answer: each item is answered by
 * one answer. What changes something joins the transaction of this thread, if there is one.
 * Thread-safe.
 */
public final class HandOver {
  /** Of an item of coded entries: nobody has decided anew since it was offered. */
  static final String HOLDS =
      """
      (kind <> 'coded' or exists (select from worklist_entry w where w.id = entry and not w.coded_changed
        and w.state in ('to-do', 'to-file')))
      """
          .strip();

  /** Of an item that says that a document is here: it still counts. */
  static final String COUNTS =
      """
      (kind in ('replaced', 'void') or exists (select from worklist_entry w where w.id = entry and w.state in ('to-do', 'to-file')))
      """
          .strip();

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Worklist worklist;
  private final Map<String, Duration> deadlines;

  /**
   * @param deadlines for each organisation whose documents are handed over: how long its record
   *     system has to answer
   */
  public HandOver(
      Jdbi jdbi, InstantSource clock, Worklist worklist, Map<String, Duration> deadlines) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.worklist = worklist;
    this.deadlines = Map.copyOf(deadlines);
  }

  /** Whether anything of this organisation is handed over. */
  public boolean isOn(String organisation) {
    return deadlines.containsKey(organisation);
  }

  /** The organisations of which something is handed over. */
  Set<String> organisations() {
    return deadlines.keySet();
  }

  Duration deadline(String organisation) {
    return deadlines.get(organisation);
  }

  /**
   * What waits for an answer of an organisation's record system, in the order in which it was
   * offered.
   *
   * @param after the position of the last item that was read; 0 for all
   * @param limit how many at most
   */
  public List<HandOverItem> feed(String organisation, long after, int limit) {
    return items(
        organisation,
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select * from hand_over_item where organisation = :organisation and state = 'offered' and position > :after and %s
                        order by position limit :limit
                        """
                            .formatted(HOLDS))
                    .bind("organisation", organisation)
                    .bind("after", after)
                    .bind("limit", limit)
                    .map(HandOver::row)
                    .list()));
  }

  /** One of an organisation's items. */
  public Optional<HandOverItem> find(String organisation, UUID id) {
    return all(organisation, List.of(id)).stream().findFirst();
  }

  /** What was offered of one of an organisation's documents, in the order in which it was. */
  public List<HandOverItem> ofEntry(String organisation, UUID entry) {
    return items(
        organisation,
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from hand_over_item where entry = :entry and organisation ="
                            + " :organisation order by position")
                    .bind("entry", entry)
                    .bind("organisation", organisation)
                    .map(HandOver::row)
                    .list()));
  }

  /** Those of an organisation's items that are named, in the order in which they were offered. */
  List<HandOverItem> all(String organisation, List<UUID> ids) {
    return items(
        organisation,
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from hand_over_item where id = any(:ids) and organisation ="
                            + " :organisation order by position")
                    .bindArray("ids", UUID.class, ids)
                    .bind("organisation", organisation)
                    .map(HandOver::row)
                    .list()));
  }

  /**
   * Takes what the record system answered. The same answer given again changes nothing.
   *
   * @param accepted or refused
   * @param by the name of who answers
   * @param words what it calls the document, or why it is refused
   * @return the item as it is now, which may have been superseded meanwhile; empty when there is
   *     none
   * @throws AnsweredOtherwiseException when it has been answered otherwise
   */
  public Optional<HandOverItem> answer(
      String organisation, UUID id, State accepted, String by, String words) {
    if (accepted != State.ACCEPTED && accepted != State.REFUSED) {
      throw new IllegalArgumentException(accepted + " is no answer");
    }
    boolean changed =
        jdbi.withHandle(
                handle ->
                    handle
                        .createUpdate(
                            """
                            update hand_over_item set state = :state, answered_at = :now, answered_by = :by, told = told and :state = 'accepted',
                              reference = case when :state = 'accepted' then :words end, reason = case when :state = 'refused' then :words end
                            where id = :id and organisation = :organisation and state = 'offered'
                            """)
                        .bind("state", accepted.text())
                        .bind("now", Moment.column(clock.instant()))
                        .bind("by", by)
                        .bind("words", words)
                        .bind("id", id)
                        .bind("organisation", organisation)
                        .execute())
            == 1;
    Optional<HandOverItem> now = find(organisation, id);
    if (!changed && now.filter(item -> contradicts(item, accepted)).isPresent()) {
      throw new AnsweredOtherwiseException(now.get());
    }
    return now;
  }

  // A record system may answer what it fetched before people decided anew; the next item tells it.
  private static boolean contradicts(HandOverItem item, State answer) {
    return item.state() != answer && item.state() != State.SUPERSEDED;
  }

  /**
   * The bytes of a file that was made for an item; empty when there is none, or what it says holds
   * no more.
   */
  public Optional<String> file(String organisation, UUID id, int ordinal) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select f.text from hand_over_file f join hand_over_item i on i.id = f.item
                    where f.item = :id and f.ordinal = :ordinal and i.organisation = :organisation and i.state <> 'superseded' and %s
                    """
                        .formatted(HOLDS))
                .bind("id", id)
                .bind("ordinal", ordinal)
                .bind("organisation", organisation)
                .mapTo(String.class)
                .findOne());
  }

  /** Whether what an item says holds still, as far as its coded entries ask. */
  public boolean holds(HandOverItem item) {
    return item.kind() != Kind.CODED
        || jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select exists (select from hand_over_item where id = :id and state <> 'superseded' and %s)
                        """
                            .formatted(HOLDS))
                    .bind("id", item.id())
                    .mapTo(Boolean.class)
                    .one());
  }

  /**
   * What was offered again.
   *
   * @param item as it is now
   * @param before how it stood: {@code refused} or {@code overdue}
   */
  public record Again(HandOverItem item, String before) {}

  /**
   * Offers something again that was refused, or not answered in time, under the same id. The
   * timeline of its document says so.
   *
   * @param by the name of who has it offered
   * @param reason why
   * @return empty when there is none
   * @throws AnsweredOtherwiseException when it was neither refused nor is overdue, or does not hold
   *     any more, or its document does not count any more
   */
  public Optional<Again> again(String organisation, UUID id, String by, String reason) {
    Instant now = clock.instant();
    Optional<String> before =
        isOn(organisation)
            ? jdbi.inTransaction(
                handle ->
                    new OfferedAgain(by, reason, now, now.plus(deadline(organisation)))
                        .write(handle, organisation, id))
            : Optional.empty();
    Optional<HandOverItem> item = find(organisation, id);
    if (before.isEmpty() && item.isPresent()) {
      throw AnsweredOtherwiseException.notAgain(item.get(), holds(item.get()));
    }
    return item.map(each -> new Again(each, before.orElseThrow()));
  }

  /** Whether something can be offered again now. */
  public boolean canBeOfferedAgain(HandOverItem item) {
    return isOn(item.entry().organisation())
        && (item.state() == State.REFUSED || item.isOverdue(clock.instant()))
        && item.counts()
        && holds(item);
  }

  private List<HandOverItem> items(String organisation, List<Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Set<UUID> ids = rows.stream().map(Row::entry).collect(Collectors.toSet());
    Map<UUID, WorklistEntry> entries = worklist.all(organisation, ids);
    Map<UUID, List<WorklistFile>> files = worklist.filesOfAll(organisation, ids);
    Map<UUID, List<ConfirmedContent.File>> made =
        made(rows.stream().filter(row -> row.kind == Kind.CODED).map(Row::id).toList());
    return rows.stream()
        .map(
            row ->
                row.of(
                    entries.get(row.entry),
                    files.getOrDefault(row.entry, List.of()),
                    made.getOrDefault(row.id, List.of())))
        .toList();
  }

  private Map<UUID, List<ConfirmedContent.File>> made(List<UUID> items) {
    if (items.isEmpty()) {
      return Map.of();
    }
    Map<UUID, List<ConfirmedContent.File>> made = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "select item, ordinal, title, content_type, size, sha256 from hand_over_file"
                        + " where item = any(:items) order by item, ordinal")
                .bindArray("items", UUID.class, items)
                .map(
                    (row, context) ->
                        Map.entry(
                            row.getObject("item", UUID.class),
                            new ConfirmedContent.File(
                                row.getInt("ordinal"),
                                row.getString("title"),
                                row.getString("content_type"),
                                row.getLong("size"),
                                row.getString("sha256"))))
                .forEach(
                    file ->
                        made.computeIfAbsent(file.getKey(), unused -> new ArrayList<>())
                            .add(file.getValue())));
    return made;
  }

  /** A row of the table: an item without its document. */
  record Row(
      UUID id,
      long position,
      Kind kind,
      UUID entry,
      Optional<String> confirmed,
      State state,
      int times,
      Instant offeredAt,
      Instant due,
      Optional<Answer> answer) {

    HandOverItem of(
        WorklistEntry document, List<WorklistFile> files, List<ConfirmedContent.File> made) {
      return new HandOverItem(
          id,
          position,
          kind,
          document,
          kind == Kind.DOCUMENT ? files : List.of(),
          confirmed.map(entries -> new ConfirmedContent(entries, made)),
          state,
          times,
          offeredAt,
          due,
          answer);
    }
  }

  static Row row(ResultSet row, StatementContext context) throws SQLException {
    String reference = row.getString("reference");
    String reason = row.getString("reason");
    String by = row.getString("answered_by");
    return new Row(
        row.getObject("id", UUID.class),
        row.getLong("position"),
        Kind.of(row.getString("kind")),
        row.getObject("entry", UUID.class),
        Optional.ofNullable(row.getString("entries")),
        State.of(row.getString("state")),
        row.getInt("times"),
        Moment.of(row, "offered_at"),
        Moment.of(row, "due_at"),
        Moment.perhaps(row, "answered_at")
            .map(at -> new Answer(at, by, reference == null ? reason : reference)));
  }
}
