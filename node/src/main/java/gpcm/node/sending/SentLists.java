package gpcm.node.sending;

import gpcm.node.register.Restriction;
import gpcm.node.store.Along;
import gpcm.node.store.Keyset;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The lists of sent documents: views, filters, search, order and counts, each read from an index.
 * Nothing is read that whoever looks may not see. Thread-safe.
 */
public final class SentLists {
  /** A view with so many is counted no further. */
  public static final int COUNTED = 1000;

  /** So many rows are in memory at once where all are gone through. */
  private static final int FETCHED = 500;

  private static final String ROW =
      """
      select d.*, (select p.name from person p where p.id = d.owner_person) as owner_name,
        (select max(a.id) from alert a where a.organisation = d.organisation and a.document = d.id
          and a.resolved_at is null) as open_alert, RESTRICTED as restricted_patient
      from document d
      """
          .replace("RESTRICTED", Restriction.ofSent("d"));

  private static final String COPIES_RESTRICTED =
      """
      select exists (select from escalation x join worklist_entry xe on xe.id = x.entry and xe.organisation = x.organisation
        where x.organisation = :organisation and x.document is not null and RESTRICTED)
      """
          .replace("RESTRICTED", Restriction.sql("xe"));

  private static final String LISTED = "join document_listed l on l.document = d.id ";

  private final Jdbi jdbi;
  private final Documents documents = new Documents();

  /** Of the database behind {@code jdbi}. */
  public SentLists(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The rows of a part of a list, in its order. */
  public List<SentRow> rows(SentQuery query) {
    return jdbi.withHandle(
        handle -> {
          Optional<Map<String, Object>> edge =
              query.slice().edge().flatMap(at -> edge(handle, query, at));
          if (query.slice().edge().isPresent() && edge.isEmpty()) {
            return List.of();
          }
          SentConditions conditions = SentConditions.of(handle, query);
          Query select = handle.createQuery(sql(query, conditions));
          bind(select, query, conditions);
          edge.ifPresent(place -> place.forEach(select::bind));
          List<SentRow> rows = select.map(SentLists::row).list();
          return query.slice().newer() ? rows.reversed() : rows;
        });
  }

  static void bind(Query select, SentQuery query, SentConditions conditions) {
    conditions.bind(select);
    select.bind("limit", query.slice().limit());
  }

  static String sql(SentQuery query, SentConditions conditions) {
    boolean down = query.sort().descending() != query.slice().newer();
    List<String> columns = query.sort().columns();
    String edge =
        query.slice().edge().isEmpty()
            ? ""
            : " and (%s) %s (:edge, :edge_id)"
                .formatted(String.join(", ", columns), down ? "<" : ">");
    return ROW
        + (conditions.ofListed() ? LISTED : "")
        + "where "
        + conditions.sql()
        + edge
        + columns.stream()
            .map(column -> column + (down ? " desc" : ""))
            .collect(Collectors.joining(", ", " order by ", " limit :limit"));
  }

  /**
   * Hands over every document of a list, the first handed in first, by the transaction of a handle:
   * none that comes later is among them.
   *
   * @param most at most so many of them
   */
  public void all(Handle handle, SentQuery query, int most, Consumer<OutboxDocument> each) {
    SentQuery whole = query.whole(SentSort.OLDEST);
    SentConditions conditions = SentConditions.of(handle, whole);
    Query select = handle.createQuery(sql(whole, conditions));
    bind(select, whole, conditions);
    select
        .bind("limit", most)
        .setFetchSize(FETCHED)
        .map(Documents::read)
        .useStream(all -> all.forEach(each));
  }

  /** Where the row at an edge stands in the order, if it still stands in it. */
  private static Optional<Map<String, Object>> edge(Handle handle, SentQuery query, Keyset at) {
    if (query.sort().isByTime()) {
      return Optional.of(Map.of("edge", Moment.column(at.at()), "edge_id", at.id()));
    }
    return handle
        .createQuery(
            "select l.patient, l.recipient, l.occurred_at from document_listed l where l.document ="
                + " :id and l.organisation = :organisation")
        .bind("id", at.id())
        .bind("organisation", query.view().organisation())
        .map(
            (row, context) ->
                Map.<String, Object>of(
                    "edge",
                    switch (query.sort()) {
                      case PATIENT -> row.getString("patient");
                      case RECIPIENT -> row.getString("recipient");
                      case CONSULTATION -> Moment.column(Moment.of(row, "occurred_at"));
                      case NEWEST, OLDEST -> throw new IllegalStateException("stands by itself");
                    },
                    "edge_id",
                    at.id()))
        .findOne();
  }

  /** The row of one document, as it stands in lists; empty where somebody may not see it. */
  public Optional<SentRow> find(OutboxView view, UUID id) {
    return jdbi.withHandle(
        handle -> {
          Query select = handle.createQuery(ROW + " where d.id = :id" + view.sql("d"));
          bind(select, view);
          return select.bind("id", id).map(SentLists::row).findOne();
        });
  }

  /** The rows of those of these documents that somebody may see, in this order. */
  public List<SentRow> those(OutboxView view, List<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbi.withHandle(
        handle -> {
          Query select =
              handle.createQuery(
                  ROW
                      + " where d.id = any (:ids)"
                      + view.sql("d")
                      + " order by array_position(:ids, d.id)");
          bind(select, view);
          return select.bindArray("ids", UUID.class, ids).map(SentLists::row).list();
        });
  }

  /**
   * The other half of an act: the copies of a document for information, or what a copy is of, with
   * the other copies.
   */
  public List<SentRow> together(OutboxView view, SentRow row) {
    UUID first = row.document().addressee().copyOf().orElse(row.document().id());
    return jdbi.withHandle(
        handle -> {
          Query select =
              handle.createQuery(
                  ROW
                      + " where (d.id = :first or d.copy_of = :first) and d.id <> :id"
                      + view.sql("d")
                      + " order by d.accepted_at, d.id limit 20");
          bind(select, view);
          return select
              .bind("first", first)
              .bind("id", row.document().id())
              .map(SentLists::row)
              .list();
        });
  }

  /** The other halves of acts, those that somebody may see, with what each is the other half of. */
  public Map<UUID, List<SentRow>> together(OutboxView view, List<SentRow> rows) {
    Map<UUID, UUID> firsts = new HashMap<>();
    rows.forEach(
        row ->
            firsts.put(
                row.document().id(),
                row.document().addressee().copyOf().orElse(row.document().id())));
    if (firsts.isEmpty()) {
      return Map.of();
    }
    List<SentRow> all =
        jdbi.withHandle(
            handle -> {
              Query select =
                  handle.createQuery(
                      ROW
                          + " where (d.id = any (:firsts) or d.copy_of = any (:firsts))"
                          + view.sql("d")
                          + " order by d.accepted_at, d.id");
              bind(select, view);
              return select
                  .bindArray("firsts", UUID.class, firsts.values().stream().distinct().toList())
                  .map(SentLists::row)
                  .list();
            });
    return firsts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each ->
                    all.stream()
                        .filter(other -> !other.document().id().equals(each.getKey()))
                        .filter(
                            other ->
                                other
                                    .document()
                                    .addressee()
                                    .copyOf()
                                    .orElse(other.document().id())
                                    .equals(each.getValue()))
                        .toList()));
  }

  /** What was handed in about the encounter of a document, the latest version first. */
  public List<SentRow> versions(OutboxView view, SentRow row) {
    return jdbi.withHandle(
        handle -> {
          Query select =
              handle.createQuery(
                  ROW
                      + " where d.encounter_id = :encounter and d.copy_of is null"
                      + view.sql("d")
                      + " order by d.version desc, d.accepted_at desc, d.id limit 100");
          bind(select, view);
          return select
              .bind("encounter", row.document().encounter().id())
              .map(SentLists::row)
              .list();
        });
  }

  /** How many documents each view has, {@link #COUNTED} when it has as many or more. */
  public Map<SentView, Integer> counts(OutboxView view) {
    return counts(view, false);
  }

  /** The same of acts: a document and its copy for information are one. */
  public Map<SentView, Integer> countsOfActs(OutboxView view) {
    return counts(view, true);
  }

  private Map<SentView, Integer> counts(OutboxView view, boolean acts) {
    return jdbi.withHandle(
        handle -> {
          Query select =
              handle
                  .createQuery(
                      Arrays.stream(SentView.values())
                          .map(each -> counting(handle, view, each, acts))
                          .collect(Collectors.joining(", ", "select ", "")))
                  .bind("counted", COUNTED);
          bind(select, view);
          return select
              .map(
                  (row, context) -> {
                    Map<SentView, Integer> counts = new EnumMap<>(SentView.class);
                    for (SentView each : SentView.values()) {
                      counts.put(each, row.getInt(column(each)));
                    }
                    return counts;
                  })
              .one();
        });
  }

  static String counting(Handle handle, OutboxView view, SentView list, boolean acts) {
    String condition = SentConditions.of(handle, list, view.organisation()) + view.sql("d");
    return "(select count(*) from (select from document d where "
        + condition
        + (acts ? SentConditions.apart(condition) : "")
        + " limit :counted) as counted_rows) as "
        + column(list);
  }

  private static String column(SentView list) {
    return "n_" + list.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether documents are left out of a list in which their place would tell whom they are about:
   * copies of received documents of restricted records, for whoever may not find them.
   */
  public boolean leavesOut(SentQuery query) {
    return query.leavesRestrictedOut()
        && jdbi.withHandle(
            handle ->
                handle
                    .createQuery(COPIES_RESTRICTED)
                    .bind("organisation", query.view().organisation())
                    .mapTo(Boolean.class)
                    .one());
  }

  /** How many documents a list has in all its parts; empty when more than {@code most}. */
  public OptionalLong count(SentQuery query, int most) {
    SentQuery whole = query.whole(SentSort.NEWEST);
    return jdbi.withHandle(
        handle -> {
          SentConditions conditions = SentConditions.of(handle, whole);
          Query select = handle.createQuery(counting(conditions)).bind("counted", most + 1);
          conditions.bind(select);
          long count = select.mapTo(Long.class).one();
          return count > most ? OptionalLong.empty() : OptionalLong.of(count);
        });
  }

  static String counting(SentConditions conditions) {
    return "select count(*) from (select from document d "
        + (conditions.ofListed() ? LISTED : "")
        + "where "
        + conditions.sql()
        + " limit :counted) as counted_rows";
  }

  /**
   * Says who deals with a document.
   *
   * @param owner nobody when it is empty
   * @param along is written with it
   * @return false when it is none of what they may do that with; nothing is written then
   */
  public boolean own(OutboxView view, UUID id, Optional<UUID> owner, Along along) {
    return jdbi.inTransaction(
        handle -> {
          if (documents.lock(handle, view, List.of(id)).isEmpty()) {
            return false;
          }
          handle
              .createUpdate("update document set owner_person = :owner where id = :id")
              .bindByType("owner", owner.orElse(null), UUID.class)
              .bind("id", id)
              .execute();
          along.write(handle);
          return true;
        });
  }

  private static void bind(Query select, OutboxView view) {
    select.bind("organisation", view.organisation());
    view.author().ifPresent(author -> select.bind("author", author));
  }

  private static SentRow row(ResultSet row, StatementContext context) throws SQLException {
    OutboxDocument document = Documents.read(row, context);
    Optional<String> listed = Optional.ofNullable(row.getString("patient_listed"));
    UUID owner = row.getObject("owner_person", UUID.class);
    long alert = row.getLong("open_alert");
    boolean alerted = !row.wasNull();
    return new SentRow(
        document,
        listed.orElse(document.patient().name()),
        Optional.ofNullable(row.getString("clinician")).orElse(""),
        Optional.ofNullable(row.getString("owner_name"))
            .map(name -> new SentRow.Owner(owner, name)),
        alerted ? OptionalLong.of(alert) : OptionalLong.empty());
  }
}
