package gpcm.node.desk;

import gpcm.exchange.Deadline;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.LoadedSettings;
import gpcm.node.desk.MailboxState.Refusal;
import gpcm.node.desk.MailboxState.Trouble;
import gpcm.node.ledger.Ledger;
import gpcm.node.people.Extent;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The system as a whole: its queues, mailboxes, database and certificates. Of queues, mailboxes,
 * codes and alerts whoever looks is shown those of their {@link Extent}, which stands in the
 * statements. What is read looks at what is open alone, however much is finished. Thread-safe.
 */
public final class Desk {
  private static final Duration AT_ONCE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofHours(1);

  private static final String QUEUES =
      """
      select organisation,
        case when state in ('accepted', 'built') then 'ready' when state = 'infrastructure-acknowledged' then 'answered' else state end as queue,
        count(*) as messages, min(coalesce(state_since, accepted_at)) as oldest,
        count(*) filter (where case
          when state in ('unconfirmed', 'held') then due_at is null or due_at <= :now
          when state = 'waiting' then told or tell_at <= :now or due_at < :atOnce
          when state = 'sent' then told or tell_at <= :now or due_at <= :now
          when state = 'infrastructure-acknowledged' then due_at <= :now
          else told or tell_at <= :now end) as late
      from document
      where state in ('unconfirmed', 'waiting', 'held', 'accepted', 'built', 'sent', 'infrastructure-acknowledged')
        and organisation = coalesce(:only, organisation)
      group by 1, 2
      union all
      select organisation, 'overdue', count(*), min(coalesce(state_since, accepted_at)), count(*) from document
      where state = 'overdue' and organisation = coalesce(:only, organisation) group by 1
      union all
      select organisation, 'reading', count(*), min(received_at), count(*) filter (where due_at < :atOnce or received_at < :soon)
      from received_message where state = 'stored' and organisation = coalesce(:only, organisation) group by 1
      union all
      select organisation, 'answers', count(*), min(created_at), count(*) filter (where due_at < :atOnce or created_at < :soon)
      from answer where state = 'waiting' and organisation = coalesce(:only, organisation) group by 1
      """;

  private static final String MAILBOXES =
      """
      select b.*, n.name as reader,
        (select count(*) from document d where d.organisation = b.organisation and d.state = 'built')
          + (select count(*) from answer a where a.organisation = b.organisation and a.state = 'waiting') as waiting
      from mailbox b left join node n on n.id = b.lease_owner and n.alive_until > clock_timestamp()
      where b.organisation = coalesce(:only, b.organisation)
      order by b.organisation
      """;

  private static final String DATABASE =
      """
      select pg_database_size(current_database()) as bytes, pg_total_relation_size('content_chunk') as content,
        (select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::bigint from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()) as oldest,
        (select made_at from audit_checkpoint order by size desc limit 1) as sealed
      """;

  private final Ledger ledger;
  private final AuditLog log;
  private final OwnNode own;
  private final MailboxPauses pauses;
  private final Hours hours;
  private final ServiceNotices notices;

  /**
   * Looks at what {@code ledger}'s database holds.
   *
   * @param log how far behind its sealing is
   * @param own what the node that answers knows of itself
   */
  public Desk(Ledger ledger, AuditLog log, OwnNode own) {
    this.ledger = ledger;
    this.log = log;
    this.own = own;
    this.pauses = new MailboxPauses(ledger);
    this.hours = new Hours(ledger);
    this.notices =
        new ServiceNotices(ledger.database().jdbi(), ledger.database().unflushed(), ledger.clock());
  }

  /** The node that answers. */
  public OwnNode own() {
    return own;
  }

  /**
   * What tells apart what the nodes of the database were told, by the ids of the nodes; those of an
   * earlier version have said nothing.
   */
  public Map<String, String> digests() {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select id, configuration_digest from node where configuration_digest is"
                            + " not null")
                    .map(
                        (row, context) ->
                            Map.entry(row.getString("id"), row.getString("configuration_digest")))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** What is done to a mailbox. */
  public MailboxPauses pauses() {
    return pauses;
  }

  /** What stands at the head of every page. */
  public ServiceNotices notices() {
    return notices;
  }

  /** How much went through in each hour, and how long it waited. */
  public Hours hours() {
    return hours;
  }

  /** How the services stand that are asked elsewhere. */
  public List<Service> services() {
    return own.services().all();
  }

  /** How far the audit log is sealed, and who else says so. */
  public SealState seals() {
    return new Seals(ledger.database().unflushed(), own.witnesses()).now();
  }

  /** Which server the database is on. */
  public String serverVersion() {
    return ledger
        .database()
        .unflushed()
        .withHandle(handle -> handle.createQuery("select version()").mapTo(String.class).one());
  }

  /**
   * Of which organisations somebody is shown figures.
   *
   * @param organisation ODS code of the one that they work for
   */
  public Extent extent(String organisation) {
    return own.runBy().contains(organisation) ? Extent.ALL : Extent.of(organisation);
  }

  /** Whether the database has organisations that are left out. */
  public boolean leavesOut(Extent extent) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select exists (select from mailbox where organisation <> coalesce(:only,"
                            + " organisation))")
                    .bind("only", extent.only())
                    .mapTo(Boolean.class)
                    .one());
  }

  /** What the node that answers was told, as far as it is no other organisation's. */
  public LoadedSettings settings(Extent extent) {
    return extent.organisation().map(own.settings()::about).orElse(own.settings());
  }

  /** How many alerts are open, by the kind of their problem alone: the rest of it names a case. */
  public Map<String, Long> openAlerts(Extent extent) {
    Map<String, Long> counts = new LinkedHashMap<>();
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select coalesce(substring(problem from '^[a-z]+(?:-[a-z]+)*'), 'other') as name, count(*) as number
                        from alert where resolved_at is null and organisation = coalesce(:only, organisation) group by 1 order by 1
                        """)
                    .bind("only", extent.only())
                    .map((row, context) -> Map.entry(row.getString("name"), row.getLong("number")))
                    .forEach(each -> counts.put(each.getKey(), each.getValue())));
    return counts;
  }

  /** When each change of the tables was made, by its name, the first one first. */
  public Map<String, Instant> migrations() {
    Map<String, Instant> made = new LinkedHashMap<>();
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select coalesce('V' || version || ' ', '') || description as name,
                          installed_on at time zone current_setting('timezone') as at
                        from flyway_schema_history where success order by installed_rank
                        """)
                    .map((row, context) -> Map.entry(row.getString("name"), Moment.of(row, "at")))
                    .forEach(each -> made.put(each.getKey(), each.getValue())));
    return made;
  }

  /** How many messages wait in which state, all states there are, in the order of their way. */
  public List<QueueState> queues(Extent extent) {
    return all(queuesEach(ledger, extent).stream().map(Waiting::state).toList());
  }

  /** What waits in one state at one organisation. */
  record Waiting(String organisation, QueueState state) {}

  /** The same by organisation; what is empty is left out. */
  static List<Waiting> queuesEach(Ledger ledger, Extent extent) {
    Instant now = ledger.clock().instant();
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(QUEUES)
                    .bind("only", extent.only())
                    .bind("now", Moment.column(now))
                    .bind("atOnce", Moment.column(now.minus(AT_ONCE)))
                    .bind("soon", Moment.column(now.minus(SOON)))
                    .map(
                        (row, context) ->
                            new Waiting(row.getString("organisation"), queue(row, now)))
                    .list());
  }

  /** All states that there are, those of the same added up. */
  static List<QueueState> all(List<QueueState> some) {
    Map<Queue, QueueState> found = new EnumMap<>(Queue.class);
    some.forEach(each -> found.merge(each.queue(), each, QueueState::and));
    List<QueueState> all = new ArrayList<>();
    for (Queue queue : Queue.values()) {
      all.add(found.getOrDefault(queue, new QueueState(queue, 0, Optional.empty(), 0)));
    }
    return all;
  }

  private static QueueState queue(ResultSet row, Instant now) throws SQLException {
    return new QueueState(
        Queue.of(row.getString("queue")),
        row.getLong("messages"),
        Moment.perhaps(row, "oldest").map(since -> notNegative(Duration.between(since, now))),
        row.getLong("late"));
  }

  private static Duration notNegative(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  /** The mailboxes, by the ODS codes of their organisations. */
  public List<MailboxState> mailboxes(Extent extent) {
    Instant now = ledger.clock().instant();
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(MAILBOXES)
                    .bind("only", extent.only())
                    .map((row, context) -> mailbox(row, now))
                    .list());
  }

  private static MailboxState mailbox(ResultSet row, Instant now) throws SQLException {
    Optional<Instant> refusedUntil = Moment.perhaps(row, "held_until").filter(now::isBefore);
    Optional<Refusal> refusal =
        refusedUntil.isEmpty()
            ? Optional.empty()
            : Moment.perhaps(row, "held_since").map(at -> new Refusal(at, refusedUntil.get()));
    return new MailboxState(
        row.getString("organisation"),
        row.getString("mailbox"),
        Optional.ofNullable(row.getString("reader")),
        Moment.perhaps(row, "polled_at"),
        Moment.perhaps(row, "read_asked_at"),
        new Trouble(
            row.getInt("poll_failures"),
            row.getInt("post_failures"),
            Optional.ofNullable(row.getString("last_trouble")).orElse(""),
            refusal),
        row.getLong("waiting"),
        MailboxPauses.pause(row),
        new MailboxState.Handshake(
            Moment.perhaps(row, "handshake_at"),
            Moment.perhaps(row, "handshake_failed_at"),
            Optional.ofNullable(row.getString("handshake_trouble")).orElse("")));
  }

  /** The database beneath all nodes. */
  public DatabaseState database() {
    Optional<Duration> unsealed = log.unsealed();
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(DATABASE)
                    .map(
                        (row, context) ->
                            new DatabaseState(
                                row.getLong("bytes"),
                                row.getLong("content"),
                                Duration.ofSeconds(row.getLong("oldest")),
                                Optional.ofNullable(row.getObject("sealed", OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant),
                                unsealed))
                    .one());
  }

  /** Until when the certificates of this node are good, by what they are for. */
  public Map<String, Instant> certificates() {
    return new TreeMap<>(own.certificates().get());
  }

  /** After how long a person is told of a document that has not left, where nothing else is set. */
  public Duration limitOfReady() {
    return ledger.pace().of(Deadline.NOT_ACCEPTED);
  }
}
