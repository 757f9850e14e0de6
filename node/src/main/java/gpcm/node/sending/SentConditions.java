package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.exchange.DocumentState;
import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import gpcm.node.working.NameParts;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How the database finds what a list of sent documents asks for. Words that few documents have are
 * looked up and sorted. A beginning of a name that very many have would have to be sorted with all
 * of them: the list is read in its order instead, and what does not begin so is left out.
 * Consultations of a few days are looked up by these. Each way finds the same.
 *
 * @param sql conditions on a document {@code d} and what is listed of it, {@code l}
 * @param values what is bound to them
 * @param ofListed whether they say anything of {@code l}
 */
record SentConditions(String sql, Map<String, Object> values, boolean ofListed) {
  /** So many of the newest documents tell how common something is. */
  private static final int NEWEST = 1000;

  /** What so many of them have is common. */
  private static final int COMMON = NEWEST / 10;

  /** What is less is few: it is sorted sooner than looked for among all others. */
  private static final int FEW = 2000;

  /** So many that need attention are not gathered any more. */
  private static final int MANY = 10_000;

  private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9998, 12, 30);
  private static final UUID NOBODY = new UUID(0, 0);

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  /** What was looked up before needs nothing more of what is listed. */
  private static final Pattern OF_LISTED = Pattern.compile("\\bl\\.");

  static final String HOW_COMMON =
      """
      select count(*) from (select l.search from document d join document_listed l on l.document = d.id
        where d.organisation = :organisation order by d.accepted_at desc, d.id desc limit :newest) s
      where s.search @@ cast(:searched as tsquery)
      """;

  static final String HOW_MANY_DAYS =
      "select count(*) from (select from document_listed l where l.organisation = :organisation and"
          + " l.occurred_at >= :from and l.occurred_at < :to limit :few) counted_rows";

  private static final String HOW_MANY_NEED_ATTENTION =
      """
      select count(*) from (
        (select 1 from document h where h.organisation = :organisation and h.state = 'held' limit :many)
        union all
        (select 1 from alert a where a.organisation = :organisation and a.resolved_at is null and a.document is not null
          limit :many)) needing
      """;

  static final String CALLED =
      """
      d.id = any (array(
        select x.id from document x where x.id = cast(:calledNode as uuid) and x.organisation = :organisation
        union select x.id from document x where x.message_id = lower(:called) and x.organisation = :organisation
        union select x.id from document x where x.earlier_message_ids @> array[lower(:called)] and x.organisation = :organisation
        union select x.id from document x where x.organisation = :organisation and x.document_id = lower(:called)
        union select x.id from document x where x.organisation = :organisation and x.mesh_message_id = :called
        union select x.id from document x where x.earlier_mesh_ids @> array[cast(:called as text)] and x.organisation = :organisation
        union select x.id from document x where x.organisation = :organisation and x.encounter_id = :called))
      """;

  static final String REPORTED =
      """
      d.id = any (array(
        select x.id from received_message r join document x on x.organisation = r.organisation
          and x.mesh_message_id = r.linked_message_id
        where r.organisation = :organisation and r.message_type = 'REPORT' and r.status_code = :code
        union select x.id from received_message r join document x
          on x.earlier_mesh_ids @> array[r.linked_message_id] and x.organisation = r.organisation
        where r.organisation = :organisation and r.message_type = 'REPORT' and r.status_code = :code))
      """;

  private static final String ALERTED =
      "d.id = any (array(select a.document from alert a where a.organisation = :organisation and"
          + " a.resolved_at is null and a.document is not null))";

  static SentConditions of(Handle handle, SentQuery query) {
    Map<String, Object> values = new HashMap<>();
    values.put("organisation", query.view().organisation());
    query.view().author().ifPresent(author -> values.put("author", author));
    List<String> listed = listed(handle, query, values);
    boolean ofListed =
        !query.sort().isByTime()
            || listed.stream().anyMatch(each -> OF_LISTED.matcher(each).find());
    String sql =
        Stream.of(
                Stream.of(of(handle, query.list(), query.view().organisation())),
                ofListed ? Stream.of("l.organisation = :organisation") : Stream.<String>of(),
                ofDocument(query.filter(), values),
                listed.stream())
            .flatMap(each -> each)
            .collect(Collectors.joining(" and "));
    String each = sql + query.view().sql("d");
    // Beside a common word the planner takes the question for dearer than to sort everything.
    boolean asked = query.acts() && listed.isEmpty() && !ofListed;
    return new SentConditions(asked ? each + apart(each) : each, Map.copyOf(values), ofListed);
  }

  /** What a view asks of a document {@code d}. */
  static String of(Handle handle, SentView list, String organisation) {
    return list == SentView.NEEDS_ATTENTION && manyNeedAttention(handle, organisation)
        ? SentView.ONE_BY_ONE
        : list.condition();
  }

  // As when nobody could be looked up for a day: whatever was to leave is held, and told of.
  private static boolean manyNeedAttention(Handle handle, String organisation) {
    return handle
            .createQuery(HOW_MANY_NEED_ATTENTION)
            .bind("organisation", organisation)
            .bind("many", MANY)
            .mapTo(Integer.class)
            .one()
        >= MANY;
  }

  /**
   * That a document is no copy, or that what it is a copy of is none that is listed.
   *
   * @param condition what is asked of a document {@code d}
   */
  static String apart(String condition) {
    return " and (d.copy_of is null or not exists (select from document o where o.id = d.copy_of"
        + " and "
        + condition.replaceAll("\\bd\\.", "o.")
        + "))";
  }

  private static Stream<String> ofDocument(SentFilter filter, Map<String, Object> values) {
    filter.encounter().ifPresent(id -> values.put("encounter", id));
    filter.code().ifPresent(code -> values.put("code", code));
    filter
        .id()
        .ifPresent(
            id -> {
              values.put("called", id);
              values.put(
                  "calledNode", UUID_FORM.matcher(id).matches() ? UUID.fromString(id) : NOBODY);
            });
    return Stream.of(
            Optional.of(filter.states()).filter(some -> !some.isEmpty()).map(SentConditions::in),
            filter.encounter().map(unused -> "d.encounter_id = :encounter"),
            filter.code().map(SentConditions::answered),
            Optional.of("d.posts > 1").filter(unused -> filter.repeated()),
            Optional.of(ALERTED).filter(unused -> filter.alerted()),
            filter.id().map(unused -> CALLED))
        .flatMap(Optional::stream);
  }

  // In the text and not in a value, so that the planner sees which index has them all.
  private static String in(Set<DocumentState> states) {
    return states.stream()
        .sorted()
        .map(state -> "'" + state.text() + "'")
        .collect(Collectors.joining(", ", "d.state in (", ")"));
  }

  private static String answered(String code) {
    return switch (code) {
      case "20013" -> "d.infrastructure_code = :code";
      case "30001" -> "d.business_code = :code";
      default ->
          code.matches("[12][0-9]{4}")
              ? "d.infrastructure_code = :code and d.infrastructure_code <> '20013'"
              : code.matches("3[0-9]{4}")
                  ? "d.business_code = :code and d.business_code <> '30001'"
                  : REPORTED;
    };
  }

  private static List<String> listed(Handle handle, SentQuery query, Map<String, Object> values) {
    SentFilter filter = query.filter();
    return Stream.of(
            searched(handle, query, values),
            days(handle, query, values),
            Optional.of("not d.confidential")
                .filter(unused -> !filter.search().isNothing() && !query.finds().confidential()),
            Optional.of("not " + Restriction.ofSent("d"))
                .filter(unused -> query.leavesRestrictedOut() || searchesWithout(query)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean searchesWithout(SentQuery query) {
    return !query.filter().search().isNothing() && !query.finds().restricted();
  }

  private static Optional<String> searched(
      Handle handle, SentQuery query, Map<String, Object> values) {
    String words = words(query);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    values.put("searched", words);
    int among =
        handle
            .createQuery(HOW_COMMON)
            .bind("organisation", query.view().organisation())
            .bind("newest", NEWEST)
            .bind("searched", words)
            .mapTo(Integer.class)
            .one();
    // Of the two arguments one is never absent: no index is asked.
    return Optional.of(
        among >= COMMON
            ? "coalesce(l.search, '') @@ cast(:searched as tsquery)"
            : "d.id = any (array(select x.document from document_listed x where x.search @@"
                + " cast(:searched as tsquery)))");
  }

  private static String words(SentQuery query) {
    SentFilter filter = query.filter();
    return Stream.of(
            filter.search().nhsNumber().stream().map(number -> "n" + number),
            filter.search().born().stream().map(day -> "b" + day),
            filter.useCase().stream().map(useCase -> "u" + useCase),
            filter.recipient().stream().map(ods -> "t" + ods),
            filter.clinician().stream().map(id -> "c" + id),
            filter.search().name().stream()
                .flatMap(name -> Arrays.stream(NameParts.of(name).split(" ", -1)))
                .map(part -> "p" + part))
        .flatMap(each -> each)
        .map(
            word ->
                "'"
                    + (query.view().organisation() + ":" + word)
                        .replaceAll("[^\\p{L}\\p{N}:.-]", "")
                    + "'"
                    + (word.startsWith("p") ? ":*" : ""))
        .collect(Collectors.joining(" & "));
  }

  private static Optional<String> days(Handle handle, SentQuery query, Map<String, Object> values) {
    SentFilter filter = query.filter();
    if (filter.from().isEmpty() && filter.to().isEmpty()) {
      return Optional.empty();
    }
    values.put("from", beginning(filter.from().orElse(FIRST)));
    values.put("to", beginning(filter.to().orElse(LAST).plusDays(1)));
    String between = "l.occurred_at >= :from and l.occurred_at < :to";
    if (query.sort() == SentSort.CONSULTATION) {
      return Optional.of(between);
    }
    boolean few =
        handle
                .createQuery(HOW_MANY_DAYS)
                .bind("organisation", query.view().organisation())
                .bind("from", (OffsetDateTime) values.get("from"))
                .bind("to", (OffsetDateTime) values.get("to"))
                .bind("few", FEW)
                .mapTo(Integer.class)
                .one()
            < FEW;
    return Optional.of(
        few
            ? "d.id = any (array(select x.document from document_listed x where x.organisation ="
                + " :organisation and x.occurred_at >= :from and x.occurred_at < :to))"
            : between);
  }

  private static OffsetDateTime beginning(LocalDate day) {
    return Moment.column(day.atStartOfDay(Consultation.UK_TIME).toInstant());
  }

  void bind(Query select) {
    values.forEach(select::bind);
  }

  /** Without what is searched for, so that it can be logged. */
  @Override
  public String toString() {
    return "SentConditions[" + sql + "]";
  }
}
