package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.content.ContentHash;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * A system says what happened to a consultation, and the node decides what is sent of it, and when
 * (GPCM-SD-CS-069 to -076).
 */
class ConsultationsTest extends ConsultationFixture {
  /** GPCM-SD-CS-075, story GPC-SD07: unset, the time is three hours. */
  @Test
  void a_summary_leaves_three_hours_after_it_was_recorded_where_nobody_set_another_time()
      throws Exception {
    JsonNode recorded = created(record(consultation()));
    assertThat(recorded.path("state").asText()).isEqualTo("waiting");
    assertThat(recorded.path("version").asInt()).isEqualTo(1);
    pass(Duration.ofMinutes(178));
    stays(recorded, "waiting");
    pass(Duration.ofMinutes(3));
    awaitState(recorded, DocumentState.COMPLETED);
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** Story GPC-SD07: each organisation sets its own time. */
  @Test
  void an_organisation_sets_its_own_time() throws Exception {
    set("consultation-summary", 10, false, "");
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofMinutes(9));
    stays(recorded, "waiting");
    pass(Duration.ofMinutes(2));
    awaitState(recorded, DocumentState.COMPLETED);
  }

  /** GPCM-SD-CS-075: a longer time is taken, and said to be against the specification. */
  @Test
  void a_time_of_more_than_three_hours_is_warned_of() throws Exception {
    assertThat(set("consultation-summary", 181, false, "").path("warning").asText())
        .contains("GPCM-SD-CS-075");
    assertThat(set("consultation-summary", 180, false, "").has("warning")).isFalse();
  }

  /** GPCM-SD-027: an update of what was sent waits as long again, whatever the use case. */
  @Test
  void a_time_in_which_no_update_follows_within_a_day_is_warned_of() throws Exception {
    assertThat(set("consultation-summary", 24 * 60 + 1, false, "").path("warning").asText())
        .contains("GPCM-SD-CS-075", "GPCM-SD-027", "24 hours");
    assertThat(set("consultation-summary", 24 * 60, false, "").path("warning").asText())
        .doesNotContain("GPCM-SD-027");
    assertThat(set("generic", 24 * 60 + 1, false, "").path("warning").asText())
        .startsWith("an update")
        .contains("GPCM-SD-027");
    assertThat(set("generic", 0, false, "").has("warning")).isFalse();
  }

  /** GPCM-SD-027: the version that replaces it follows by itself. */
  @Test
  void an_update_of_what_was_sent_leaves_after_the_organisations_time() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(first, DocumentState.COMPLETED);
    JsonNode second = created(record(changed("A correction")));
    pass(Duration.ofMinutes(170));
    stays(second, "waiting");
    pass(Duration.ofMinutes(20));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(shown(second).path("replaces").asText())
        .isEqualTo(shown(first).path("documentId").asText());
  }

  /** GPCM-SD-CS-076, story GPC-SD07: an update begins the time anew, and only the newest goes. */
  @Test
  void an_update_within_the_time_begins_it_anew_and_only_the_newest_goes() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofMinutes(170));
    JsonNode second = created(record(changed("A second thought")));
    assertThat(second.path("version").asInt()).isEqualTo(1);
    assertThat(second.has("replaces")).isFalse();
    assertThat(state(first)).isEqualTo("superseded");
    pass(Duration.ofMinutes(170));
    stays(second, "waiting");
    pass(Duration.ofMinutes(11));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(state(first)).isEqualTo("superseded");
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** GPCM-SD-CS-007, -027, story GPC-SD07: after it has left, an update is the next version. */
  @Test
  void an_update_after_it_has_left_is_the_next_version_after_the_same_time() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(first, DocumentState.COMPLETED);
    JsonNode second = created(record(changed("A second thought")));
    assertThat(second.path("version").asInt()).isEqualTo(2);
    assertThat(second.path("replaces")).isEqualTo(shown(first).path("documentId"));
    assertThat(state(second)).isEqualTo("waiting");
    pass(Duration.ofHours(4));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(entriesHere()).isEqualTo(2);
  }

  /** Story GPC-SD09: the consultation is kept as it was first recorded. */
  @Test
  void the_consultation_is_kept_as_it_was_first_recorded() throws Exception {
    byte[] asFirstRecorded = MAPPER.writeValueAsBytes(consultation());
    JsonNode first = created(http.put(address(), asFirstRecorded));
    created(record(changed("A second thought")));
    assertThat(
            network
                .node()
                .content()
                .read(
                    new ContentHash(
                        network.one(
                            "select consultation_sha256 from document where id = '%s'"
                                .formatted(first.path("id").asText())))))
        .isEqualTo(asFirstRecorded);
    assertThat(reports()).containsExactly("superseded", "waiting");
  }

  @Test
  void told_again_without_a_change_nothing_begins_anew() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofMinutes(100));
    Answer again = record(consultation());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("id")).isEqualTo(first.path("id"));
    pass(Duration.ofMinutes(81));
    awaitState(first, DocumentState.COMPLETED);
    assertThat(record(consultation()).status()).isEqualTo(200);
    assertThat(reports()).containsExactly("completed");
  }

  @Test
  void of_many_updates_at_the_same_time_one_stands_and_no_other_goes() throws Exception {
    created(record(consultation()));
    List<Callable<Answer>> updates = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      updates.add(() -> record(changed("thought " + number)));
    }
    AtOnce.all(updates).forEach(answer -> assertThat(answer.status()).isEqualTo(201));
    assertThat(reports()).hasSize(9).filteredOn("waiting"::equals).hasSize(1);
    assertThat(reports()).filteredOn("superseded"::equals).hasSize(8);
    pass(Duration.ofHours(4));
    await().atMost(PATIENCE).until(() -> reports().contains("completed"));
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** GPCM-SD-CS-071, story GPC-SD01. */
  @Test
  void a_patient_who_is_registered_here_as_regular_is_not_sent() throws Exception {
    JsonNode recorded = created(record(with("registration", "regular")));
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText()).contains("GPCM-SD-CS-071");
    pass(Duration.ofHours(4));
    stays(recorded, "not-sent");
    assertThat(entriesHere()).isZero();
  }

  @Test
  void a_patient_who_is_registered_here_otherwise_is_sent() throws Exception {
    for (String registration : List.of("temporary", "other", "none")) {
      ObjectNode consultation = with("registration", registration);
      consultation.put("encounterId", UUID.randomUUID().toString());
      JsonNode recorded =
          created(
              http.put(
                  "/api/v1/consultations/" + consultation.path("encounterId").asText(),
                  MAPPER.writeValueAsBytes(consultation)));
      assertThat(recorded.path("state").asText()).isEqualTo("waiting");
      assertThat(recorded.path("decisions").toString()).contains(registration);
    }
  }

  /** GPCM-SD-CS-073: only what is flagged as relevant. */
  @Test
  void what_is_flagged_as_not_relevant_is_not_sent() throws Exception {
    JsonNode recorded = created(record(circumstances("clinicallyRelevant", false)));
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText()).contains("GPCM-SD-CS-073");
  }

  /** GPCM-SD-CS-073: administration items are not sent. */
  @Test
  void an_organisation_says_which_kinds_and_codes_are_administration() throws Exception {
    relevance(
        """
        {"rules":[{"kind":"Administration note","relevant":false},{"code":"185317003","relevant":false}]}
        """);
    assertThat(created(record(with("kind", "ADMINISTRATION note"))).path("state").asText())
        .isEqualTo("not-sent");
    assertThat(created(record(with("code", "185317003"))).path("state").asText())
        .isEqualTo("not-sent");
    assertThat(created(record(with("kind", "Surgery"))).path("state").asText())
        .isEqualTo("waiting");
  }

  /** GPCM-SD-CS-069: a clinician's word that it matters is never set aside by a rule. */
  @Test
  void what_is_flagged_as_relevant_is_sent_whatever_its_kind() throws Exception {
    relevance("{\"rules\":[{\"kind\":\"Administration note\",\"relevant\":false}]}");
    ObjectNode consultation = circumstances("clinicallyRelevant", true);
    ((ObjectNode) consultation.path("circumstances")).put("kind", "Administration note");
    assertThat(created(record(consultation)).path("state").asText()).isEqualTo("waiting");
  }

  /** What was not to be sent is when an update says otherwise, still as the first version. */
  @Test
  void an_update_is_decided_anew() throws Exception {
    JsonNode first = created(record(circumstances("clinicallyRelevant", false)));
    JsonNode second = created(record(circumstances("clinicallyRelevant", true)));
    assertThat(state(first)).isEqualTo("not-sent");
    assertThat(second.path("state").asText()).isEqualTo("waiting");
    assertThat(second.path("version").asInt()).isEqualTo(1);
  }

  /** Every decision is kept with its reason, in the order of the specification. */
  @Test
  void every_decision_is_kept_with_its_reason() throws Exception {
    JsonNode recorded = created(record(with("registration", "temporary")));
    List<String> steps = new ArrayList<>();
    recorded.path("decisions").forEach(each -> steps.add(each.path("step").asText()));
    assertThat(steps).containsExactly("registration", "relevance", "confirmation");
    recorded
        .path("decisions")
        .forEach(each -> assertThat(each.path("reason").asText()).contains("GPCM-SD-CS-07"));
    assertThat(network.kinds(id(recorded))).contains("decision-step");
  }

  /** GPCM-SD-CS-074: held, shown, confirmed. */
  @Test
  void where_the_organisation_wants_it_nothing_goes_unconfirmed() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    assertThat(recorded.path("state").asText()).isEqualTo("unconfirmed");
    pass(Duration.ofHours(30));
    stays(recorded, "unconfirmed");
    assertThat(entriesHere()).isZero();
    Answer confirmed = http.post(address() + "/confirm", "application/json", by("Bo"));
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    awaitState(recorded, DocumentState.COMPLETED);
    assertThat(http.post(address() + "/confirm", "application/json", by("Bo")).status())
        .isEqualTo(409);
  }

  /** GPCM-SD-CS-074: people are reminded of what waits for them. */
  @Test
  void of_what_nobody_confirms_a_person_is_told() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(5));
    await().atMost(PATIENCE).until(() -> isAlerted("unconfirmed/", recorded));
    http.post(address() + "/confirm", "application/json", by("Bo"));
    assertThat(isAlerted("unconfirmed/", recorded)).isFalse();
  }

  /** A confirmation does not cut the time short (GPCM-SD-CS-075). */
  @Test
  void what_is_confirmed_early_waits_for_its_time() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    http.post(address() + "/confirm", "application/json", by("Bo"));
    pass(Duration.ofMinutes(170));
    stays(recorded, "waiting");
    pass(Duration.ofMinutes(11));
    awaitState(recorded, DocumentState.COMPLETED);
  }

  /** Stories GPC-SD01 and GPC-SD-OC-01: another way is used. */
  @Test
  void where_another_way_is_used_nothing_is_sent() throws Exception {
    set("consultation-summary", 180, false, "shared record of the federation");
    JsonNode recorded = created(record(consultation()));
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText()).contains("shared record of the federation");
    Answer handedIn =
        http.post(
            "/api/v1/documents",
            "application/json",
            MAPPER.writeValueAsBytes(
                consultation().put("version", 1).put("encounterId", UUID.randomUUID().toString())));
    assertThat(handedIn.status()).isEqualTo(422);
    assertThat(handedIn.json().path("type").asText()).endsWith("not-to-be-sent");
  }

  /** Story GPC-SD-OC-01: the same of online consultations, and of them alone. */
  @Test
  void where_another_way_is_used_no_online_consultation_is_sent() throws Exception {
    set("online-consultation", 0, false, "the practice's own front door");
    try {
      ObjectNode online =
          (ObjectNode)
              MAPPER.readTree(
                  DocumentJson.write(
                      TestNetwork.document("online-consultation.json", TestNetwork.HUB)));
      online.putArray("attachments");
      withoutPictures(online);
      online.remove("version");
      JsonNode recorded =
          created(
              http.put(
                  "/api/v1/consultations/" + online.path("encounterId").asText(),
                  MAPPER.writeValueAsBytes(online)));
      assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
      assertThat(recorded.path("failure").asText()).contains("front door");
      assertThat(created(record(consultation())).path("state").asText()).isEqualTo("waiting");
    } finally {
      set("online-consultation", 0, false, "");
    }
  }

  @Test
  void the_node_numbers_the_reports() throws Exception {
    Answer wrong = record(consultation().put("version", 2));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().at("/errors/0/pointer").asText()).isEqualTo("/version");
    assertThat(record(consultation().put("version", 1)).status()).isEqualTo(201);
    Answer replacing = record(changed("x").put("version", 2).put("replaces", "anything"));
    assertThat(replacing.json().at("/errors/0/pointer").asText()).isEqualTo("/replaces");
  }

  @Test
  void a_report_is_not_handed_in_beside_one_that_waits() throws Exception {
    created(record(consultation()));
    Answer beside =
        http.post(
            "/api/v1/documents",
            "application/json",
            MAPPER.writeValueAsBytes(consultation().put("version", 2)));
    assertThat(beside.status()).isEqualTo(422);
    assertThat(beside.text()).contains("has not left yet");
  }

  @Test
  void the_address_names_the_consultation() throws Exception {
    Answer other =
        http.put(
            "/api/v1/consultations/" + UUID.randomUUID(), MAPPER.writeValueAsBytes(consultation()));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().at("/errors/0/pointer").asText()).isEqualTo("/encounterId");
  }
}
