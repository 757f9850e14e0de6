package gpcm.bench;

import gpcm.node.people.Role;
import gpcm.node.reporting.Period;
import gpcm.node.sending.SentSort;
import gpcm.node.sending.SentView;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people ask a node for: each page that it has, lists in every way, filters, searches. */
final class PageRequests {
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final Pattern FURTHER = Pattern.compile("href=\"(/[a-z]+\\?[^\"]*after=[^\"]+)\"");
  private static final PageRoutes ROUTES = PageRoutes.read();

  private final TestNode node;
  private final String cookie;
  private final HttpClient http;
  private final String otherMailbox;
  private final Map<String, HttpRequest> requests = new TreeMap<>();

  /**
   * Of somebody with every role.
   *
   * @param organisation where they work
   * @param other with whom it exchanges documents
   */
  PageRequests(
      TestNode node, HttpClient http, TestOrganisation organisation, TestOrganisation other) {
    this.node = node;
    this.http = http;
    this.otherMailbox = other.mailbox().toString();
    this.cookie =
        node.cookie(
            organisation,
            Role.CLERK,
            Role.CLINICIAN,
            Role.SENDER,
            Role.OPERATOR,
            Role.AUDITOR,
            Role.ADMINISTRATOR);
  }

  /** What was chosen, by its name. */
  Map<String, HttpRequest> all() {
    return Collections.unmodifiableMap(requests);
  }

  /**
   * Chooses them.
   *
   * @param sent a document that was sent and is answered
   * @param entry the worklist entry of one that came
   * @throws IOException that says which page answers something else than a page
   * @throws IllegalStateException that names the routes of which none is chosen
   */
  void choose(UUID sent, UUID entry) throws IOException, InterruptedException {
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
    get(
        "/outbox/{id}/correct",
        "/outbox/" + first("/outbox?view=all&state=rejected", "outbox") + "/correct");
    get(
        "/outbox/{id}/confirm",
        "/outbox/" + first("/outbox?view=all&state=unconfirmed", "outbox") + "/confirm");
    get("/worklist/{id}", "/worklist/" + entry);
    get("/worklist/{id}/files/{n}", "/worklist/" + entry + "/files/0");
    get("/worklist/{id}/coded", "/worklist/" + entry + "/coded");
    get("/alerts/{id}", "/alerts/" + first("/alerts", "alerts"));
    get("/messages/{id}", "/messages/" + sent);
    get(
        "/messages/{id} that came",
        "/messages/" + first("/messages?direction=received", "messages"));
    made(
        "/settings/rules",
        "name=Reports&type-code=T107&whom="
            + choice("/settings/rules/new", "team-")
            + "&reason=A+figure");
    String rule = "/settings/rules/" + first("/settings/rules", "settings/rules");
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
            "party=" + otherMailbox,
            "workflow=GPCONNECT_SEND_DOCUMENT",
            "direction=sent",
            "direction=received",
            "kind=document",
            "kind=business-response",
            "kind=mesh-report",
            "since=" + lately + "&until=" + later,
            "code=30002&since=" + lately + "&until=" + later,
            "id=message-107",
            "id=document-107",
            "id=encounter-107",
            "id=" + sent,
            "id=00000000-0000-4000-8000-000000000000")) {
      list("/messages?" + filter);
    }
    for (String days :
        List.of(
            "from=" + lately + "&until=" + later,
            "from=" + lately.plusDays(40 - Period.LONGEST) + "&until=" + lately.plusDays(39))) {
      get("/reports?" + days, "/reports?" + days);
    }
    for (String filter :
        List.of("action=document-opened", "case=" + entry, "from=" + lately + "&until=" + later)) {
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
    ROUTES.haveAll(
        requests.values().stream()
            .filter(each -> each.method().equals("GET"))
            .map(each -> each.uri().getPath())
            .toList());
  }

  /** A request of somebody who may see all pages. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.url().resolve(path)).header("Cookie", cookie);
  }

  /** The first that such a list shows. */
  private String first(String list, String kind) throws IOException, InterruptedException {
    Matcher link =
        Pattern.compile("href=\"/" + kind + "/([0-9a-f-]+)[\"/?]")
            .matcher(ask(list, request(list).build()));
    if (!link.find()) {
      throw new IOException(list + " shows nothing: " + told(ask(list, request(list).build())));
    }
    return link.group(1);
  }

  private String choice(String page, String kind) throws IOException, InterruptedException {
    Matcher value =
        Pattern.compile("value=\"(" + kind + "[0-9a-f-]{36})\"")
            .matcher(ask(page, request(page).build()));
    if (!value.find()) {
      throw new IOException(page + " has no choice " + kind);
    }
    return value.group(1);
  }

  /** Where to look at what a form has made. */
  private String made(String path, String form) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            form(path, "csrf=" + URLEncoder.encode(token(), StandardCharsets.UTF_8) + "&" + form),
            HttpResponse.BodyHandlers.ofString());
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(
            () -> new IOException(path + " answers " + answer.statusCode() + answer.body()));
  }

  private void get(String name, String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).build();
    ask(name, request);
    requests.put("GET " + name, request);
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
    requests.put(name, request);
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

  /** Asks for a page and reads it to its end. */
  String ask(String name, HttpRequest request) throws IOException, InterruptedException {
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
}
