package gpcm.bench;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Role;
import gpcm.node.reporting.Period;
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
import java.time.Duration;
import java.time.Instant;
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
  private static final int MINUTES_TO_SEAL = 30;
  private static final PageRoutes ROUTES = PageRoutes.read();

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
            GROUP, Role.CLERK, Role.CLINICIAN, Role.SENDER, Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR);
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
      PagesBench bench = new PagesBench(node, http);
      bench.ask("", bench.request("/worklist/" + entry).build());
      fill(used[0], sent, entry, documents, organisations);
      bench.choosePages(sent, entry);
      ROUTES.haveAll(bench.pages.values().stream().filter(each -> each.method().equals("GET")).map(each -> each.uri().getPath()).toList());
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
                    .createQuery("select (select count(*) from audit_entry) > (select max(size) + 100 from audit_checkpoint)")
                    .mapTo(Boolean.class)
                    .one())) {
      if (System.nanoTime() - start > MINUTES_TO_SEAL * 60e9) {
        throw new IllegalStateException("the audit log is not sealed in " + MINUTES_TO_SEAL + " minutes");
      }
      Thread.sleep(1000);
    }
  }

  private void choosePages(UUID sent, UUID entry) throws IOException, InterruptedException {
    for (String route : ROUTES.plain()) {
      get(route, route);
    }
    get("/alerts?state=closed", "/alerts?state=closed");
    get("/system?of=week", "/system?of=week");
    get("/session/ending", "/session/ending?to=%2F");
    get("/worklist/new, a day", "/worklist/new?since=" + Instant.now().minus(Duration.ofDays(1)));
    String document = "/outbox/" + sent;
    get("/outbox/{id}", document);
    get("/outbox/{id}/files/{n}", document + "/files/0");
    get("/outbox/{id}/correct", "/outbox/" + first("/outbox?view=all&state=rejected", "outbox") + "/correct");
    get("/outbox/{id}/confirm", "/outbox/" + first("/outbox?view=all&state=unconfirmed", "outbox") + "/confirm");
    get("/worklist/{id}", "/worklist/" + entry);
    get("/worklist/{id}/files/{n}", "/worklist/" + entry + "/files/0");
    get("/worklist/{id}/coded", "/worklist/" + entry + "/coded");
    get("/alerts/{id}", "/alerts/" + first("/alerts", "alerts"));
    get("/messages/{id}", "/messages/" + sent);
    get("/messages/{id} that came", "/messages/" + first("/messages?direction=received", "messages"));
    String rule = made("/settings/rules", "name=Reports&type-code=T107&whom=" + choice("/settings/rules/new", "team-") + "&reason=A+figure");
    get("/settings/rules/{id}", rule);
    get("/settings/rules/{id}/test", rule + "/test");
    get("/outbox/bulk/{id}", made("/outbox/bulk", "act=withdraw&view=all&recipient=B10003"));
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
    for (String filter :
        List.of(
            "code=30002",
            "code=30001",
            "code=EPL-151",
            "party=B10003",
            "party=" + OTHER.mailbox(),
            "workflow=GPCONNECT_SEND_DOCUMENT",
            "direction=sent",
            "direction=received",
            "kind=document",
            "kind=business-response",
            "kind=report",
            "since=" + lately + "&until=" + later,
            "code=30002&since=" + lately + "&until=" + later,
            "id=message-107",
            "id=document-107",
            "id=encounter-107",
            "id=" + sent,
            "id=00000000-0000-4000-8000-000000000000")) {
      list("/messages?" + filter);
    }
    for (String days : List.of("from=" + lately + "&until=" + later, "from=" + lately.plusDays(40 - Period.LONGEST) + "&until=" + lately.plusDays(39))) {
      get("/reports?" + days, "/reports?" + days);
    }
    for (String filter : List.of("action=document-opened", "case=" + entry, "from=" + lately + "&until=" + later)) {
      list("/audit?" + filter);
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

  /** The first that such a list shows. */
  private String first(String list, String kind) throws IOException, InterruptedException {
    Matcher link = Pattern.compile("href=\"/" + kind + "/([0-9a-f-]+)[\"/?]").matcher(ask(list, request(list).build()));
    if (!link.find()) {
      throw new IOException(list + " shows nothing: " + told(ask(list, request(list).build())));
    }
    return link.group(1);
  }

  private String choice(String page, String kind) throws IOException, InterruptedException {
    Matcher value = Pattern.compile("value=\"(" + kind + "[0-9a-f-]{36})\"").matcher(ask(page, request(page).build()));
    if (!value.find()) {
      throw new IOException(page + " has no choice " + kind);
    }
    return value.group(1);
  }

  /** Where to look at what a form has made. */
  private String made(String path, String form) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(form(path, "csrf=" + URLEncoder.encode(token(), StandardCharsets.UTF_8) + "&" + form), HttpResponse.BodyHandlers.ofString());
    return answer.headers().firstValue("Location").orElseThrow(() -> new IOException(path + " answers " + answer.statusCode() + answer.body()));
  }

  private void get(String name, String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).build();
    try { ask(name, request); } catch (IOException e) { System.out.println("PROBLEM " + e.getMessage()); }
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
    HttpRequest request = form(path, form);
    ask(name, request);
    pages.put(name, request);
  }

  private HttpRequest form(String path, String form) {
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", node.url().resolve("/").toString().replaceAll("/$", ""))
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
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
    // What only asks whether there is something new may be told that there is nothing.
    if (answer.statusCode() != 200 && answer.statusCode() != 204) {
      throw new IOException(name + " answers " + answer.statusCode() + ": " + told(answer.body()));
    }
    return answer.body();
  }

  private static String told(String page) {
    String text = page.replaceAll("(?s)<head>.*?</head>|<[^>]+>", " ").replaceAll("\\s+", " ");
    return text.substring(0, Math.min(text.length(), 600));
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
