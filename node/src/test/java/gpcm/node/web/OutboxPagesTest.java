package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outbox as people and systems get it: views, filters, order, search, and who has it now. */
class OutboxPagesTest {
  private static final String LIST = "/api/v1/documents";

  @Running static TestNetwork network;
  private static Someone sender;
  private static Someone operator;
  private static final List<UUID> SENT = new ArrayList<>();

  @BeforeAll
  static void documentsHaveTravelled() throws Exception {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    operator = Someone.at(network, TestNetwork.HUB, "O. Operator", Role.OPERATOR);
    for (String example :
        List.of("consultation-summary.json", "online-consultation.json", "generic.json")) {
      UUID id = network.submit(TestNetwork.document(example, TestNetwork.HUB));
      SENT.add(id);
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  network.node().outbox().find(id).orElseThrow().state()
                      == DocumentState.COMPLETED);
    }
  }

  private static String page(Someone who, String address) throws Exception {
    Answer answer = who.get(address);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static JsonNode got(Someone who, String query) throws Exception {
    Answer answer = who.get(LIST + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> ids(JsonNode list) {
    return StreamSupport.stream(list.path("documents").spliterator(), false)
        .map(row -> row.path("id").asText())
        .toList();
  }

  private static List<String> rows(String page) {
    return Pattern.compile("<a[^>]* href=\"/outbox/([0-9a-f-]{36})[\"?]")
        .matcher(page)
        .results()
        .map(row -> row.group(1))
        .distinct()
        .toList();
  }

  /** As long as it lasts, the document is in that state. */
  private static void in(String state, String more, Check check) throws Exception {
    String id = SENT.getFirst().toString();
    network.execute(
        "update document set state = '" + state + "'" + more + " where id = '" + id + "'");
    try {
      check.run(id);
    } finally {
      network.execute(
          "update document set state = 'completed', waits_until = null, hold_kind = null,"
              + " held_since = null, failure = null, business_code = '30001' where id = '"
              + id
              + "'");
    }
  }

  @FunctionalInterface
  private interface Check {
    void run(String id) throws Exception;
  }

  @Test
  void everyViewIsThereWithItsCountAndTheSentenceOfEachDocument() throws Exception {
    String page = page(sender, "/outbox");
    assertThat(page)
        .contains("Needs attention", "Held", "Waiting period", "Unconfirmed", "On the way")
        .contains("No answer", "Not accepted")
        .containsPattern("view=accepted\"[^>]*>Accepted <span class=\"gpcm-count \">[1-9]")
        .containsPattern("nhsuk-tag--green\">Accepted<")
        .contains("Accepted for this patient.", "TESTPATIENT, Alpha", "999 000 0018");
    assertThat(rows(page)).contains(SENT.getFirst().toString());
    assertThat(page(sender, "/outbox?view=held")).contains("Nothing is held.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "held | , hold_kind = 'practice', held_since = now(), failure = 'PDS has no practice' |"
            + " held | Not sent: PDS has no practice. Needs a person.",
        "held | , hold_kind = 'practice', held_since = now(), failure = 'PDS has no practice' |"
            + " needs-attention | find out where the patient is registered",
        "waiting | , waits_until = timestamptz '2999-01-01T12:00Z' | waiting | Will be sent on 1"
            + " Jan 2999 at 12:00 unless changed.",
        "unconfirmed | '' | unconfirmed | It waits for somebody to confirm it.",
        "sent | , business_code = null | on-the-way | With MESH. The practice has not confirmed it"
            + " yet.",
        "overdue | , business_code = null | no-answer | Nobody has confirmed.",
        "rejected | , business_code = '30003' | not-accepted | the patient is no longer registered"
            + " there (30003)."
      })
  void aDocumentStandsInItsViewAndSaysTheSameOnEachWay(
      String state, String more, String view, String sentence) throws Exception {
    in(
        state,
        more.equals("''") ? "" : more,
        id -> {
          String list = page(sender, "/outbox?view=" + view);
          assertThat(rows(list)).containsExactly(id);
          assertThat(list).contains(sentence);
          assertThat(page(sender, "/outbox/" + id)).contains(sentence);
          JsonNode json = got(sender, "?view=" + view);
          assertThat(ids(json)).containsExactly(id);
          assertThat(json.path("counts").path(view).asInt()).isEqualTo(1);
          JsonNode who = json.path("documents").get(0).path("whoHasIt");
          assertThat(who.path("sentence").asText() + " " + who.path("next").asText())
              .contains(sentence);
          assertThat(got(sender, "/" + id).path("whoHasIt")).isEqualTo(who);
        });
  }

  @Test
  void whoIsShownNoNamesIsShownNoReasonsEither() throws Exception {
    in(
        "held",
        ", hold_kind = 'practice', held_since = now(), failure = 'PDS has no practice for Alpha'",
        id -> {
          for (String address : List.of("/outbox?view=held", "/outbox/" + id)) {
            assertThat(page(operator, address))
                .contains("Not sent. Needs a person.")
                .doesNotContain("for Alpha", "TESTPATIENT", "999 000 0018");
          }
          assertThat(got(operator, "?view=held").toString())
              .doesNotContain("for Alpha", "9990000018");
        });
  }

  @Test
  void aFilterIsNamedAndTakenAway() throws Exception {
    String filtered = page(sender, "/outbox?use-case=generic&recipient=A99902");
    assertThat(rows(filtered))
        .contains(SENT.get(2).toString())
        .doesNotContain(SENT.get(0).toString());
    assertThat(filtered)
        .contains("Kind: Other documents", "To: A99902", "are hidden by the filters.")
        .contains("href=\"/outbox?recipient=A99902\"", "Clear all filters");
    assertThat(page(sender, "/outbox?code=30002")).contains("No documents like this.");
  }

  @Test
  void theHeadOfAColumnSortsAndSaysSo() throws Exception {
    assertThat(page(sender, "/outbox?sort=patient"))
        .containsPattern("aria-sort=\"ascending\"><a[^>]*href=\"/outbox\\?sort=patient\"");
    assertThat(page(sender, "/outbox"))
        .containsPattern("aria-sort=\"descending\"><a[^>]*href=\"/outbox\\?sort=oldest\"");
    assertThat(rows(page(sender, "/outbox?sort=oldest")))
        .isEqualTo(rows(page(sender, "/outbox")).reversed());
  }

  @Test
  void whoIsShownNoNamesCannotSortByThem() throws Exception {
    assertThat(operator.get("/outbox?sort=patient").status()).isEqualTo(400);
    assertThat(operator.get(LIST + "?sort=patient").status()).isEqualTo(400);
  }

  @Test
  void aPartIsAsLongAsAskedAndTheNextGoesOn() throws Exception {
    JsonNode first = got(sender, "?sort=patient&limit=2");
    JsonNode second = sender.get(first.path("next").asText()).json();
    assertThat(ids(first)).hasSize(2).doesNotContainAnyElementsOf(ids(second));
    assertThat(rows(page(sender, "/outbox?limit=2"))).hasSize(2);
  }

  /** No address holds what was searched for; the audit log does. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha testp", "999 000 0018", "9 Jan 1957"})
  void aDocumentIsFoundByItsPatient(String words) throws Exception {
    Answer answer = sender.post("/outbox/find", "find=" + Display.parameter(words));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(rows(answer.text())).contains(SENT.getFirst().toString());
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = '"
                    + Action.PATIENT_SEARCHED.code()
                    + "'"))
        .isNotEqualTo("0");
    assertThat(operator.post("/outbox/find", "find=" + Display.parameter(words)).status())
        .isEqualTo(422);
  }

  @Test
  void aDocumentIsFoundByWhatItIsCalled() throws Exception {
    String mesh =
        network.one("select mesh_message_id from document where id = '" + SENT.getFirst() + "'");
    for (Someone who : List.of(sender, operator)) {
      assertThat(rows(who.post("/outbox/find", "find=" + mesh).text()))
          .containsExactly(SENT.getFirst().toString());
      assertThat(ids(got(who, "?id=" + mesh))).containsExactly(SENT.getFirst().toString());
    }
  }

  @Test
  void aSystemSearchesByABody() throws Exception {
    Answer answer = sender.post(LIST + "-search", "{\"nhs-number\": \"9990000018\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(ids(answer.json())).contains(SENT.getFirst().toString());
    assertThat(sender.post(LIST + "-search", "{\"name\": \"x\"}").status()).isEqualTo(422);
    assertThat(operator.post(LIST + "-search", "{\"name\": \"alpha\"}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "view=theirs, view",
    "sort=age, sort",
    "state=lost, state",
    "recipient=x', recipient",
    "clinician=x', clinician",
    "code=abc, code",
    "from=yesterday, from",
    "resent=very, resent",
    "name=Alpha, name",
    "nhs-number=9990000018, nhs-number"
  })
  void aWrongParameterIsNamed(String query, String name) throws Exception {
    Answer answer = sender.get(LIST + "?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("errors").get(0).path("parameter").asText()).isEqualTo(name);
  }

  @Test
  void whatHasBecomeOfDocumentsIsFollowedAndNoneIsMissed() throws Exception {
    List<String> seen = new ArrayList<>();
    JsonNode part = got(sender, "/changes?limit=3");
    while (part.path("more").asBoolean()) {
      seen.addAll(ids(part));
      part = sender.get(part.path("next").asText()).json();
    }
    seen.addAll(ids(part));
    assertThat(seen).containsAll(SENT.stream().map(UUID::toString).toList());

    String next = part.path("next").asText();
    assertThat(ids(sender.get(next).json())).isEmpty();
    UUID later = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> ids(sender.get(next).json()).contains(later.toString()));
    assertThat(sender.get(LIST + "/changes?after=yesterday").status()).isEqualTo(400);
  }

  @Test
  void anotherOrganisationHasNothingOfIt() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.PRACTICE, "S. Stranger", Role.SENDER);
    for (String query : List.of("", "?view=all", "/changes", "?id=" + SENT.getFirst())) {
      assertThat(ids(got(stranger, query)))
          .doesNotContainAnyElementsOf(SENT.stream().map(UUID::toString).toList());
    }
    assertThat(stranger.get("/outbox/" + SENT.getFirst()).status()).isEqualTo(404);
    assertThat(rows(stranger.post("/outbox/find", "find=alpha").text())).isEmpty();
  }

  @Test
  void thePageOfADocumentSaysWhereItIsWhoAnsweredAndHowItsReceiverWasChosen() throws Exception {
    assertThat(page(sender, "/outbox/" + SENT.getFirst()))
        .contains("<h2 id=\"who\"", "aria-label=\"Where it is\"", "Accepted for this patient")
        .contains("Took it ", "Who answered", "A99902OT001", "MESH finds the practice")
        .contains("Attempts to send it", "MESH has taken it.")
        .doesNotContain("Another organisation answered");
    assertThat(got(sender, "/" + SENT.getFirst()).path("answeredBy").path("odsCode").asText())
        .isEqualTo("A99902");
  }

  @Test
  void thatAnotherOrganisationAnsweredIsAWarning() throws Exception {
    String id = SENT.getFirst().toString();
    network.execute(
        "update document set recipient = 'Otherton Surgery (A99909)' where id = '" + id + "'");
    try {
      assertThat(page(sender, "/outbox/" + id))
          .contains("Another organisation answered", "Otherton Surgery (A99909)", "A99902OT001");
      assertThat(got(sender, "/" + id).path("answeredBy").path("differs").asBoolean()).isTrue();
    } finally {
      network.execute(
          "update document set recipient = registered_practice where id = '" + id + "'");
    }
  }

  @Test
  void aDocumentAndItsCopyAreOneActWithTwoLives() throws Exception {
    String original = SENT.get(1).toString();
    String copy = SENT.get(2).toString();
    network.execute("update document set copy_of = '" + original + "' where id = '" + copy + "'");
    try {
      assertThat(page(sender, "/outbox/" + original))
          .contains("The copy for information", "/outbox/" + copy);
      assertThat(page(sender, "/outbox/" + copy))
          .contains("The document this is a copy of", "/outbox/" + original);
    } finally {
      network.execute("update document set copy_of = null where id = '" + copy + "'");
    }
  }
}
