package gpcm.node.working;

import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import gpcm.node.store.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * The lists of received documents: views, filters, search, order and counts, each read from an
 * index. Nothing is read of another organisation than the viewer's. Thread-safe.
 */
public final class WorkLists {
  /** A view with so many is counted no further. */
  public static final int COUNTED = 1000;

  private static final String ROW =
      """
      select e.*, RESTRICTED as restricted_patient, least(e.due_at, e.open_due_at) as late_at, p.name as person_name, t.name as team_name,
        :person is not null and exists (select from work_told w where w.person = :person and w.seen_at is null
          and (w.entry = e.id or w.newer = e.id)) as told,
        exists (select from absence a where a.person = e.owner_person and a.stand_in = :person and a.organisation = e.organisation
          and :today between a.first_day and a.last_day) as covered
      from worklist_entry e left join person p on p.id = e.owner_person left join team t on t.id = e.owner_team
      """
          .replace(":person is", "cast(:person as uuid) is")
          .replace("RESTRICTED", Restriction.sql("e"));

  private final Jdbi jdbi;
  private final Jdbi saving;
  private final InstantSource clock;

  /** Of the database behind {@code jdbi}. */
  public WorkLists(Jdbi jdbi, InstantSource clock) {
    this(jdbi, jdbi, clock);
  }

  /**
   * The same.
   *
   * @param saving the way to write what people save, which joins the transaction of its audit entry
   */
  public WorkLists(Jdbi jdbi, Jdbi saving, InstantSource clock) {
    this.jdbi = jdbi;
    this.saving = saving;
    this.clock = clock;
  }

  /** What can be filtered by. */
  public ListChoices choices() {
    return new ListChoices(jdbi);
  }

  /** What people have saved of them. */
  public SavedViews saved() {
    return saved(SavedViews.Of.WORKLIST);
  }

  /** What people have saved of one of the lists. */
  public SavedViews saved(SavedViews.Of list) {
    return new SavedViews(saving, clock, list);
  }

  /** The rows of a part of a list, in its order. */
  public List<WorkRow> rows(ListQuery query) {
    return jdbi.withHandle(
        handle -> {
          Optional<Map<String, Object>> edge =
              query
                  .slice()
                  .edge()
                  .flatMap(place -> edge(handle, query.viewer().organisation(), place.id()));
          if (query.slice().edge().isPresent() && edge.isEmpty()) {
            return List.of();
          }
          Instant now = clock.instant();
          Searched searched = Searched.of(handle, query);
          Query select =
              handle.createQuery(sql(query, searched)).bind("limit", query.slice().limit());
          bind(select, query, searched, now);
          edge.ifPresent(
              row ->
                  Stream.concat(query.sort().columns().stream(), Stream.of("id"))
                      .forEach(column -> select.bind("edge_" + column, row.get(column))));
          List<WorkRow> rows =
              select
                  .bind("today", LocalDate.ofInstant(now, Working.ZONE))
                  .bindByType("person", query.viewer().person().orElse(null), UUID.class)
                  .map((row, context) -> row(row, query.viewer(), now))
                  .list();
          return query.slice().newer() ? rows.reversed() : rows;
        });
  }

  private Optional<WorkRow> find(Handle handle, Viewer viewer, UUID id) {
    Instant now = clock.instant();
    return handle
        .createQuery(ROW + " where e.id = :id and e.organisation = :organisation")
        .bind("id", id)
        .bind("organisation", viewer.organisation())
        .bind("today", LocalDate.ofInstant(now, Working.ZONE))
        .bindByType("person", viewer.person().orElse(null), UUID.class)
        .map((row, context) -> row(row, viewer, now))
        .findOne();
  }

  /** The row of one document, as it stands in lists. */
  public Optional<WorkRow> find(Viewer viewer, UUID id) {
    return jdbi.withHandle(handle -> find(handle, viewer, id));
  }

  /** What a person or a team of an organisation has that is not finished. */
  public Held held(String organisation, Named owner) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) as open, min(received_at) as oldest from worklist_entry
                    where organisation = :organisation and not closed and (owner_person = :owner or owner_team = :owner)
                    """)
                .bind("organisation", organisation)
                .bind("owner", owner.id())
                .map((row, context) -> new Held(row.getInt("open"), Moment.perhaps(row, "oldest")))
                .one());
  }

  /** How many documents each view has, {@link #COUNTED} when it has as many or more. */
  public Map<ListView, Integer> counts(Viewer viewer) {
    Instant now = clock.instant();
    return jdbi.withHandle(
        handle -> {
          Query select =
              handle
                  .createQuery(
                      Arrays.stream(ListView.values())
                          .map(WorkLists::counting)
                          .collect(Collectors.joining(", ", "select ", "")))
                  .bind("organisation", viewer.organisation())
                  .bind("now", Moment.column(now))
                  .bind("today", LocalDate.ofInstant(now, Working.ZONE))
                  .bind("monthAgo", Moment.column(now.minus(Duration.ofDays(30))))
                  .bindByType("person", viewer.person().orElse(null), UUID.class)
                  .bind("counted", COUNTED);
          return select
              .map(
                  (row, context) -> {
                    Map<ListView, Integer> counts = new EnumMap<>(ListView.class);
                    for (ListView view : ListView.values()) {
                      counts.put(view, row.getInt(view.name().toLowerCase(Locale.ROOT)));
                    }
                    return counts;
                  })
              .one();
        });
  }

  private static String counting(ListView view) {
    return "(select count(*) from (select from worklist_entry e where e.organisation ="
        + " :organisation and "
        + view.condition()
        + (view == ListView.ALL ? " and e.work <> 'replaced'" : "")
        + " limit :counted) as counted_rows) as "
        + view.name();
  }

  /** How many documents a list has, {@link #COUNTED} when it has as many or more. */
  public int count(Viewer viewer, ListView view, ListFilter filter) {
    Instant now = clock.instant();
    ListQuery query = new ListQuery(viewer, view, filter, ListSort.DUE, Slice.newest(1));
    return jdbi.withHandle(
        handle -> {
          Searched searched = Searched.of(handle, query);
          Query select = handle.createQuery(counting(query, searched)).bind("counted", COUNTED);
          if (view.ofPerson()) {
            select.bindByType("person", viewer.person().orElse(null), UUID.class);
          }
          bind(select, query, searched, now);
          return select.mapTo(Integer.class).one();
        });
  }

  private static String counting(ListQuery query, Searched searched) {
    return "select count(*) from (select from worklist_entry e where "
        + conditions(query, query.view().condition(), searched).collect(Collectors.joining(" and "))
        + " limit :counted) as counted_rows";
  }

  static String sql(ListQuery query, Searched searched) {
    ListSort sort = query.sort();
    boolean down = sort.descending() != query.slice().newer();
    String columns =
        Stream.concat(sort.columns().stream(), Stream.of("id"))
            .map(column -> "e." + column)
            .collect(Collectors.joining(", "));
    String edge =
        query.slice().edge().isEmpty()
            ? ""
            : " and (%s) %s (%s)"
                .formatted(
                    columns,
                    down ? "<" : ">",
                    Stream.concat(sort.columns().stream(), Stream.of("id"))
                        .map(column -> ":edge_" + column)
                        .collect(Collectors.joining(", ")));
    return ROW
        + " where "
        + conditions(query, query.view().condition(sort), searched)
            .collect(Collectors.joining(" and "))
        + edge
        + " order by "
        + (down ? columns.replace(",", " desc,") + " desc" : columns)
        + " limit :limit";
  }

  private static Stream<String> conditions(ListQuery query, String view, Searched searched) {
    String days = Searched.days(query.filter());
    return Stream.of(
            filtered(query, view),
            Stream.of(
                    searched.fewDays()
                        ? "e.id = any (array(select e.id from worklist_entry e where"
                            + " e.organisation = :organisation and "
                            + days
                            + "))"
                        : days)
                .filter(condition -> !condition.isEmpty()),
            searched.conditions())
        .flatMap(each -> each);
  }

  private static Stream<String> filtered(ListQuery query, String view) {
    ListFilter filter = query.filter();
    ListFilter.Search search = filter.search();
    return Stream.of(
            Optional.of("e.organisation = :organisation"),
            Optional.of(view).filter(text -> !text.equals("true")),
            when(query.view() == ListView.ALL && !filter.replaced(), "e.work <> 'replaced'"),
            when(!filter.states().isEmpty(), "e.work = any (string_to_array(:states, ','))"),
            filter.forAction().map(unused -> "e.recipient_type = :recipientType"),
            filter.useCase().map(unused -> "e.use_case = :useCase"),
            filter.type().map(unused -> "e.type_code = :type and e.type_code <> ''"),
            // Whoever may not open it is not told what it is, nor whether it has warnings.
            when(
                (filter.type().isPresent() || filter.warnings())
                    && !query.viewer().opensConfidential(),
                "not e.confidential"),
            when(
                (filter.type().isPresent()
                        || filter.warnings()
                        || filter.sender().isPresent()
                        || query.sort() == ListSort.SENDER)
                    && !query.viewer().opensRestricted(),
                "not " + Restriction.sql("e")),
            filter.person().map(unused -> "e.owner_person = :owner"),
            filter.team().map(unused -> "e.owner_team = :team"),
            filter.dueTo().map(unused -> "e.due_at < :dueTo"),
            when(filter.urgent(), "e.urgent"),
            when(filter.confidential(), "e.confidential"),
            when(filter.coded(), "e.coded_entries > 0"),
            when(filter.attachments(), "e.attachments > 0"),
            when(filter.warnings(), "e.warnings <> ''"),
            search
                .id()
                .map(
                    unused ->
                        "e.id = any (array(select d.id from worklist_entry d where d.organisation ="
                            + " :organisation and d.document_id = :name union all select d.id from"
                            + " message_seen m join worklist_entry d on d.received = m.received"
                            + " where m.organisation = :organisation and m.message_id = :name))"))
        .flatMap(Optional::stream);
  }

  /**
   * Whether documents are left out of the lists in which their place would tell where they came
   * from: those of restricted records, for whoever may not open them.
   */
  public boolean leavesOut(Viewer viewer, ListSort sort) {
    return sort == ListSort.SENDER
        && !viewer.opensRestricted()
        && jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select exists (select from restricted_record where organisation ="
                            + " :organisation)")
                    .bind("organisation", viewer.organisation())
                    .mapTo(Boolean.class)
                    .one());
  }

  private static Optional<String> when(boolean asked, String condition) {
    return asked ? Optional.of(condition) : Optional.empty();
  }

  static void bind(Query select, ListQuery query, Searched searched, Instant now) {
    ListFilter filter = query.filter();
    select.bind("organisation", query.viewer().organisation());
    if (query.view() == ListView.MINE) {
      select.bind("today", LocalDate.ofInstant(now, Working.ZONE));
    }
    if (query.view() == ListView.OVERDUE) {
      select.bind("now", Moment.column(now));
    }
    if (query.view() == ListView.DONE) {
      select.bind("monthAgo", Moment.column(now.minus(Duration.ofDays(30))));
    }
    if (!filter.states().isEmpty()) {
      select.bind(
          "states", filter.states().stream().map(WorkState::text).collect(Collectors.joining(",")));
    }
    filter.forAction().ifPresent(action -> select.bind("recipientType", action ? "FA" : "FI"));
    filter.useCase().ifPresent(useCase -> select.bind("useCase", useCase));
    filter.type().ifPresent(type -> select.bind("type", type));
    filter.person().ifPresent(person -> select.bind("owner", person));
    filter.team().ifPresent(team -> select.bind("team", team));
    Searched.bindDays(select, filter);
    filter.dueTo().ifPresent(day -> select.bind("dueTo", Searched.beginning(day.plusDays(1))));
    searched.bind(select);
    filter.search().id().ifPresent(id -> select.bind("name", id));
  }

  /** Where a row stands now in each order. */
  private static Optional<Map<String, Object>> edge(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(
            """
            select id, closed, due_at, received_at, patient_search, sender_name, work from worklist_entry
            where id = :id and organisation = :organisation
            """)
        .bind("id", id)
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                Map.<String, Object>of(
                    "id",
                    row.getObject("id", UUID.class),
                    "closed",
                    row.getBoolean("closed"),
                    "due_at",
                    Moment.column(Moment.of(row, "due_at")),
                    "received_at",
                    Moment.column(Moment.of(row, "received_at")),
                    "patient_search",
                    row.getString("patient_search"),
                    "sender_name",
                    row.getString("sender_name"),
                    "work",
                    row.getString("work")))
        .findOne();
  }

  private static WorkRow row(ResultSet row, Viewer viewer, Instant now) throws SQLException {
    Work work = WorkRows.work(row);
    boolean confidential = row.getBoolean("confidential");
    boolean restricted = row.getBoolean("restricted_patient");
    boolean closed =
        (confidential && !viewer.opensConfidential()) || (restricted && !viewer.opensRestricted());
    int version = row.getInt("version");
    OptionalInt versionIfAny = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
    String warnings = row.getString("warnings");
    return new WorkRow(
        row.getObject("id", UUID.class),
        Moment.of(row, "received_at"),
        new WorkRow.Patient(
            row.getString("patient_nhs_number"),
            row.getString("patient_name"),
            row.getString("patient_listed"),
            row.getString("patient_birth_date")),
        new WorkRow.About(
            row.getString("use_case"),
            row.getString("recipient_type").equals("FA"),
            closed ? "" : row.getString("title"),
            versionIfAny,
            confidential || closed ? "" : row.getString("sender_ods"),
            confidential || closed ? "" : row.getString("sender_name")),
        work,
        new WorkRow.Marks(
            work.state().open() && Moment.of(row, "late_at").isBefore(now),
            confidential,
            restricted,
            closed || warnings.isEmpty() ? 0 : warnings.split("\n", -1).length,
            row.getInt("attachments"),
            row.getInt("coded_entries"),
            row.getString("replaces_document_id") != null,
            Optional.ofNullable(row.getObject("replaced_by", UUID.class)),
            row.getBoolean("covered"),
            row.getBoolean("told")));
  }
}
