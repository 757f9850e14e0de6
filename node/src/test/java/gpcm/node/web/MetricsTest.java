package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.exchange.AlertText;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The figures of a running node, and what is made of them for Prometheus and Grafana. */
class MetricsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Path DOCS = Path.of(System.getProperty("project.root"), "docs");

  /** Of Prometheus's language, as far as the rules use it, and of Prometheus itself. */
  private static final Set<String> NO_FIGURES =
      Set.of(
          "by",
          "for",
          "increase",
          "job",
          "max",
          "min",
          "min_over_time",
          "or",
          "rate",
          "sum",
          "up",
          "vector");

  @Running static TestNetwork network;

  private static String figures() throws Exception {
    try (HttpCaller machine =
        HttpCaller.withKey(
            network.node().url(),
            Credentials.key(network.served(), TestNetwork.HUB, Permission.READ_METRICS))) {
      Answer answer = machine.get("/metrics");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      return answer.text();
    }
  }

  /** The value of the first series that begins like this. */
  private static Optional<Double> value(String figures, String series) {
    return figures
        .lines()
        .filter(line -> line.startsWith(series))
        .findFirst()
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
  }

  private static void awaitFigure(String series) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> value(figures(), series).filter(value -> value > 0).isPresent());
  }

  @Test
  void theRoundsOfALaneAreCountedOnAfterMemoryWasCleared() throws Exception {
    String rounds = "gpcm_lane_rounds_total{lane=\"pulse\"}";
    awaitFigure(rounds);
    System.gc();
    double before = value(figures(), rounds).orElseThrow();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> value(figures(), rounds).orElseThrow() > before);
  }

  @Test
  void aKeyForFiguresReadsThemAndNothingElse() throws Exception {
    assertThat(figures()).contains("# TYPE gpcm_database_up gauge");
    try (HttpCaller machine =
        HttpCaller.withKey(
            network.node().url(),
            Credentials.key(network.served(), TestNetwork.HUB, Permission.READ_METRICS))) {
      assertThat(machine.get("/api/v1/nodes").status()).isEqualTo(403);
      assertThat(machine.get("/outbox").status()).isEqualTo(303);
    }
  }

  @Test
  void nobodyElsesKeyReadsThem() throws Exception {
    try (HttpCaller nobody = new HttpCaller(network.node().url());
        HttpCaller other =
            HttpCaller.withKey(
                network.node().url(),
                Credentials.key(network.served(), TestNetwork.HUB, Permission.SEE_NODES))) {
      assertThat(nobody.get("/metrics").status()).isEqualTo(401);
      assertThat(nobody.get("/metrics").json().path("type").asText())
          .isEqualTo("urn:gpcm:problem:unauthorized");
      assertThat(other.get("/metrics").status()).isEqualTo(403);
    }
  }

  @Test
  void operatorsAndAdministratorsReadThemToo() throws Exception {
    for (Role role : Role.values()) {
      try (HttpCaller person =
          HttpCaller.with(
              network.node().url(),
              new Credentials("", Credentials.session(network.served(), TestNetwork.HUB, role)))) {
        assertThat(person.get("/metrics").status())
            .as(role.name())
            .isEqualTo(role == Role.OPERATOR || role == Role.ADMINISTRATOR ? 200 : 403);
      }
    }
  }

  @Test
  void aReadingLeavesNoEntryInTheAuditLogAndARefusedOneDoes() throws Exception {
    String entries =
        "select count(*) from audit_entry where convert_from(entry, 'UTF8') like '%/metrics%'";
    String before = network.one(entries);
    assertThat(figures()).isNotEmpty();
    assertThat(network.one(entries)).isEqualTo(before);
    try (HttpCaller other =
        HttpCaller.withKey(
            network.node().url(),
            Credentials.key(network.served(), TestNetwork.HUB, Permission.SEE_NODES))) {
      assertThat(other.get("/metrics").status()).isEqualTo(403);
    }
    assertThat(network.one(entries)).isNotEqualTo(before);
  }

  @Test
  void whatTheNodeDoesIsCountedAndNobodyIsNamed() throws Exception {
    network.entryOf(
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));

    awaitFigure("gpcm_mesh_calls_seconds_count{outcome=\"done\"}");
    awaitFigure("gpcm_lane_rounds_total{lane=\"pulse\"}");
    awaitFigure("gpcm_lane_rounds_total{lane=\"alerts-gathered\"}");
    awaitFigure("gpcm_lane_rounds_total{lane=\"alerts-sent\"}");
    awaitFigure("gpcm_mailbox_poll_age_seconds{organisation=\"A99901\"}");
    awaitFigure("gpcm_nodes_alive");
    awaitFigure("gpcm_database_size_bytes");
    awaitFigure("gpcm_content_bytes");
    awaitFigure("gpcm_database_connections_max{pool=\"gpcm\"}");
    awaitFigure("gpcm_audit_checkpoint_age_seconds");
    assertThat(figures())
        .doesNotContain(
            TestNetwork.KNOWN,
            "Fictional",
            "document-",
            network.one("select id from document limit 1"));
  }

  @Test
  void whatWaitsAndWhatPeopleAreToldOfIsCountedByOrganisation() throws Exception {
    waiting();
    network.raise(
        new AlertText("mesh-polling", "MESH cannot be reached", "It is away.", "Wait for it."));

    awaitFigure("gpcm_work_open{organisation=\"A99901\",state=\"waiting\",work=\"document\"}");
    awaitFigure("gpcm_work_late{organisation=\"A99901\",state=\"waiting\",work=\"document\"}");
    awaitFigure("gpcm_work_oldest_seconds{organisation=\"A99901\",state=\"waiting\"");
    awaitFigure("gpcm_alerts_open{organisation=\"A99901\",severity=\"act-now\"}");
  }

  /** A document that waits, and that another node has in hand and does nothing with. */
  private static void waiting() throws Exception {
    UUID id = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one("select state from document where id = '%s'".formatted(id))
                    .equals("completed"));
    network.execute(
        "insert into node select (jsonb_populate_record(n, '{\"id\": \"elsewhere\"}')).* from node"
            + " n limit 1 on conflict do nothing");
    network.execute(
        "update node set alive_until = clock_timestamp() + interval '1 hour' where id ="
            + " 'elsewhere'");
    network.execute(
        "update document set state = 'waiting', due_at = now() - interval '2 minutes', lease_owner = 'elsewhere', leased_at = clock_timestamp() where id = '%s'"
            .formatted(id));
  }

  /** Of a node that shows no certificate there is none to be seen. */
  private static Set<String> names() throws Exception {
    waiting();
    network.raise(
        new AlertText("mesh-polling", "MESH cannot be reached", "It is away.", "Wait for it."));
    awaitFigure("gpcm_work_open{organisation=\"A99901\",state=\"waiting\"");
    awaitFigure("gpcm_alerts_open");
    Set<String> names =
        figures()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceFirst("[{ ].*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("gpcm_certificate_left_days");
    return names;
  }

  @Test
  void everyRuleAndEveryPanelAndEveryRowOfThePageNamesFiguresThatThereAre() throws Exception {
    Set<String> known = names();
    List<String> expressions = new ArrayList<>();
    rules().forEach(rule -> expressions.add((String) rule.get("expr")));
    JsonNode dashboard =
        new ObjectMapper().readTree(DOCS.resolve("operations/grafana-dashboard.json").toFile());
    dashboard
        .path("panels")
        .forEach(
            panel ->
                panel.path("targets").forEach(each -> expressions.add(each.path("expr").asText())));
    assertThat(expressions).hasSizeGreaterThan(40);
    for (String expression : expressions) {
      Set<String> named = figuresOf(expression);
      assertThat(known).as(expression).containsAll(named);
      assertThat(named.isEmpty() && !expression.startsWith("up{")).as(expression).isFalse();
    }
    for (String figure : documented()) {
      assertThat(known).contains(figure);
    }
    assertThat(documented())
        .containsAll(known.stream().filter(name -> name.startsWith("gpcm_")).toList());
  }

  @Test
  void everyRuleStandsOnThePageWithWhatToDo() throws Exception {
    String page = Files.readString(DOCS.resolve("operations.md"));
    Set<String> told =
        Pattern.compile("(?m)^\\| `(Gpcm\\w+)` \\| [^|]{10,} \\| [^|]{10,} \\|$")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(rules().stream().map(rule -> (String) rule.get("alert")))
        .containsExactlyInAnyOrderElementsOf(told);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() throws Exception {
    Map<String, List<Map<String, Object>>> file =
        (Map<String, List<Map<String, Object>>>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DOCS.resolve("operations/prometheus-rules.yml")));
    return (List<Map<String, Object>>) file.get("groups").getFirst().get("rules");
  }

  /** Without texts, labels in brackets, and what Prometheus's language has of its own. */
  private static Set<String> figuresOf(String expression) {
    String bare =
        expression
            .replaceAll("\\{[^}]*\\}|\\[[^\\]]*\\]", " ")
            .replaceAll("\\b(by|without) *\\([^)]*\\)", " ");
    return Pattern.compile("[a-z_][a-z0-9_]*")
        .matcher(bare)
        .results()
        .map(MatchResult::group)
        .filter(word -> !NO_FIGURES.contains(word))
        .collect(Collectors.toSet());
  }

  private static Set<String> documented() throws Exception {
    Set<String> figures = new TreeSet<>();
    Files.readString(DOCS.resolve("operations.md"))
        .lines()
        .filter(line -> line.matches("\\| `(gpcm|jvm|process)_.*"))
        .map(line -> line.split(" \\| ", -1)[0])
        .forEach(
            cell -> {
              String first = "";
              for (String name : cell.replaceAll("[|` ]", "").split(",", -1)) {
                String whole =
                    name.startsWith("_") ? first.replaceFirst("_count$", "") + name : name;
                first = first.isEmpty() ? whole : first;
                figures.add(whole);
              }
            });
    return figures;
  }
}
