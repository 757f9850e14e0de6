package gpcm.bench;

import gpcm.node.content.WorkFolder;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import gpcm.node.working.ListFilter;
import gpcm.node.working.ListFilter.Search;
import gpcm.node.working.ListQuery;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkLists;
import gpcm.node.working.WorkRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The lists of received documents with very many of them in several organisations: each view in
 * each order, from its beginning and from the middle, each filter and search, and the counts. All
 * names of the organisation that is asked begin alike; those of another one, which is asked for
 * names too, begin as differently as names do. Each is asked several times; its figure is the
 * median once it is warm.
 */
public final class WorklistBench {
  private static final int PAGE = 26;
  private final Database database;
  private final WorkLists lists;
  private final Viewer viewer;
  private final Viewer ofSpread = new Viewer("A10006", Optional.empty());
  private final UUID team;
  private final int rounds;
  private final Map<String, Double> millis = new TreeMap<>();

  private WorklistBench(Database database, int rounds) {
    this.database = database;
    this.lists = new WorkLists(database.jdbi(), InstantSource.system());
    this.viewer = new Viewer("A10007", Optional.of(id("person-7-3")));
    this.team = id("team-7-2");
    this.rounds = rounds;
  }

  /** As PostgreSQL makes it of {@code md5(text)::uuid}. */
  private UUID id(String text) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select md5(:text)::uuid")
                    .bind("text", text)
                    .mapTo(UUID.class)
                    .one());
  }

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws IOException {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("documents", "organisations", "rounds"), Set.of());
    int documents = options.number("documents", 1_000_000);
    int organisations = Math.max(8, options.number("organisations", 20));
    Path folder = Files.createTempDirectory("worklist-bench");
    try (Database database = Database.open(DatabaseSettings.bundled(), folder)) {
      long start = System.nanoTime();
      database.jdbi().useHandle(handle -> ManyReceived.fill(handle, documents, organisations));
      System.out.printf(
          "%,d documents in %d organisations, filled in %.0f s%n",
          documents, organisations, (System.nanoTime() - start) / 1e9);
      new WorklistBench(database, options.number("rounds", 15))
          .measure()
          .with("documents", documents)
          .with("organisations", organisations)
          .print();
    } finally {
      WorkFolder.delete(folder);
    }
  }

  private ResultLine measure() {
    for (ListView view : ListView.values()) {
      for (ListSort sort : ListSort.values()) {
        list(view.text() + " by " + sort.text(), view, ListFilter.NONE, sort);
      }
      time("count of " + view.text(), () -> lists.count(viewer, view, ListFilter.NONE));
    }
    time("senders to choose from", () -> lists.choices().senders(viewer));
    time("types to choose from", () -> lists.choices().types(viewer));
    time("counts of all views", () -> lists.counts(viewer));
    for (Map.Entry<String, ListFilter> filter : filters().entrySet()) {
      list(filter.getKey(), ListView.ALL, filter.getValue(), ListSort.DUE);
      list(filter.getKey() + " by received", ListView.ALL, filter.getValue(), ListSort.RECEIVED);
      time(
          "count of " + filter.getKey(),
          () -> lists.count(viewer, ListView.ALL, filter.getValue()));
    }
    for (String name : List.of("al", "ma", "jo", "ba al", "balm", "balmon alan", "yoxam")) {
      ListFilter search = search(name, "", null, "");
      for (ListSort sort : List.of(ListSort.DUE, ListSort.RECEIVED, ListSort.PATIENT)) {
        list("search of '" + name + "' by " + sort.text(), ofSpread, ListView.ALL, search, sort);
      }
      time("count of search of '" + name + "'", () -> lists.count(ofSpread, ListView.ALL, search));
    }
    list(
        "search of two letters by patient",
        ListView.ALL,
        search("fa", "", null, ""),
        ListSort.PATIENT);
    String slowest =
        millis.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    ResultLine each = ResultLine.part();
    millis.forEach(each::with);
    return ResultLine.of("worklist")
        .with("slowestMillis", millis.get(slowest))
        .with("slowest", slowest)
        .with("over20Millis", millis.values().stream().filter(ms -> ms > 20).count())
        .with("millis", each);
  }

  private Map<String, ListFilter> filters() {
    LocalDate lately = LocalDate.now(ZoneOffset.UTC).minusDays(40);
    Map<String, ListFilter> filters = new TreeMap<>();
    filters.put(
        "for information",
        filter(Optional.of(false), Optional.empty(), Optional.empty(), Optional.empty(), ""));
    filters.put(
        "of a sender",
        filter(Optional.empty(), Optional.of("B10003"), Optional.empty(), Optional.empty(), ""));
    filters.put(
        "of a team",
        filter(Optional.empty(), Optional.empty(), Optional.of(team), Optional.empty(), ""));
    filters.put("of a type", ofType("T107"));
    filters.put("of no type that is there", ofType("T99"));
    filters.put(
        "of five days",
        filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(lately), ""));
    for (String flag : List.of("urgent", "confidential", "attachments", "warnings", "replaced")) {
      filters.put(
          flag,
          filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), flag));
    }
    filters.put("search of a name", search("familya givenb", "", null, ""));
    filters.put("search of two letters", search("fa", "", null, ""));
    filters.put("search of a whole name", search("familyabc", "", null, ""));
    filters.put("search of a number", search("", "9990007919", null, ""));
    filters.put("search of a birth date", search("", "", LocalDate.parse("1951-09-06"), ""));
    filters.put("search of a document", search("", "", null, "document-107"));
    filters.put("search of a message", search("", "", null, "message-107"));
    return filters;
  }

  private static ListFilter filter(
      Optional<Boolean> forAction,
      Optional<String> sender,
      Optional<UUID> team,
      Optional<LocalDate> from,
      String flag) {
    return new ListFilter(
        Set.of(),
        forAction,
        Optional.empty(),
        Optional.empty(),
        sender,
        Optional.empty(),
        team,
        from,
        from.map(day -> day.plusDays(5)),
        Optional.empty(),
        flag.equals("urgent"),
        flag.equals("confidential"),
        false,
        flag.equals("attachments"),
        flag.equals("warnings"),
        flag.equals("replaced"),
        Search.NOTHING);
  }

  private static ListFilter ofType(String code) {
    ListFilter none = ListFilter.NONE;
    return new ListFilter(
        none.states(),
        none.forAction(),
        none.useCase(),
        Optional.of(code),
        none.sender(),
        none.person(),
        none.team(),
        none.receivedFrom(),
        none.receivedTo(),
        none.dueTo(),
        false,
        false,
        false,
        false,
        false,
        false,
        Search.NOTHING);
  }

  private static ListFilter search(String name, String number, LocalDate bornOrNull, String id) {
    return ListFilter.NONE.searching(
        new Search(
            Optional.of(name).filter(text -> !text.isEmpty()),
            Optional.of(number).filter(text -> !text.isEmpty()),
            Optional.ofNullable(bornOrNull),
            Optional.of(id).filter(text -> !text.isEmpty())));
  }

  private void list(String name, ListView view, ListFilter filter, ListSort sort) {
    list(name, viewer, view, filter, sort);
  }

  private void list(String name, Viewer whose, ListView view, ListFilter filter, ListSort sort) {
    List<WorkRow> rows =
        time(name, () -> lists.rows(new ListQuery(whose, view, filter, sort, Slice.newest(PAGE))));
    if (rows.size() == PAGE) {
      Keyset edge = new Keyset(rows.getLast().receivedAt(), rows.getLast().id());
      time(
          name + ", further on",
          () -> lists.rows(new ListQuery(whose, view, filter, sort, Slice.after(edge, PAGE))));
    }
  }

  private <T> T time(String name, Supplier<T> asked) {
    T answer = asked.get();
    double[] took = new double[rounds];
    for (int i = 0; i < 3; i++) {
      answer = asked.get();
    }
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      answer = asked.get();
      took[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(took);
    double median = took[rounds / 2];
    millis.put(name, median);
    System.out.println(String.format(Locale.ROOT, "%8.2f ms  %s", median, name));
    return answer;
  }
}
