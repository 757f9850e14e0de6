package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Organisations that share a node and its database, and whose people and machines, whatever their
 * roles and scopes, see nothing of each other.
 */
class TwoOrganisationsTest {
  private static final String PHARMACY = "A99904";
  private static final List<String> ALL = List.of(TestNetwork.HUB, TestNetwork.PRACTICE, PHARMACY);
  private static final Pattern LINK = Pattern.compile("(?:href|action)=\"(/[^\"]*)\"");

  /** Of so many pages that differ in what they are about alone, every one is made alike. */
  private static final int SAME = 12;

  /** What is not planted, by table, and why that shows nothing less. */
  private static final Map<String, String> EXEMPT =
      Map.ofEntries(
          Map.entry("alert_deadlines", "hours and a time of the day alone"),
          Map.entry(
              "arrival",
              "what a mailbox lists and nobody has fetched: a node would ask MESH for it"),
          Map.entry("bank_holidays", "yes or no"),
          Map.entry(
              "deletion_report", "days and how many were deleted: numbers that many rows have"),
          Map.entry(
              "document_look",
              "when a node looks for an earlier copy: moments, read by nodes alone"),
          Map.entry("matching_by_two", "yes or no"),
          Map.entry(
              "mesh_question", "when a node may ask MESH again: a moment, read by nodes alone"),
          Map.entry("opening_hours", "times of the day alone"),
          Map.entry("retention_setting", "years and months alone"),
          Map.entry("sole_work", "which node does what is done by one: read by nodes alone"),
          Map.entry("state_webhook", "up to which event a system was told: read by nodes alone"),
          Map.entry("work_due", "spans of time alone"));

  @Running static TestNetwork network;
  private static Planted planted;

  @BeforeAll
  static void randomDocumentsHaveTravelled() throws Exception {
    long seed = Long.getLong("gpcm.seed", System.nanoTime());
    System.out.println("TwoOrganisationsTest: -Dgpcm.seed=" + seed);
    Random random = new Random(seed);
    List<UUID> sent = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String example =
          List.of("consultation-summary.json", "generic.json", "online-consultation-escalated.json")
              .get(random.nextInt(3));
      String sender = i < 2 || random.nextBoolean() ? TestNetwork.HUB : PHARMACY;
      sent.add(network.submit(TestNetwork.document(example, i == 2 ? PHARMACY : sender)));
    }
    for (UUID document : sent) {
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  network.node().outbox().find(document).orElseThrow().state()
                      == DocumentState.COMPLETED);
      String organisation = network.node().outbox().find(document).orElseThrow().organisation();
      if (organisation.equals(TestNetwork.HUB) && random.nextBoolean()) {
        network.raise(
            document, new AlertText("about-" + document, "A patient's", "It happened", "Act"));
      }
    }
    network.raise(new AlertText("of-the-hub", "The hub's", "It happened", "Act"));
    UUID coded = network.submit(TestNetwork.document("generic-coded.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(coded).orElseThrow().state()
                    == DocumentState.COMPLETED);
    network.countsNoMore();
    // Whoever looks later is known before, so that rows of theirs elsewhere are there too.
    ALL.forEach(each -> HttpCaller.Credentials.session(network.served(), each, Role.values()));
    planted = new Planted(network);
    ALL.forEach(planted::plant);
  }

  @Test
  void everyTableThatSaysWhoseARowIsStandsInTheListOrHasAReason() {
    Set<String> known = new TreeSet<>(Planted.planted());
    known.addAll(EXEMPT.keySet());
    assertThat(Planted.tables(network)).isEqualTo(known);
    assertThat(Planted.planted()).doesNotContainAnyElementsOf(EXEMPT.keySet());
    assertThat(EXEMPT.values()).allMatch(reason -> reason.length() > 8);
  }

  @Test
  void eachOfTheseTablesHasARowThatWouldBeFound() {
    assertThat(planted.empty(ALL)).isEmpty();
  }

  /** All that can be asked for without a change, and whatever their pages lead to. */
  @ParameterizedTest
  @ValueSource(strings = {TestNetwork.HUB, TestNetwork.PRACTICE, PHARMACY})
  void noAnswerHoldsARowOfAnotherOrganisation(String organisation) throws Exception {
    Set<String> own = new TreeSet<>();
    Set<String> ids =
        texts(
            """
            select id from document where organisation <> '%1$s' union select id from worklist_entry where organisation <> '%1$s'
            """
                .formatted(organisation));
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served(), organisation)) {
      Map<String, Answer> fetched = new LinkedHashMap<>();
      Map<String, Integer> asked = new HashMap<>();
      Deque<String> open = new ArrayDeque<>(List.of("/"));
      for (String route : RouteTable.shipped().routes()) {
        if (route.startsWith("GET ") && !route.contains("{")) {
          open.add(route.substring("GET ".length()));
        }
      }
      while (!open.isEmpty()) {
        String path = open.remove();
        if (!fetched.containsKey(path) && asked.merge(shape(path), 1, Integer::sum) <= SAME) {
          Answer answer = http.send(http.to(path).header("X-Reason", "why"));
          fetched.put(path, answer);
          Matcher link = LINK.matcher(answer.text());
          while (link.find()) {
            open.add(link.group(1).replace("&amp;", "&"));
          }
        }
      }
      // What fails might have shown something.
      assertThat(fetched).allSatisfy((path, answer) -> assertThat(answer.status()).isLessThan(500));
      fetched.forEach(
          (path, answer) -> {
            String text = text(answer);
            if (!path.startsWith("/api/")) {
              ids.forEach(id -> assertThat(text).as(path).doesNotContain(id));
            }
            for (String other : ALL) {
              if (other.equals(organisation)) {
                if (text.contains(Planted.mark(other))) {
                  own.add(path);
                }
              } else {
                assertThat(text)
                    .as(path)
                    .doesNotContain(Planted.mark(other), Planted.number(other));
              }
            }
          });
    }
    // Where not even one's own were shown, nothing would have been shown of the others'.
    assertThat(own)
        .contains(
            "/alerts",
            "/absence",
            "/api/v1/alerts",
            "/api/v1/documents/bulk",
            "/api/v1/settings",
            "/api/v1/system",
            "/api/v1/teams",
            "/audit",
            "/confirmations",
            "/outbox/bulk",
            "/people",
            "/settings/sampling",
            "/settings/sending",
            "/settings/teams",
            "/system",
            "/system/support",
            "/typed");
  }

  /** What pages of many documents, people and the like have in common. */
  private static String shape(String path) {
    return path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+", "#").replaceAll("=[^&]*", "=");
  }

  /** Of a zip, what is in it. */
  private static String text(Answer answer) {
    if (!answer.header("Content-Type").equals("application/zip")) {
      return answer.text();
    }
    StringBuilder all = new StringBuilder();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        all.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TestNetwork.HUB, TestNetwork.PRACTICE, PHARMACY})
  void everyListAndCountIsOfOneOrganisation(String organisation) throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served(), organisation)) {
      assertList(http, "documents", "documents", ids("document", organisation));
      assertList(http, "worklist", "entries", ids("worklist_entry", organisation));
      assertList(
          http,
          "alerts",
          "alerts",
          texts(
              "select id from alert where resolved_at is null and organisation = '%s'"
                  .formatted(organisation)));
      for (String other : List.of(TestNetwork.HUB, TestNetwork.PRACTICE, PHARMACY)) {
        if (!other.equals(organisation)) {
          for (String list : List.of("documents", "worklist")) {
            JsonNode none = http.get("/api/v1/" + list + "?organisation=" + other).json();
            assertThat(none.path("total").asInt(-1)).isZero();
            assertThat(none.findValues("id")).isEmpty();
          }
        }
      }
    }
  }

  private static void assertList(HttpCaller http, String list, String rows, Set<String> expected)
      throws Exception {
    Set<String> listed = new TreeSet<>();
    String next = "/api/v1/" + list + "?limit=2";
    while (!next.isEmpty()) {
      JsonNode part = http.get(next).json();
      part.path(rows).forEach(row -> listed.add(row.path("id").asText()));
      assertThat(part.path("total").asInt()).isEqualTo(expected.size());
      next = part.path("next").asText("");
    }
    assertThat(listed).as(list).isEqualTo(expected);
  }

  private static Set<String> ids(String table, String organisation) {
    return texts("select id from %s where organisation = '%s'".formatted(table, organisation));
  }

  private static Set<String> texts(String query) {
    String all =
        network.one("select coalesce(string_agg(id::text, ' '), '') from (" + query + ") q");
    return all.isEmpty() ? Set.of() : new TreeSet<>(List.of(all.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {TestNetwork.HUB, TestNetwork.PRACTICE, PHARMACY})
  void anIdOfAnotherOrganisationIsAnsweredAsOneThatIsNot(String organisation) throws Exception {
    Set<String> others = new TreeSet<>();
    for (String table : Planted.withIds(network)) {
      others.addAll(
          texts(
              "select id from %s where organisation <> '%s' order by random() limit 1"
                  .formatted(table, organisation)));
    }
    assertThat(others).hasSizeGreaterThan(15);
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served(), organisation)) {
      for (String route : RouteTable.shipped().routes()) {
        String path = route.substring(route.indexOf(' ') + 1);
        if (!path.contains("{id}") || path.contains("alerts") || path.contains("people")) {
          continue;
        }
        String unknown = shown(ask(http, route, UUID.randomUUID().toString()));
        for (String id : others) {
          assertThat(shown(ask(http, route, id))).as(route + " " + id).isEqualTo(unknown);
        }
      }
      for (String id :
          texts("select id from alert where organisation <> '%s'".formatted(organisation))) {
        assertThat(ask(http, "POST /api/v1/alerts/{id}/resolution", id).status()).isEqualTo(404);
        assertThat(ask(http, "POST /alerts/{id}/resolution", id).status()).isEqualTo(404);
      }
    }
    assertThat(network.one("select count(*) from alert where resolved_by is not null"))
        .isEqualTo("0");
  }

  private static Answer ask(HttpCaller http, String route, String id) throws Exception {
    String path =
        route
            .substring(route.indexOf(' ') + 1)
            .replace("{id}", id)
            .replace("{n}", "0")
            .replace("{encounter}", "e")
            .replace("{useCase}", "generic")
            .replace("{mailbox}", "none")
            .replace("{site}", "none");
    return route.startsWith("GET ")
        ? http.send(http.to(path).header("X-Reason", "why"))
        : http.post(
            path,
            path.startsWith("/api/") ? "application/json" : HttpCaller.FORM,
            path.startsWith("/api/") ? new byte[0] : "reason=why".getBytes(StandardCharsets.UTF_8),
            "X-Reason",
            "why");
  }

  private static String shown(Answer answer) {
    return answer.status()
        + " "
        + answer
            .textWithoutReference()
            .replaceAll("content=\"[0-9]+; url=[^\"]*\"", "")
            // Of an alert that came up meanwhile.
            .replaceAll("<span class=\"gpcm-count.*?</span></span>", "");
  }
}
