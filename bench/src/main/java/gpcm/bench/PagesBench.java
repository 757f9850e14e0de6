package gpcm.bench;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Role;
import gpcm.node.sending.SentSort;
import gpcm.node.sending.SentView;
import gpcm.node.store.Database;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import gpcm.node.testing.TestOrganisation;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages as people see them, of a real node over HTTP, with very many documents sent and as many
 * received in several organisations: every view in every order, filters and searches with their
 * counts, one document of each kind, alerts, settings. Some clients ask for all of them in a mixed
 * order; a figure is from a request until its whole answer is here.
 */
public final class PagesBench {
  private static final TestOrganisation GROUP = TestOrganisation.both("A10007", "Sampleton Group");
  private static final TestOrganisation OTHER = TestOrganisation.both("A10008", "Testford Group");
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final Pattern FURTHER = Pattern.compile("href=\"(/[a-z]+\\?[^\"]*after=[^\"]+)\"");
  private static final int WARM_UP = 3;

  private final TestNode node;
  private final String cookie;
  private final HttpClient http;
  private final Map<String, HttpRequest> pages = new TreeMap<>();
  private final Map<String, List<Double>> millis = new ConcurrentHashMap<>();

  private PagesBench(TestNode node, HttpClient http) {
    this.node = node;
    this.http = http;
    this.cookie =
        node.cookie(
            GROUP, Role.CLERK, Role.CLINICIAN, Role.SENDER, Role.OPERATOR, Role.ADMINISTRATOR);
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
      fill(used[0], sent, documents, organisations);
      PagesBench bench = new PagesBench(node, http);
      bench.choosePages(sent, entry);
      bench
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
      NodeConfiguration configuration, UUID sent, int documents, int organisations)
      throws SQLException {
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
    }
    System.out.printf(
        Locale.ROOT,
        "%,d documents sent and as many received in %d organisations, filled in %.0f s%n",
        documents,
        organisations,
        (System.nanoTime() - start) / 1e9);
  }

  private void choosePages(UUID sent, UUID entry) throws IOException, InterruptedException {
    for (String page :
        List.of(
            "/",
            "/worklist/views",
            "/outbox/" + sent,
            "/outbox/follow-ups",
            "/outbox/views",
            "/outbox/bulk",
            "/providers",
            "/alerts",
            "/alerts?state=closed",
            "/confirmations",
            "/audit",
            "/people",
            "/settings",
            "/settings/teams",
            "/settings/rules",
            "/settings/sending",
            "/settings/alerts",
            "/settings/retention",
            "/sessions",
            "/absence")) {
      get(page, page);
    }
    get("/worklist/{id}", "/worklist/" + entry);
    for (ListView view : ListView.values()) {
      for (ListSort sort : ListSort.values()) {
        list("/worklist?view=" + view.text() + "&sort=" + sort.text());
      }
    }
    for (SentView view : SentView.values()) {
      for (SentSort sort : SentSort.values()) {
        list("/outbox?view=" + view.text() + "&sort=" + sort.text());
      }
    }
    LocalDate lately = LocalDate.now(ZoneOffset.UTC).minusDays(40);
    LocalDate later = lately.plusDays(5);
    for (String filter :
        List.of(
            "action=FI",
            "sender=B10003",
            "type=T107",
            "urgent=true",
            "attachments=true",
            "received-from=" + lately + "&received-to=" + later)) {
      list("/worklist?view=all&" + filter);
    }
    for (String filter :
        List.of(
            "state=rejected",
            "recipient=B10003",
            "clinician=999900001003",
            "code=30002",
            "resent=true",
            "alert=true",
            "from=" + lately + "&to=" + later)) {
      list("/outbox?view=all&" + filter);
    }
    String token = token();
    for (String words :
        List.of("fa", "familyabc", "familya givenb", "9990007919", "1951-09-06", "document-107")) {
      find("/worklist/find", words, token);
    }
    for (String words : List.of("fa", "family107", "9990007919", "1951-09-06", "encounter-107")) {
      find("/outbox/find", words, token);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.url().resolve(path)).header("Cookie", cookie);
  }

  private void get(String name, String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).build();
    String answer = ask(name, request);
    if (answer.isEmpty()) {
      throw new IOException(name + " answers nothing");
    }
    pages.put("GET " + name, request);
  }

  /** A list, and its second page where it has one. */
  private void list(String path) throws IOException, InterruptedException {
    get(path, path);
    Matcher further = FURTHER.matcher(ask(path, request(path).build()));
    if (further.find()) {
      get(path + ", further on", further.group(1).replace("&amp;", "&"));
    }
  }

  private void find(String path, String words, String token)
      throws IOException, InterruptedException {
    String form =
        "csrf=%s&find=%s"
            .formatted(
                URLEncoder.encode(token, StandardCharsets.UTF_8),
                URLEncoder.encode(words, StandardCharsets.UTF_8));
    String name = "POST " + path + " '" + words + "'";
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", node.url().resolve("/").toString().replaceAll("/$", ""))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    ask(name, request);
    pages.put(name, request);
  }

  private String token() throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(ask("/worklist", request("/worklist").build()));
    if (!token.find()) {
      throw new IOException("the worklist has no form");
    }
    return token.group(1);
  }

  private String ask(String name, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(name + " answers " + answer.statusCode());
    }
    return answer.body();
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
      asked.addAll(pages.keySet());
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
                    ask(page, pages.get(page));
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
