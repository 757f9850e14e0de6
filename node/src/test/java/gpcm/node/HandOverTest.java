package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.content.ContentHash;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is filed reaches the record system that fetches it, and what it answers reaches people. */
class HandOverTest extends HandOverFixture {
  @Test
  void nothingIsHandedOverUnlessTheConfigurationSaysSo() throws Exception {
    handingOver();
    SuppliersMessage message = filed();

    assertThat(caller().get(FEED).status()).isEqualTo(404);
    assertThat(caller().get(FEED).text()).contains("hand-over").contains(PRACTICE);
    assertThat(
            network.one(
                "select handed_over is null from worklist_entry where document_id = '"
                    + message.documentId()
                    + "'"))
        .isEqualTo("t");
  }

  @Test
  void whatIsFiledIsOfferedWithEveryFileAsItCame() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();

    JsonNode item = only("document", message);
    assertThat(item.at("/document/patient/nhsNumber").asText()).isEqualTo(KNOWN);
    assertThat(item.at("/document/documentId").asText()).isEqualTo(message.documentId());
    assertThat(item.at("/state").asText()).isEqualTo("offered");
    JsonNode files = item.at("/document/files");
    assertThat(files).hasSize(2);
    for (JsonNode file : files) {
      byte[] bytes = caller().get(file.path("href").asText()).bytes();
      assertThat(ContentHash.of(bytes).hex()).isEqualTo(file.path("sha256").asText());
    }
  }

  @Test
  void whatWasFiledBeforeIsOfferedOnceHandingOverIsSwitchedOn() throws Exception {
    handingOver();
    SuppliersMessage message = filed();

    handingOver(fetched());

    assertThat(only("document", message).path("times").asInt()).isEqualTo(1);
  }

  @Test
  void aReaderGoesOnWhereItEndedAndMissesNothing() throws Exception {
    handingOver(fetched());
    SuppliersMessage first = filed();
    long before = only("document", first).path("position").asLong() - 1;
    JsonNode page = page(1, FEED + "?limit=1&after=" + before);
    SuppliersMessage second = filed();

    JsonNode next = page(1, page.path("next").asText());

    assertThat(page.at("/items/0/document/documentId").asText()).isEqualTo(first.documentId());
    assertThat(next.at("/items/0/document/documentId").asText()).isEqualTo(second.documentId());
    assertThat(caller().get(next.path("next").asText()).json().path("items")).isEmpty();
    assertThat(page(2, FEED + "?after=" + before).path("items")).hasSize(2);
  }

  @Test
  void whatIsAcceptedIsOfferedNoMoreAndTheSameAnswerAgainChangesNothing() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);

    assertThat(answer(item, "{\"result\": \"accepted\", \"reference\": \"R-17\"}").status())
        .isEqualTo(200);
    JsonNode again = answer(item, "{\"result\": \"accepted\"}").json();

    assertThat(again.path("state").asText()).isEqualTo("accepted");
    assertThat(again.path("reference").asText()).isEqualTo("R-17");
    assertThat(items()).noneMatch(each -> each.path("id").equals(item.path("id")));
  }

  @Test
  void anAnswerThatContradictsTheFirstIsRefusedAndSaysWhoGaveIt() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    answer(item, "{\"result\": \"accepted\"}");

    Answer other = answer(item, "{\"result\": \"refused\", \"reason\": \"no such patient\"}");

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().path("type").asText()).endsWith(":answered-otherwise");
    assertThat(other.json().path("detail").asText()).contains("accepted by a machine");
  }

  @Test
  void whatIsRefusedIsToldToAPersonUntilItIsOfferedAgain() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    String id = item.path("id").asText();

    answer(item, "{\"result\": \"refused\", \"reason\": \"the record is locked\"}");

    await().atMost(PATIENCE).until(() -> !network.alerts("hand-over-refused/" + id).isEmpty());
    assertThat(network.alerts("hand-over-refused/" + id).getFirst().whatHappened())
        .contains("the record is locked");
    assertThat(network.alerts("hand-over-refused/" + id).getFirst().whatToDo())
        .contains("Unless the document was replaced or is void by now", "offer it again");

    assertThat(post(FEED + "/" + id + "/again", "{\"reason\": \"Unlocked\"}").status())
        .isEqualTo(200);

    JsonNode offered = only("document", message);
    assertThat(offered.path("id").asText()).isEqualTo(id);
    assertThat(offered.path("times").asInt()).isEqualTo(2);
    assertThat(offered.path("position").asLong()).isGreaterThan(item.path("position").asLong());
    await().atMost(PATIENCE).until(() -> network.alerts("hand-over-refused/" + id).isEmpty());
  }

  @Test
  void whatIsOfferedAgainWhileItIsToldIsNoTroubleAnyMore() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    String id = item.path("id").asText();

    try (RefusedWrites told = RefusedWrites.of(network, "hand_over_item", "new.told")) {
      answer(item, "{\"result\": \"refused\", \"reason\": \"the record is locked\"}");
      await().atMost(PATIENCE).until(told::tried);
      assertThat(post(FEED + "/" + id + "/again", "{\"reason\": \"Unlocked\"}").status())
          .isEqualTo(200);
    }

    assertThat(only("document", message).path("times").asInt()).isEqualTo(2);
    assertThat(network.alerts("hand-over-refused/" + id)).isEmpty();
  }

  @Test
  void ofARefusedNoticeItIsSaidThatTheDocumentMayStillCount() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    becomesVoid(item);
    JsonNode notice = only("void", message);

    answer(notice, "{\"result\": \"refused\", \"reason\": \"nothing can be taken out\"}");

    String alert = "hand-over-refused/" + notice.path("id").asText();
    await().atMost(PATIENCE).until(() -> !network.alerts(alert).isEmpty());
    assertThat(network.alerts(alert).getFirst().whatToDo())
        .contains("may still count in the record", "take it out there by hand");
  }

  @Test
  void onlyWhatWasRefusedIsOfferedAgain() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();

    assertThat(
            post(
                    FEED + "/" + only("document", message).path("id").asText() + "/again",
                    "{\"reason\": \"Try\"}")
                .status())
        .isEqualTo(409);
  }

  @Test
  void aRefusalWithoutAReasonIsNotTaken() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();

    Answer answer = answer(only("document", message), "{\"result\": \"refused\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains("reason is missing");
  }

  @Test
  void whatIsNotAnsweredInTimeIsToldToAPersonUntilItIs() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);

    network.advance(Duration.ofHours(5));

    await().atMost(PATIENCE).until(() -> !network.alerts("hand-over-late/").isEmpty());
    assertThat(network.alerts("hand-over-late/").getFirst().whatToDo())
        .contains("offered again on the page of its document");
    assertThat(items()).contains(item);
    for (JsonNode each : items()) {
      answer(each, "{\"result\": \"accepted\"}");
    }
    await().atMost(PATIENCE).until(() -> network.alerts("hand-over-late/").isEmpty());
  }

  @Test
  void aReplacedDocumentIsWithdrawnFromTheRecordSystem() throws Exception {
    handingOver(fetched());
    SuppliersMessage first = filed();
    only("document", first);

    SuppliersMessage second =
        SuppliersMessage.about(TestNetwork.newVersion(first.encounterId(), first.documentId()));
    network.supplierSends(second.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");

    JsonNode withdrawn = only("replaced", first);
    assertThat(withdrawn.at("/document/replacedBy").asText()).isNotEmpty();
    assertThat(withdrawn.at("/document/files")).isEmpty();
    only("document", second);
  }

  @Test
  void aVoidDocumentIsWithdrawnFromTheRecordSystem() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);

    becomesVoid(item);

    assertThat(only("void", message).at("/document/entry").asText())
        .isEqualTo(item.at("/document/entry").asText());
  }

  @Test
  void aDocumentOfAPatientWhoIsNotKnownHereIsNotOffered() throws Exception {
    handingOver(fetched());
    SuppliersMessage stranger =
        SuppliersMessage.about(TestNetwork.consultation(TestNetwork.UNKNOWN_AT_PRACTICE));
    network.supplierSends(stranger.bytes(), PRACTICE_MAILBOX, WORKFLOW, "stranger");
    await().atMost(PATIENCE).until(() -> !network.entries(stranger.documentId()).isEmpty());
    only("document", filed());

    assertThat(items())
        .noneMatch(item -> item.at("/document/documentId").asText().equals(stranger.documentId()));
  }

  @Test
  void anotherOrganisationSeesNothingOfIt() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    String id = only("document", message).path("id").asText();
    HttpCaller hub = opened(HttpCaller.of(url(), network.served(), TestNetwork.HUB));

    assertThat(hub.get(FEED + "/" + id).status()).isEqualTo(404);
    assertThat(
            hub.post(
                    FEED + "/" + id + "/answer",
                    "application/json",
                    "{\"result\": \"accepted\"}".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(404);
    assertThat(only("document", message).path("state").asText()).isEqualTo("offered");
  }

  @Test
  void whoTookWhatStandsInTheAuditLog() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    answer(item, "{\"result\": \"accepted\"}");

    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'handed-over' and org = '"
                    + PRACTICE
                    + "' and case_id = '"
                    + item.at("/document/entry").asText()
                    + "'"))
        .isNotEqualTo("0");
  }

  /** The document of an item counts no more. */
  private static void becomesVoid(JsonNode item) {
    network.execute(
        "update worklist_entry set state = 'void' where id = '"
            + item.at("/document/entry").asText()
            + "'");
  }
}
