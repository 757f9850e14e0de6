package gpcm.node.journal;

import gpcm.exchange.AlertText;
import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The alerts: raised by the ledger in the transaction that finds the problem, open until a person
 * resolves them or they mend. A problem that comes up again while its alert is open counts up
 * instead of raising another. Thread-safe.
 */
public final class Alerts {
  static final String OPEN =
      "select * from alert where resolved_at is null and id < :id order by id desc limit :limit";
  static final String SOONEST = "select * from alert where resolved_at is null";
  static final String COUNT_OPEN = "select count(*) from alert where resolved_at is null";

  static final String OF_CAUSE = "select * from alert where resolved_at is null and cause = :cause";
  static final String CLOSED =
      "select * from alert where resolved_at is not null and resolved_at > :since";

  /** For how long closed alerts are shown. */
  private static final Duration LATELY = Duration.ofDays(30);

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Reads through {@code jdbi}; stamps with {@code clock}. */
  public Alerts(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** The same by what they have in common. */
  public AlertGroups groups() {
    return new AlertGroups(jdbi, this);
  }

  /** What people do with them. */
  public AlertHandling handling() {
    return new AlertHandling(jdbi, clock, this);
  }

  /** The newest open alerts that somebody sees, newest first. */
  public List<Alert> open(AlertView view, int limit) {
    return openBefore(view, Long.MAX_VALUE, limit);
  }

  /** The same, of those raised before the one with number {@code id}. */
  public List<Alert> openBefore(AlertView view, long id, int limit) {
    return list(
        "select * from alert where resolved_at is null and id < :id"
            + view.sql()
            + " order by id desc limit :limit",
        view.reader(),
        query ->
            query.bind("id", id).bind("organisation", view.organisation()).bind("limit", limit));
  }

  /**
   * The open alerts that somebody sees: what is to be acted on soonest first, and of that what has
   * stood longest.
   *
   * @param after the number of the one that they stand behind, whether it is still open or not; of
   *     one that is not there any more they begin with the first
   */
  public List<Alert> soonest(AlertView view, Optional<Long> after, int limit) {
    Optional<Integer> edge = after.flatMap(id -> severity(view.organisation(), id));
    return list(
        soonest(view, edge.isPresent()),
        "a.severity, a.id",
        view.reader(),
        query -> {
          edge.ifPresent(
              severity -> query.bind("severity", severity).bind("id", after.orElseThrow()));
          return query.bind("organisation", view.organisation()).bind("limit", limit);
        });
  }

  static String soonest(AlertView view, boolean further) {
    return SOONEST
        + view.sql()
        + (further ? " and (severity, id) > (:severity, :id)" : "")
        + " order by severity, id limit :limit";
  }

  Optional<Integer> severity(String organisation, long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select severity from alert where id = :id and organisation = :organisation")
                .bind("id", id)
                .bind("organisation", organisation)
                .mapTo(Integer.class)
                .findOne());
  }

  /** How many open alerts somebody sees. */
  public long countOpen(AlertView view) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(COUNT_OPEN + view.sql())
                .bind("organisation", view.organisation())
                .mapTo(Long.class)
                .one());
  }

  /** The open alerts about a document that somebody sees, newest first. */
  public List<Alert> openOfDocument(AlertView view, UUID document) {
    return openAbout("document", view, document);
  }

  /** The open alerts about a received message that somebody sees, newest first. */
  public List<Alert> openOfReceived(AlertView view, UUID received) {
    return openAbout("received", view, received);
  }

  private List<Alert> openAbout(String column, AlertView view, UUID id) {
    return list(
        "select * from alert where resolved_at is null and " + column + " = :id" + view.sql(),
        view.reader(),
        query -> query.bind("id", id).bind("organisation", view.organisation()));
  }

  /**
   * The open alerts of a cause that somebody sees and that were raised after one, in that order.
   */
  public List<Alert> openOfCause(AlertView view, String cause, long after, int limit) {
    return list(
        OF_CAUSE + " and id > :after" + view.sql() + " order by id limit :limit",
        "a.id",
        view.reader(),
        query ->
            query
                .bind("cause", cause)
                .bind("after", after)
                .bind("organisation", view.organisation())
                .bind("limit", limit));
  }

  /** How many open alerts of a cause somebody sees. */
  public long countOfCause(AlertView view, String cause) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(COUNT_OPEN + " and cause = :cause" + view.sql())
                .bind("cause", cause)
                .bind("organisation", view.organisation())
                .mapTo(Long.class)
                .one());
  }

  /** The alert with this number, open or closed, if somebody sees it. */
  public Optional<Alert> findAny(AlertView view, long id) {
    return any(view, List.of(id)).stream().findFirst();
  }

  /** Those of the alerts with these numbers that somebody sees, open or closed. */
  List<Alert> any(AlertView view, List<Long> ids) {
    return list(
        "select * from alert where id = any(:ids)" + view.sql(),
        view.reader(),
        query -> query.bindArray("ids", Long.class, ids).bind("organisation", view.organisation()));
  }

  /** The same of those that are open. */
  List<Alert> open(AlertView view, List<Long> ids) {
    return list(
        "select * from alert where resolved_at is null and id = any(:ids)" + view.sql(),
        view.reader(),
        query -> query.bindArray("ids", Long.class, ids).bind("organisation", view.organisation()));
  }

  /** What an alert has in common with others of its cause, by which these are found. */
  public String causeOf(String organisation, long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select cause from alert where id = :id and organisation = :organisation")
                .bind("id", id)
                .bind("organisation", organisation)
                .mapTo(String.class)
                .one());
  }

  /** The open alert with this number, if somebody sees it. */
  public Optional<Alert> find(AlertView view, long id) {
    return list(
            "select * from alert where resolved_at is null and id = :id" + view.sql(),
            view.reader(),
            query -> query.bind("id", id).bind("organisation", view.organisation()))
        .stream()
        .findFirst();
  }

  /**
   * Resolves an open alert in the name of a person, if it is one of those. When its cause returns,
   * a new one is raised, which says how this one was closed.
   *
   * @param outcome what came of it
   * @param text how, or why; may be empty
   * @return false when there is no open alert with that number among them
   */
  public boolean resolve(AlertView view, long id, String by, AlertOutcome outcome, String text) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "update alert set resolved_at = :now, resolved_by = :by, outcome ="
                            + " :outcome, outcome_text = nullif(:text, '') where id = :id and"
                            + " resolved_at is null"
                            + view.sql())
                    .bind("now", Moment.column(clock.instant()))
                    .bind("by", by)
                    .bind("outcome", outcome.text())
                    .bind("text", text)
                    .bind("id", id)
                    .bind("organisation", view.organisation())
                    .execute()
                == 1);
  }

  /** The alerts that were closed lately and that somebody sees, the last one first. */
  public List<Alert> closed(AlertView view, int limit) {
    return list(
            CLOSED + view.sql() + " order by resolved_at desc, id desc limit :limit",
            view.reader(),
            query ->
                query
                    .bind("since", Moment.column(clock.instant().minus(LATELY)))
                    .bind("organisation", view.organisation())
                    .bind("limit", limit))
        .stream()
        .sorted(Comparator.comparing((Alert each) -> each.closing().orElseThrow().at()).reversed())
        .toList();
  }

  /** The newest open alerts of the whole node, in full, newest first. */
  public List<Alert> open(int limit) {
    return openBefore(Long.MAX_VALUE, limit);
  }

  /** The open alerts that were raised before the one with number {@code id}, newest first. */
  public List<Alert> openBefore(long id, int limit) {
    return list(OPEN, AlertReader.OF_ALL, query -> query.bind("id", id).bind("limit", limit));
  }

  /** How many alerts of the whole node are open. */
  public long countOpen() {
    return jdbi.withHandle(handle -> handle.createQuery(COUNT_OPEN).mapTo(Long.class).one());
  }

  /** The open alerts about a document this node sends, newest first. */
  public List<Alert> openOfDocument(UUID document) {
    return openAbout("document", document);
  }

  /** The open alerts about a message this node received, newest first. */
  public List<Alert> openOfReceived(UUID received) {
    return openAbout("received", received);
  }

  static String openAbout(String column) {
    return "select * from alert where resolved_at is null and "
        + column
        + " = :id order by id desc";
  }

  private List<Alert> openAbout(String column, UUID id) {
    return list(openAbout(column), AlertReader.OF_ALL, query -> query.bind("id", id));
  }

  /** Alerts, each with what it is about and whether that may be seen, newest first. */
  private List<Alert> list(String alerts, AlertReader reader, UnaryOperator<Query> values) {
    return list(alerts, "a.id desc", reader, values);
  }

  private List<Alert> list(
      String alerts, String order, AlertReader reader, UnaryOperator<Query> values) {
    String sql =
        """
        select a.*, %s as readable, e.id as entry,
          coalesce(d.confidential, m.restricted or coalesce(e.confidential, false), false) or %s or %s as confidential,
          coalesce(d.patient_nhs_number, e.patient_nhs_number) as nhs_number,
          coalesce(d.patient_name, e.patient_name) as patient_name, b.resolved_at as before_at, b.resolved_by as before_by,
          b.outcome as before_outcome, b.outcome_text as before_text
        from (%s) a left join document d on d.id = a.document
          left join received_message m on m.id = a.received left join worklist_entry e on e.received = a.received
          left join lateral (select * from alert o where o.organisation = a.organisation and o.problem = a.problem
            and o.resolved_at is not null and o.id < a.id order by o.resolved_at desc limit 1) b on true
        order by %s
        """
            .formatted(reader.sql(), Restriction.sql("e"), Restriction.ofSent("d"), alerts, order);
    return jdbi.withHandle(
        handle -> {
          Query query = values.apply(handle.createQuery(sql));
          // Whether it stands in the statement depends on what they may see.
          if (sql.contains(":author")) {
            query.bind("author", reader.person().orElse(null));
          }
          return query.map(Alerts::read).list();
        });
  }

  private static Alert read(ResultSet row, StatementContext context) throws SQLException {
    String problem = row.getString("problem");
    boolean withheld = !row.getBoolean("readable");
    AlertSubject about = about(row);
    AlertView.Kind kind = AlertView.Kind.of(about, problem);
    return new Alert(
        row.getLong("id"),
        row.getString("organisation"),
        kind,
        AlertSeverity.ofRow(row.getInt("severity")),
        withheld
            ? WithheldText.of(problem)
            : new AlertText(
                problem,
                row.getString("title"),
                row.getString("what_happened"),
                row.getString("what_to_do")),
        withheld || kind == AlertView.Kind.TECHNICAL ? about.withoutPatient() : about,
        withheld,
        row.getInt("times"),
        Moment.of(row, "raised_at"),
        Moment.of(row, "last_at"),
        closing(row, "resolved_at", "resolved_by", "", withheld),
        closing(row, "before_at", "before_by", "before_", withheld));
  }

  private static Optional<AlertClosing> closing(
      ResultSet row, String at, String by, String prefix, boolean withheld) throws SQLException {
    Optional<Instant> when = Moment.perhaps(row, at);
    if (when.isEmpty()) {
      return Optional.empty();
    }
    String text = row.getString(prefix + (prefix.isEmpty() ? "outcome_text" : "text"));
    return Optional.of(
        new AlertClosing(
            when.get(),
            Optional.ofNullable(row.getString(by)).orElse("mended by itself"),
            Optional.ofNullable(row.getString(prefix + "outcome")).flatMap(AlertOutcome::of),
            withheld || text == null ? "" : text));
  }

  private static AlertSubject about(ResultSet row) throws SQLException {
    String name = row.getString("patient_name");
    return new AlertSubject(
        Optional.ofNullable(row.getObject("document", UUID.class)),
        Optional.ofNullable(row.getObject("received", UUID.class)),
        Optional.ofNullable(row.getObject("entry", UUID.class)),
        row.getBoolean("confidential"),
        name == null
            ? Optional.empty()
            : Optional.of(new AlertSubject.AlertPatient(row.getString("nhs_number"), name)));
  }

  /**
   * Resolves an open alert in the name of a person.
   *
   * @return false when there is no open alert with that number
   */
  public boolean resolve(long id, String by) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "update alert set resolved_at = :now, resolved_by = :by where id = :id and"
                            + " resolved_at is null")
                    .bind("now", Moment.column(clock.instant()))
                    .bind("by", by)
                    .bind("id", id)
                    .execute()
                == 1);
  }
}
