package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views of the outbox under names, and the way from a document back to its place in the list. */
class OutboxListsTest {
  private static final String VIEWS = "/api/v1/outbox-views";

  @Running static TestNetwork network;
  private static Someone sender;
  private static Someone other;
  private static Someone operator;
  private static final List<String> SENT = new ArrayList<>();

  @BeforeAll
  static void threeAreSent() throws Exception {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    other = Someone.at(network, TestNetwork.HUB, "T. Sender", Role.SENDER);
    operator = Someone.at(network, TestNetwork.HUB, "O. Operator", Role.OPERATOR);
    for (int i = 0; i < 3; i++) {
      SENT.add(completed("consultation-summary.json"));
    }
  }

  private static String completed(String example) throws Exception {
    UUID id = network.submit(TestNetwork.document(example, TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED);
    return id.toString();
  }

  @BeforeEach
  void nothingIsSaved() {
    network.execute("delete from saved_view");
  }

  private static JsonNode views(Someone who) throws Exception {
    return who.get(VIEWS).json().path("views");
  }

  @Test
  void aViewStandsUnderItsNameWithItsCount() throws Exception {
    Answer saved =
        sender.post("/outbox/views", "name=To+Testford&view=all&sort=oldest&recipient=A99902");
    assertThat(saved.status()).as(saved.text()).isEqualTo(303);
    assertThat(saved.header("Location")).endsWith("/outbox?sort=oldest&recipient=A99902");
    assertThat(sender.get("/outbox").text())
        .containsPattern(
            "href=\"/outbox\\?sort=oldest&amp;recipient=A99902\"[^>]*><bdi>To Testford</bdi> <span"
                + " class=\"gpcm-count \">[1-9]");
    assertThat(sender.get("/outbox?sort=oldest&recipient=A99902").text())
        .containsPattern("aria-current=\"page\"><bdi>To Testford</bdi>");
    assertThat(views(other)).isEmpty();
    assertThat(sender.get("/api/v1/saved-views").status()).isEqualTo(403);
  }

  @Test
  void severalStatesAreKeptTogether() throws Exception {
    assertThat(
            sender
                .post("/outbox/views", "name=Open&view=all&state=sent&state=built")
                .header("Location"))
        .endsWith("/outbox?state=sent%2Cbuilt");
    assertThat(sender.get("/outbox?state=sent%2Cbuilt").text())
        .contains("name=\"state\" value=\"sent\"", "name=\"state\" value=\"built\"");
  }

  @Test
  void itIsRenamedAndDeletedAndANameOfTheWorklistIsAnother() throws Exception {
    Someone both = Someone.at(network, TestNetwork.HUB, "B. Both", Role.SENDER, Role.CLERK);
    assertThat(both.post("/api/v1/saved-views", "{\"name\": \"Mine\"}").status()).isEqualTo(201);
    assertThat(both.post(VIEWS, "{\"name\": \"mine\"}").status()).isEqualTo(201);
    String id = views(both).get(0).path("id").asText();
    assertThat(both.post("/outbox/views/" + id + "/name", "name=After").status()).isEqualTo(303);
    assertThat(both.get("/outbox/views").text())
        .contains("Saved views of the outbox", "After")
        .doesNotContain("Mine");
    assertThat(other.post("/outbox/views/" + id + "/end", "").status()).isEqualTo(404);
    assertThat(both.post("/worklist/views/" + id + "/end", "").status()).isEqualTo(404);
    assertThat(both.post("/outbox/views/" + id + "/end", "").status()).isEqualTo(303);
    assertThat(both.get("/worklist/views").text()).contains("Mine");
  }

  @Test
  void whoIsShownNoNamesSavesNoOrderByThem() throws Exception {
    assertThat(operator.post(VIEWS, "{\"name\": \"x\", \"sort\": \"patient\"}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"x\", \"nhs-number\": \"9990000018\"}",
        "{\"name\": \"x\", \"encounter\": \"5\"}",
        "{\"name\": \"x\", \"id\": \"5\"}",
        "{\"name\": \"999 000 0018\"}",
        "{\"name\": \"x\", \"view\": \"theirs\"}"
      })
  void noPatientIsKeptInAView(String body) throws Exception {
    assertThat(sender.post(VIEWS, body).status()).isEqualTo(422);
    assertThat(views(sender)).isEmpty();
  }

  @Test
  void fromADocumentOneGoesBackToTheListAndOnInIt() throws Exception {
    String list = "sort=oldest&recipient=A99902&limit=50";
    String second = "/outbox/" + SENT.get(1) + "?" + list;
    assertThat(sender.get("/outbox?" + list).text())
        .contains("href=\"" + second.replace("&", "&amp;") + "\"");
    assertThat(sender.get(second).text())
        .contains("class=\"nhsuk-back-link\" href=\"/outbox?" + list.replace("&", "&amp;"))
        .containsPattern("href=\"/outbox/" + SENT.get(0) + "\\?[^\"]*\" rel=\"prev\"")
        .containsPattern("href=\"/outbox/" + SENT.get(2) + "\\?[^\"]*\" rel=\"next\"");
    assertThat(sender.get("/outbox/" + SENT.get(1) + "?recipient=A99904").text())
        .doesNotContain("rel=\"prev\"")
        .contains("This is the last document of the list.");
  }

  @Test
  void whatIsDoneWithADocumentLeavesOneInTheList() throws Exception {
    String list = "?sort=oldest&state=held";
    network.execute(
        "update document set state = 'held', hold_kind = 'practice', held_since = now(), failure ="
            + " 'No practice', posts = 0, posting = 'none', infrastructure_code = null,"
            + " business_code = null, due_at = timestamptz '2999-01-01T12:00Z' where id = '"
            + SENT.get(2)
            + "'");
    String page = sender.get("/outbox/" + SENT.get(2) + list).text();
    assertThat(page).contains("/give-up" + list.replace("&", "&amp;") + "\"");
    assertThat(
            sender
                .post("/outbox/" + SENT.get(2) + "/give-up" + list, "reason=Seen+in+person")
                .header("Location"))
        .endsWith("/outbox/" + SENT.get(2) + list);
  }

  /** Each keeps its own life: they are one row, wherever one of them or both stand in a view. */
  @Test
  void aDocumentAndItsCopyForInformationAreOneRowWithBothStates() throws Exception {
    String original = completed("online-consultation.json");
    String copy = completed("online-consultation.json");
    network.execute("update document set copy_of = '" + original + "' where id = '" + copy + "'");

    network.execute(
        "update document set state = 'held', hold_kind = 'practice', held_since = now(), due_at = timestamptz '2999-01-01T12:00Z' where id in ('%s', '%s')"
            .formatted(original, copy));
    String list = sender.get("/outbox?view=held").text();
    assertThat(list).contains("1 document<", "The copy for information", "/outbox/" + copy + "\"");
    assertThat(list.split("<tr", -1)).hasSize(3);
    assertThat(sender.get("/api/v1/documents?view=held").json().path("total").asInt()).isEqualTo(2);

    network.execute(
        "update document set state = 'failed', failure = 'Not delivered' where id = '"
            + copy
            + "'");
    String failed = sender.get("/outbox?view=not-accepted").text();
    assertThat(failed).contains("1 document<", "What this is a copy of", "/outbox/" + original);
    assertThat(failed)
        .containsPattern("view=not-accepted\"[^>]*>Not accepted <span class=\"gpcm-count \">1<");
    assertThat(sender.get("/outbox?view=held").text())
        .contains("1 document<", "The copy for information");
    network.execute(
        "update document set state = 'given-up', due_at = null where id in ('%s', '%s')"
            .formatted(original, copy));
  }

  @Test
  void anAddressThatAsksForSomethingElseIsRefused() throws Exception {
    assertThat(sender.get("/outbox/" + SENT.get(0) + "?name=Alpha").status()).isEqualTo(400);
    assertThat(operator.get("/outbox/" + SENT.get(0) + "?sort=patient").status()).isEqualTo(400);
  }
}
