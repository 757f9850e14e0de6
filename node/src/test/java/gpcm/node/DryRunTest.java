package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.node.content.ContentHash;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleBook;
import gpcm.rules.Rules;
import gpcm.rules.Strength;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A dry run says what would become of a consultation, and leaves nothing behind. */
class DryRunTest extends ConsultationFixture {
  private Answer tried(JsonNode consultation) throws Exception {
    return http.post(
        address() + "/dry-run", "application/json", MAPPER.writeValueAsBytes(consultation));
  }

  private JsonNode run(JsonNode consultation) throws Exception {
    Answer answer = tried(consultation);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> steps(JsonNode run) {
    List<String> steps = new ArrayList<>();
    run.path("decisions").forEach(each -> steps.add(each.path("step").asText()));
    return steps;
  }

  private static JsonNode step(JsonNode run, String name) {
    for (JsonNode each : run.path("decisions")) {
      if (each.path("step").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError(name + " is no step of " + run);
  }

  @Test
  void it_says_each_step_in_order_and_when_it_would_leave() throws Exception {
    JsonNode run = run(consultation());
    assertThat(steps(run))
        .containsExactly("registration", "relevance", "confirmation", "time", "delivery");
    run.path("decisions").forEach(each -> assertThat(each.path("goesOn").asBoolean()).isTrue());
    assertThat(run.path("state").asText()).isEqualTo("waiting");
    assertThat(Instant.parse(run.path("leavesAt").asText()))
        .isCloseTo(
            network.clock().instant().plus(Duration.ofHours(3)), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void nothing_of_it_is_kept() throws Exception {
    String rows =
        "select (select count(*) from document) + (select count(*) from content)"
            + " + (select count(*) from document_look_up) + (select count(*) from event)";
    int before = network.count(rows);
    run(consultation());
    assertThat(network.count(rows)).isEqualTo(before);
    assertThat(http.get(address()).status()).isEqualTo(404);
  }

  @Test
  void what_is_recorded_then_becomes_what_it_said() throws Exception {
    JsonNode run = run(with("registration", "temporary"));
    JsonNode recorded = created(record(with("registration", "temporary")));
    assertThat(recorded.path("state")).isEqualTo(run.path("state"));
    assertThat(Instant.parse(recorded.path("waitsUntil").asText()))
        .isCloseTo(Instant.parse(run.path("leavesAt").asText()), within(1, ChronoUnit.MINUTES));
    assertThat(recorded.path("version")).isEqualTo(run.path("version"));
    for (JsonNode each : recorded.path("decisions")) {
      assertThat(step(run, each.path("step").asText()).path("reason"))
          .isEqualTo(each.path("reason"));
    }
  }

  @Test
  void it_gives_the_report_that_would_travel() throws Exception {
    JsonNode report = run(consultation()).path("report");
    byte[] pdf = Base64.getDecoder().decode(report.path("pdf").asText());
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(report.path("size").asInt()).isEqualTo(pdf.length);
    assertThat(report.path("sha256").asText()).isEqualTo(ContentHash.of(pdf).hex());
    assertThat(report.path("handedIn").asBoolean()).isFalse();
  }

  /** A rule that every document breaks, and that keeps none from being sent. */
  private static void withARuleThatEachBreaks() throws Exception {
    List<Rule> rules = new ArrayList<>(RuleCatalogue.documents().rules());
    rules.add(
        new Rule(
            List.of("GPCM-SD-004"),
            Strength.SHOULD,
            ResponseCode.PAYLOAD_INVALID,
            MessagePart.each("Patient"),
            "Patient",
            "a patient of another kind",
            "Ask somebody",
            (context, patient, report) -> report.broken(patient.path(), "this kind")));
    serving(
        () ->
            network.restartNode(
                Rules.of(RuleBook.of(rules), RuleCatalogue.responses(), Tolerances.NONE)));
  }

  @Test
  void it_gives_the_findings_on_the_message() throws Exception {
    assertThat(run(consultation()).path("findings")).isEmpty();
    withARuleThatEachBreaks();
    JsonNode finding = run(consultation()).at("/findings/0");
    assertThat(finding.path("requirement").asText()).isEqualTo("GPCM-SD-004");
    assertThat(finding.path("strength").asText()).isEqualTo("should");
    assertThat(finding.path("path").asText()).contains("Patient");
    assertThat(finding.path("found").asText()).isEqualTo("this kind");
    assertThat(finding.path("expected").asText()).isEqualTo("a patient of another kind");
    assertThat(finding.path("whatToDo").asText()).isEqualTo("Ask somebody");
    serving(network::restartNode);
  }

  @Test
  void so_does_the_page_on_which_a_correction_is_handed_in() throws Exception {
    JsonNode document = created(record(consultation()));
    withARuleThatEachBreaks();
    String place = "/outbox/" + id(document) + "/correct";
    Matcher token =
        Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(http.get(place).text());
    assertThat(token.find()).isTrue();
    Answer checked =
        http.postForm(
            place + "/check",
            List.of(
                HttpCaller.Part.of(
                    "consultation",
                    "corrected.json",
                    "application/json",
                    MAPPER.writeValueAsBytes(changed("Corrected"))),
                HttpCaller.Part.of(
                    "reason", "", "text/plain", "Why".getBytes(StandardCharsets.UTF_8)),
                HttpCaller.Part.of(
                    "csrf", "", "text/plain", token.group(1).getBytes(StandardCharsets.UTF_8))));
    assertThat(checked.status()).as(checked.text()).isEqualTo(200);
    assertThat(checked.text())
        .contains("Found in it, which does not keep it from being sent", "this kind")
        .contains("GPCM-SD-004 (should): a patient of another kind", "Ask somebody", "Patient")
        .contains("Send version 1");
    serving(network::restartNode);
  }

  private interface Restart {
    void run() throws IOException;
  }

  private static void serving(Restart restart) throws IOException {
    restart.run();
    http.close();
    http = HttpCaller.of(network.node().url(), network.served());
  }

  /** GPCM-SD-CS-071. */
  @Test
  void of_what_would_not_be_sent_it_says_why_and_gives_no_report() throws Exception {
    JsonNode run = run(with("registration", "regular"));
    assertThat(run.path("state").asText()).isEqualTo("not-sent");
    assertThat(step(run, "registration").path("goesOn").asBoolean()).isFalse();
    assertThat(step(run, "registration").path("reason").asText()).contains("GPCM-SD-CS-071");
    assertThat(steps(run)).doesNotContain("time", "delivery");
    assertThat(run.has("report")).isFalse();
    assertThat(run.has("leavesAt")).isFalse();
  }

  @Test
  void of_another_way_it_says_so() throws Exception {
    set("consultation-summary", 180, false, "the shared record");
    JsonNode run = run(consultation());
    assertThat(step(run, "other-way").path("reason").asText()).contains("the shared record");
    assertThat(run.path("state").asText()).isEqualTo("not-sent");
  }

  /** GPCM-SD-CS-074. */
  @Test
  void of_what_would_be_confirmed_first_it_names_no_time() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode run = run(consultation());
    assertThat(run.path("state").asText()).isEqualTo("unconfirmed");
    assertThat(run.has("leavesAt")).isFalse();
    assertThat(step(run, "time").path("reason").asText()).contains("confirms");
  }

  /** GPCM-SD-CS-007. */
  @Test
  void of_the_next_version_it_says_which_document_it_would_replace() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(first, DocumentState.COMPLETED);
    JsonNode run = run(changed("A second thought"));
    assertThat(run.path("version").asInt()).isEqualTo(2);
    assertThat(run.path("replaces").path("id")).isEqualTo(first.path("id"));
    assertThat(run.path("replaces").path("documentId")).isEqualTo(shown(first).path("documentId"));
  }

  @Test
  void of_an_update_in_time_it_says_in_whose_place_it_would_come() throws Exception {
    JsonNode first = created(record(consultation()));
    JsonNode run = run(changed("A second thought"));
    assertThat(run.path("version").asInt()).isEqualTo(1);
    assertThat(run.path("insteadOf")).isEqualTo(first.path("id"));
    assertThat(run.has("replaces")).isFalse();
    stays(first, "waiting");
  }

  @Test
  void of_what_has_not_changed_it_says_that_nothing_would_begin_anew() throws Exception {
    JsonNode first = created(record(consultation()));
    JsonNode run = run(consultation());
    assertThat(run.path("unchanged")).isEqualTo(first.path("id"));
    assertThat(run.path("decisions")).isEmpty();
  }

  @Test
  void what_would_be_refused_is_refused_with_the_same_problem() throws Exception {
    ObjectNode unreadable = consultation();
    ((ObjectNode) unreadable.path("patient")).put("nhsNumber", "9990000019");
    ObjectNode undeclared = consultation();
    undeclared
        .putArray("attachments")
        .addObject()
        .put("file", "none.pdf")
        .put("title", "None")
        .put("contentType", "application/pdf");
    ObjectNode elsewhere = consultation();
    elsewhere.put("encounterId", UUID.randomUUID().toString());
    for (JsonNode wrong : List.of(unreadable, undeclared, elsewhere)) {
      Answer dry = tried(wrong);
      Answer real = record(wrong);
      assertThat(dry.status()).as(dry.text()).isEqualTo(real.status()).isEqualTo(422);
      assertThat(problem(dry)).isEqualTo(problem(real));
    }
  }

  private static JsonNode problem(Answer answer) throws Exception {
    ObjectNode problem = (ObjectNode) answer.json();
    problem.remove(List.of("instance", "reference", "requestId"));
    return problem;
  }

  @Test
  void it_stands_in_the_audit_log() throws Exception {
    String tried = "select count(*) from audit_entry where action = 'tried'";
    int before = network.count(tried);
    run(consultation());
    assertThat(network.count(tried)).isEqualTo(before + 1);
  }
}
