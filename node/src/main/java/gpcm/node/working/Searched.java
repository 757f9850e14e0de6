package gpcm.node.working;

import gpcm.node.store.Moment;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How the database finds what a list is searched for. Whole words, and beginnings of names that few
 * documents have, are looked up in the index of searches, and what is found is sorted. A beginning
 * that very many have would have to be looked up and sorted with all of them: the list is read in
 * its order instead, and what does not begin so is left out. Documents of a few days are looked up
 * by these and sorted, since in another order they may stand behind all others. Each way finds the
 * same.
 *
 * @param words what is looked up; empty when nothing is
 * @param beginnings what is looked at row by row, patterns with a comma between them; empty when
 *     nothing is
 * @param fewDays whether only a few documents came within the days that are asked for
 */
record Searched(String words, String beginnings, boolean fewDays) {
  /** So many of the newest documents tell how common something is. */
  private static final int NEWEST = 1000;

  /** What so many of them have is common. */
  private static final int COMMON = NEWEST / 10;

  /** What is less is few: it is sorted sooner than looked for among all others. */
  private static final int FEW = 2000;

  private static final String BEGINS =
      "' ' || e.patient_search like all (string_to_array(:beginnings, ','))";

  static final String HOW_COMMON =
      """
      select count(*) from (select patient_search from worklist_entry where organisation = :organisation
        order by received_at desc, id desc limit :newest) e where
      """
          + BEGINS;

  /** What a list is searched for, by how common it is now. */
  static Searched of(Handle handle, ListQuery query) {
    List<String> parts =
        query.filter().search().name().stream()
            .flatMap(name -> Arrays.stream(NameParts.of(name).split(" ", -1)))
            .toList();
    String beginnings =
        parts.stream().map(part -> "% " + part + "%").collect(Collectors.joining(","));
    boolean common =
        !parts.isEmpty() && isCommon(handle, query.viewer().organisation(), beginnings);
    return new Searched(
        words(query, common ? Stream.empty() : parts.stream()),
        common ? beginnings : "",
        fewDays(handle, query));
  }

  private static boolean fewDays(Handle handle, ListQuery query) {
    ListFilter filter = query.filter();
    if ((filter.receivedFrom().isEmpty() && filter.receivedTo().isEmpty())
        || query.sort() == ListSort.RECEIVED) {
      return false;
    }
    Query counting =
        handle
            .createQuery(
                "select count(*) from (select from worklist_entry e where e.organisation ="
                    + " :organisation and "
                    + days(filter)
                    + " limit :few) as counted_rows")
            .bind("organisation", query.viewer().organisation())
            .bind("few", FEW);
    bindDays(counting, filter);
    return counting.mapTo(Integer.class).one() < FEW;
  }

  /** Which days documents came on; empty where none are asked for. */
  static String days(ListFilter filter) {
    return Stream.of(
            filter.receivedFrom().map(unused -> "e.received_at >= :receivedFrom"),
            filter.receivedTo().map(unused -> "e.received_at < :receivedTo"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" and "));
  }

  /** Gives these days to a statement that has {@link #days} in it. */
  static void bindDays(Query select, ListFilter filter) {
    filter.receivedFrom().ifPresent(day -> select.bind("receivedFrom", beginning(day)));
    filter.receivedTo().ifPresent(day -> select.bind("receivedTo", beginning(day.plusDays(1))));
  }

  static OffsetDateTime beginning(LocalDate day) {
    return Moment.column(day.atStartOfDay(Working.ZONE).toInstant());
  }

  private static boolean isCommon(Handle handle, String organisation, String beginnings) {
    return handle
            .createQuery(HOW_COMMON)
            .bind("organisation", organisation)
            .bind("newest", NEWEST)
            .bind("beginnings", beginnings)
            .mapTo(Integer.class)
            .one()
        >= COMMON;
  }

  private static String words(ListQuery query, Stream<String> parts) {
    ListFilter.Search search = query.filter().search();
    return Stream.of(
            search.nhsNumber().stream().map(number -> "n" + number.replaceAll("[^0-9]", "")),
            search.born().stream().map(day -> "b" + day),
            query.filter().sender().stream().map(sender -> "s" + sender),
            parts.map(part -> "p" + part))
        .flatMap(each -> each)
        .map(
            word ->
                "'"
                    + (query.viewer().organisation() + ":" + word)
                        .replaceAll("[^\\p{L}\\p{N}:.-]", "")
                    + "'"
                    + (word.startsWith("p") ? ":*" : ""))
        .collect(Collectors.joining(" & "));
  }

  Stream<String> conditions() {
    return Stream.of(
            words.isEmpty() ? "" : "e.search @@ cast(:searched as tsquery)",
            beginnings.isEmpty() ? "" : BEGINS)
        .filter(condition -> !condition.isEmpty());
  }

  void bind(Query select) {
    if (!words.isEmpty()) {
      select.bind("searched", words);
    }
    if (!beginnings.isEmpty()) {
      select.bind("beginnings", beginnings);
    }
  }

  /** Without what is searched for, so that it can be logged. */
  @Override
  public String toString() {
    return "Searched";
  }
}
