package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the work on a document when a newer version of it is filed. */
class ReplacedWorkTest {
  @Running static TestNetwork network;
  private Someone clerk;
  private Someone clinician;
  private String encounter;
  private String first;

  @BeforeEach
  void aDocumentIsWorkedOn() throws Exception {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    clinician =
        Someone.at(
            network,
            TestNetwork.PRACTICE,
            "C. Clinician",
            Optional.of("555000000001"),
            Someone.now(network),
            Role.CLINICIAN);
    encounter = UUID.randomUUID().toString();
    first = received("");
  }

  private String received(String replaces) throws Exception {
    String json =
        new String(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter), StandardCharsets.UTF_8);
    String version =
        replaces.isEmpty()
            ? json
            : json.replace(
                "\"version\": 1,", "\"version\": 2, \"replaces\": \"" + replaces + "\",");
    UUID document = network.submit(ConsultationJson.read(version.getBytes(StandardCharsets.UTF_8)));
    return network.entryOf(document);
  }

  private String newVersion() throws Exception {
    return received(encounter);
  }

  private static JsonNode work(Someone who, String entry) throws Exception {
    return who.get("/api/v1/worklist/" + entry).json().path("work");
  }

  private static JsonNode done(Someone who, String entry, String act, String body)
      throws Exception {
    Answer answer = who.post("/api/v1/worklist/" + entry + "/" + act, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> history(JsonNode work) {
    return StreamSupport.stream(work.path("history").spliterator(), false)
        .map(line -> line.path("text").asText())
        .toList();
  }

  @Test
  void whatIsOpenAndItsOwnerGoOverAndNotesAreReadOn() throws Exception {
    done(clerk, first, "take", "{\"version\": 1}");
    done(clerk, first, "note", "{\"text\": \"Rang her\"}");
    String done = done(clerk, first, "task", "{\"what\": \"Ring her\"}").path("task").asText();
    done(clerk, first, "task-done", "{\"task\": \"%s\"}".formatted(done));
    done(clerk, first, "task", "{\"what\": \"Book a test\"}");

    String second = newVersion();

    JsonNode work = work(clerk, second);
    assertThat(work.path("state").asText()).isEqualTo("assigned");
    assertThat(work.path("person").path("name").asText()).isEqualTo("A. Clerk");
    assertThat(work.path("open").path("tasks").asInt()).isEqualTo(1);
    assertThat(work.path("tasks")).hasSize(1);
    assertThat(work.path("tasks").get(0).path("what").asText()).isEqualTo("Book a test");
    assertThat(work.path("tasks").get(0).path("movedFrom").asText()).isEqualTo(first);
    assertThat(work.path("notes").get(0).path("text").asText()).isEqualTo("Rang her");
    assertThat(work.path("notes").get(0).path("entry").asText()).isEqualTo(first);
    assertThat(work.path("replaces").get(0).asText()).isEqualTo(first);
    assertThat(history(work)).anyMatch(line -> line.contains("in the place of an earlier version"));

    JsonNode earlier = work(clerk, first);
    assertThat(earlier.path("state").asText()).isEqualTo("replaced");
    assertThat(earlier.path("task").asBoolean()).isFalse();
    assertThat(earlier.path("tasks")).hasSize(1);
    assertThat(clerk.get("/api/v1/worklist/" + first).json().path("replacedBy").asText())
        .isEqualTo(second);
    assertThat(history(earlier))
        .contains("The node told A. Clerk that a newer version is in its place.");
  }

  @Test
  void aReviewThatIsOpenGoesOver() throws Exception {
    String review =
        done(clerk, first, "review", "{\"version\": 1, \"instruction\": \"Right dose?\"}")
            .path("review")
            .asText();
    String second = newVersion();
    assertThat(work(clerk, second).path("state").asText()).isEqualTo("in-review");
    done(
        clinician,
        second,
        "review-result",
        "{\"review\": \"%s\", \"result\": \"Right\"}".formatted(review));
    assertThat(work(clerk, second).path("state").asText()).isEqualTo("new");
  }

  private String told(Someone who) {
    return network.one(
        "select count(*) from work_told where entry = '%s' and person = '%s' and seen_at is null"
            .formatted(first, who.person().id()));
  }

  @Test
  void whoOpenedItIsToldUntilTheySayThatTheyKnow() throws Exception {
    Someone bystander = Someone.at(network, TestNetwork.PRACTICE, "B. Bystander", Role.CLERK);
    assertThat(clinician.get("/api/v1/worklist/" + first).status()).isEqualTo(200);
    String second = newVersion();
    assertThat(told(clinician)).isEqualTo("1");
    assertThat(told(bystander)).isEqualTo("0");
    assertThat(history(work(clerk, first))).anyMatch(line -> line.contains("told C. Clinician"));
    assertThat(clinician.post("/api/v1/worklist/" + second + "/replacement-seen", "").status())
        .isEqualTo(204);
    assertThat(told(clinician)).isEqualTo("0");
  }

  @Test
  void whoCompletedItIsToldAndTheNewVersionIsToBeDone() throws Exception {
    done(clerk, first, "complete", "{\"version\": 1, \"outcome\": \"no-action-needed\"}");
    String second = newVersion();
    assertThat(told(clerk)).isEqualTo("1");
    assertThat(work(clerk, second).path("state").asText()).isEqualTo("new");
    assertThat(work(clerk, second).path("task").asBoolean()).isTrue();
  }

  @Test
  void nobodyWorksOnWhatIsReplaced() throws Exception {
    newVersion();
    Answer taken = clerk.post("/api/v1/worklist/" + first + "/take", "{\"version\": 2}");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.json().path("detail").asText()).contains("Replaced");
    Answer stale = clerk.post("/api/v1/worklist/" + first + "/take", "{\"version\": 1}");
    assertThat(stale.json().path("detail").asText()).contains("put a newer version in its place");
  }
}
