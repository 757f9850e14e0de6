package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Organisations that share a node and its database, and whose people and machines, whatever their
 * roles and scopes, see nothing of each other.
 */
class TwoOrganisationsTest {
  private static final String PHARMACY = "A99904";
  private static final Pattern LINK = Pattern.compile("(?:href|action)=\"(/[^\"]*)\"");

  @Running static TestNetwork network;

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
    for (String table : List.of("document", "worklist_entry", "answer")) {
      others.addAll(
          texts(
              "select id from %s where organisation <> '%s' order by random() limit 3"
                  .formatted(table, organisation)));
    }
    assertThat(others).isNotEmpty();
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
        + answer.textWithoutReference().replaceAll("content=\"[0-9]+; url=[^\"]*\"", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {TestNetwork.HUB, TestNetwork.PRACTICE, PHARMACY})
  void noPageNamesWhatAnotherOrganisationHas(String organisation) throws Exception {
    Set<String> others =
        texts(
            """
            select id from document where organisation <> '%1$s' union select id from worklist_entry where organisation <> '%1$s'
            """
                .formatted(organisation));
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served(), organisation)) {
      Map<String, Answer> fetched = new LinkedHashMap<>();
      Deque<String> open = new ArrayDeque<>(List.of("/"));
      while (!open.isEmpty()) {
        String path = open.remove();
        if (!fetched.containsKey(path)) {
          Answer answer = http.get(path);
          fetched.put(path, answer);
          Matcher link = LINK.matcher(answer.text());
          while (link.find()) {
            open.add(link.group(1).replace("&amp;", "&"));
          }
        }
      }
      assertThat(fetched.keySet()).contains("/outbox", "/worklist", "/alerts", "/people");
      fetched.forEach(
          (path, answer) -> {
            if (!path.startsWith("/api/")) {
              others.forEach(id -> assertThat(answer.text()).as(path).doesNotContain(id));
            }
          });
    }
  }
}
