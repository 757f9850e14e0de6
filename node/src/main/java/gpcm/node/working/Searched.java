package gpcm.node.working;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How the database finds what a list is searched for. Whole words, and beginnings of names that few
 * documents have, are looked up in the index of searches, and what is found is sorted. A beginning
 * that very many have would have to be looked up and sorted with all of them: the list is read in
 * its order instead, and what does not begin so is left out. Both find the same.
 *
 * @param words what is looked up; empty when nothing is
 * @param beginnings what is looked at row by row, patterns with a comma between them; empty when
 *     nothing is
 */
record Searched(String words, String beginnings) {
  /** So many of the newest documents tell how common something is. */
  private static final int NEWEST = 1000;

  /** What so many of them have is common. */
  private static final int COMMON = NEWEST / 10;

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
    return !parts.isEmpty() && isCommon(handle, query.viewer().organisation(), beginnings)
        ? new Searched(words(query, Stream.empty()), beginnings)
        : new Searched(words(query, parts.stream()), "");
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

  /** Whether rows are looked at one by one, in the order of the list. */
  boolean inOrder() {
    return !beginnings.isEmpty();
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
