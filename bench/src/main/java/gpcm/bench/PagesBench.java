package gpcm.bench;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.store.Database;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import gpcm.node.testing.TestOrganisation;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The pages as people see them, of a real node over HTTP, with very many documents sent and as many
 * received in several organisations: every view in every order, filters and searches with their
 * counts, one document of each kind, alerts, settings. Some clients ask for all of them in a mixed
 * order; a figure is from a request until its whole answer is here.
 */
public final class PagesBench {
  private static final TestOrganisation GROUP = TestOrganisation.both("A10007", "Sampleton Group");
  private static final TestOrganisation OTHER = TestOrganisation.both("A10008", "Testford Group");
  private static final int WARM_UP = 3;
  private static final int MINUTES_TO_SEAL = 30;

  private final PageRequests pages;
  private final Map<String, List<Double>> millis = new ConcurrentHashMap<>();

  private PagesBench(PageRequests pages) {
    this.pages = pages;
  }

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("documents", "organisations", "rounds", "clients"), Set.of());
    int documents = options.number("documents", 1_000_000);
    int organisations = Math.max(10, options.number("organisations", 20));
    NodeConfiguration[] used = new NodeConfiguration[1];
    try (LocalNetwork network =
            LocalNetwork.builder()
                .node(GROUP, OTHER)
                .patient(patient("9990000018", OTHER))
                .patient(patient("9990000026", GROUP))
                .configured(configuration -> used[0] = configuration)
                .start();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      TestNode node = network.node(GROUP);
      UUID sent = node.handIn(network.consultation(GROUP, OTHER, patient("9990000018", OTHER)));
      UUID received = node.handIn(network.consultation(OTHER, GROUP, patient("9990000026", GROUP)));
      node.await(sent, DocumentState.COMPLETED);
      node.await(received, DocumentState.COMPLETED);
      UUID entry =
          node.worklist().stream()
              .filter(each -> each.organisation().equals(GROUP.ods().value()))
              .findFirst()
              .orElseThrow()
              .id();
      // Somebody has opened it: every copy of it was opened too.
      PageRequests opening = new PageRequests(node, http, GROUP, OTHER);
      opening.ask("the document", opening.request("/worklist/" + entry).build());
      fill(used[0], sent, entry, documents, organisations);
      // Who signed in before is not asked for what needs a sign-in of the last quarter of an hour.
      PageRequests pages = new PageRequests(node, http, GROUP, OTHER);
      pages.choose(sent, entry);
      new PagesBench(pages)
          .measure(options.number("rounds", 40), options.number("clients", 8))
          .with("documents", documents)
          .with("organisations", organisations)
          .print();
    }
  }

  private static RegisteredPatient patient(String nhsNumber, TestOrganisation practice) {
    return new RegisteredPatient(
        nhsNumber, LocalDate.of(1957, 1, 9), "Testpatient", practice.ods().value());
  }

  private static void fill(
      NodeConfiguration configuration, UUID sent, UUID entry, int documents, int organisations)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    try (Database database =
        Database.openBeside(configuration.database(), configuration.dataFolder())) {
      database
          .jdbi()
          .useHandle(
              handle -> {
                ManySent.fill(handle, sent, documents, organisations);
                ManyReceived.fill(handle, documents, organisations);
              });
      ManyMessages.fill(database.jdbi(), sent, entry, documents, organisations);
      awaitSealed(database);
    }
    System.out.printf(
        Locale.ROOT,
        "%,d documents sent and as many received in %d organisations, filled in %.0f s%n",
        documents,
        organisations,
        (System.nanoTime() - start) / 1e9);
  }

  // Entries wait to be sealed only for a moment, on a node that runs.
  private static void awaitSealed(Database database) throws InterruptedException {
    long start = System.nanoTime();
    while (database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select (select count(*) from audit_entry) > (select max(size) + 100 from"
                            + " audit_checkpoint)")
                    .mapTo(Boolean.class)
                    .one())) {
      if (System.nanoTime() - start > MINUTES_TO_SEAL * 60e9) {
        throw new IllegalStateException(
            "the audit log is not sealed in " + MINUTES_TO_SEAL + " minutes");
      }
      Thread.sleep(1000);
    }
  }

  private ResultLine measure(int rounds, int clients) throws Exception {
    run(WARM_UP, clients);
    millis.clear();
    run(rounds, clients);
    List<Double> all = millis.values().stream().flatMap(List::stream).sorted().toList();
    Map<String, Double> medians = new TreeMap<>();
    millis.forEach((page, took) -> medians.put(page, part(took.stream().sorted().toList(), 50)));
    String slowest = Collections.max(medians.entrySet(), Map.Entry.comparingByValue()).getKey();
    ResultLine each = ResultLine.part();
    medians.forEach(
        (page, median) -> {
          each.with(page, median);
          System.out.printf(
              Locale.ROOT,
              "%8.1f ms, one in a hundred %8.1f ms  %s%n",
              median,
              part(millis.get(page).stream().sorted().toList(), 99),
              page);
        });
    return ResultLine.of("pages")
        .with("clients", clients)
        .with("requests", all.size())
        .with("medianMillis", part(all, 50))
        .with("p99Millis", part(all, 99))
        .with("slowest", slowest)
        .with("slowestMillis", medians.get(slowest))
        .with("pages", each);
  }

  private static double part(List<Double> sorted, int hundredths) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * hundredths / 100));
  }

  private void run(int rounds, int clients) throws Exception {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      asked.addAll(pages.all().keySet());
    }
    Collections.shuffle(asked, new Random(1));
    Queue<String> queue = new ConcurrentLinkedQueue<>(asked);
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            threads.submit(
                () -> {
                  for (String page = queue.poll(); page != null; page = queue.poll()) {
                    long start = System.nanoTime();
                    pages.ask(page, pages.all().get(page));
                    double took = (System.nanoTime() - start) / 1e6;
                    millis
                        .computeIfAbsent(
                            page, unused -> Collections.synchronizedList(new ArrayList<>()))
                        .add(took);
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }
}
