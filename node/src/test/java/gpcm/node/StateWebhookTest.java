package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gpcm.exchange.DocumentState;
import gpcm.node.config.SecretSource;
import gpcm.node.config.SenderSettings;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submitting system hears at its webhook what becomes of its documents. */
class StateWebhookTest extends ConsultationFixture {
  private static final String SECRET = "a shared secret";

  @TempDir static Path folder;

  private static HttpServer system;
  private static final List<Post> posts = new CopyOnWriteArrayList<>();
  private static volatile int answer = 204;
  private static volatile Duration pause = Duration.ZERO;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Post(
      String id, String at, String signature, byte[] body, JsonNode json, int answered) {
    String document() {
      return json.at("/document/id").asText();
    }

    String event() {
      return json.path("event").asText();
    }
  }

  @BeforeAll
  static void listen() throws IOException {
    system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    system.createContext("/", StateWebhookTest::hear);
    system.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    system.start();
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    restart();
  }

  @AfterAll
  static void silence() {
    system.stop(0);
  }

  @BeforeEach
  void answering() {
    answer = 204;
    pause = Duration.ZERO;
  }

  private static void restart() throws IOException {
    URI url = URI.create("http://127.0.0.1:" + system.getAddress().getPort() + "/");
    network.restartNode(
        before ->
            Configurations.sender(
                before,
                TestNetwork.HUB,
                sender ->
                    sender.telling(
                        new SenderSettings.Webhook(
                            url, new SecretSource.InFile(folder.resolve("secret"))))));
    http.close();
    http = HttpCaller.of(network.node().url(), network.served());
    await().atMost(PATIENCE).until(() -> network.count("select count(*) from state_webhook") == 1);
  }

  private static void hear(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = answer;
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    posts.add(
        new Post(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            body,
            MAPPER.readTree(body),
            status));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static List<String> told(JsonNode document) {
    List<String> events = new ArrayList<>();
    String id = document.path("id").asText();
    posts.stream()
        .filter(each -> each.answered() == 204 && each.document().equals(id))
        .forEach(each -> events.add(each.event()));
    return events;
  }

  private static void awaitTold(JsonNode document, String event) {
    await().atMost(PATIENCE).until(() -> told(document).contains(event));
  }

  private static int lastAnswered() {
    return posts.isEmpty() ? 0 : posts.getLast().answered();
  }

  private Post first(JsonNode document) {
    return posts.stream()
        .filter(each -> each.document().equals(document.path("id").asText()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void each_change_is_told_in_its_order() throws Exception {
    JsonNode document = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(document, DocumentState.COMPLETED);
    awaitTold(document, "completed");
    assertThat(told(document))
        .containsSubsequence("accepted", "sent", "completed")
        .startsWith("accepted")
        .endsWith("completed")
        .doesNotHaveDuplicates();
  }

  @Test
  void what_does_not_leave_is_told_too() throws Exception {
    JsonNode first = created(record(consultation()));
    JsonNode second = created(record(changed("A second thought")));
    act(second, "hold", "Ask first");
    act(second, "withdraw", "Entered twice");
    JsonNode never = created(record(with("registration", "regular")));
    awaitTold(never, "not-sent");
    assertThat(told(first)).contains("superseded");
    assertThat(told(second)).containsSubsequence("accepted", "held", "withdrawn");
  }

  @Test
  void it_names_the_document_and_where_to_ask_and_no_patient() throws Exception {
    JsonNode document = created(record(consultation()));
    awaitTold(document, "accepted");
    Post post = first(document);
    JsonNode said = post.json().path("document");
    assertThat(said.path("encounterId").asText()).isEqualTo(encounter);
    assertThat(said.path("version").asInt()).isEqualTo(1);
    assertThat(said.path("state").asText()).isEqualTo("waiting");
    assertThat(
            http.get(said.path("href").asText().replaceFirst(".*/api/", "/api/")).json().path("id"))
        .isEqualTo(document.path("id"));
    assertThat(new String(post.body(), UTF_8))
        .doesNotContain(TestNetwork.KNOWN)
        .doesNotContainIgnoringCase("testpatient");
  }

  @Test
  void it_is_signed_with_its_time() throws Exception {
    JsonNode document = created(record(consultation()));
    awaitTold(document, "accepted");
    Post post = first(document);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    mac.update((post.id() + "." + post.at() + ".").getBytes(UTF_8));
    assertThat(post.signature())
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(post.body())));
    assertThat(post.json().path("id").asText()).isEqualTo(post.id());
  }

  @Test
  void what_is_refused_is_told_again_under_the_same_id_and_nothing_overtakes_it() throws Exception {
    answer = 503;
    JsonNode first = created(record(consultation()));
    JsonNode second = created(record(changed("A second thought")));
    await().atMost(PATIENCE).until(() -> lastAnswered() == 503);
    String refused = posts.getLast().id();
    answer = 204;
    pass(Duration.ofMinutes(20));
    awaitTold(second, "accepted");
    assertThat(told(first)).containsSubsequence("accepted", "superseded");
    List<String> taken =
        posts.stream().filter(each -> each.answered() == 204).map(Post::id).toList();
    assertThat(taken).contains(refused).doesNotHaveDuplicates();
  }

  @Test
  void when_it_does_not_answer_for_long_a_person_is_told_until_it_does() throws Exception {
    answer = 500;
    created(record(consultation()));
    await().atMost(PATIENCE).until(() -> lastAnswered() == 500);
    assertThat(network.alerts("state-webhook/")).isEmpty();
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts("state-webhook/").size() == 1);
    answer = 204;
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts("state-webhook/").isEmpty());
  }

  @Test
  void what_somebody_closed_though_it_lasts_is_told_again() throws Exception {
    answer = 500;
    created(record(consultation()));
    await().atMost(PATIENCE).until(() -> lastAnswered() == 500);
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts("state-webhook/").size() == 1);
    long first = network.alerts("state-webhook/").getFirst().id();
    network.execute(
        "update alert set resolved_at = last_at, resolved_by = 'B. Fictional' where id = " + first);
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> network.alerts("state-webhook/").size() == 1);
    answer = 204;
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> network.alerts("state-webhook/").isEmpty());
  }

  @Test
  void what_a_node_told_that_was_killed_is_over_though_nothing_happens_any_more() throws Exception {
    JsonNode document = created(record(consultation()));
    awaitTold(document, "accepted");
    network.execute(
        "insert into alert (organisation, problem, title, what_happened, what_to_do, times,"
            + " raised_at, last_at) values ('%1$s', 'state-webhook/%1$s', 'T', 'H', 'D', 1, now(), now())"
                .formatted(TestNetwork.HUB));
    pass(Duration.ofMinutes(2));
    await().atMost(PATIENCE).until(() -> network.alerts("state-webhook/").isEmpty());
  }

  @Test
  void who_is_slow_is_told_again() throws Exception {
    pause = Duration.ofSeconds(12);
    JsonNode document = created(record(consultation()));
    await().atMost(PATIENCE).until(() -> network.count("select failures from state_webhook") > 0);
    pause = Duration.ZERO;
    pass(Duration.ofMinutes(20));
    awaitTold(document, "accepted");
    await().atMost(PATIENCE).until(() -> network.count("select failures from state_webhook") == 0);
  }

  @Test
  void after_a_restart_it_goes_on_where_it_was() throws Exception {
    JsonNode before = created(record(consultation()));
    awaitTold(before, "accepted");
    await().during(Duration.ofSeconds(2)).until(() -> true);
    int told = posts.size();
    restart();
    JsonNode after = created(record(changed("A second thought")));
    awaitTold(after, "accepted");
    assertThat(posts.subList(told, posts.size()).stream().map(Post::event))
        .containsExactlyInAnyOrder("superseded", "accepted");
  }

  @Test
  void while_another_node_tells_this_one_does_not() throws Exception {
    network.execute(
        "insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)"
            + " values ('teller', 'teller', 'test', '{}', now(), now(), now() + interval '1 day')");
    network.execute("update sole_work set owner = 'teller' where work = 'state-webhook'");
    JsonNode document = created(record(consultation()));
    await().during(Duration.ofSeconds(3)).until(() -> told(document).isEmpty());
    network.execute(
        "update node set alive_until = now() - interval '1 second' where id = 'teller'");
    awaitTold(document, "accepted");
  }
}
