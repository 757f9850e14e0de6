package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with a received document, through the API. */
class WorkingApiTest {
  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone other;
  private static Someone clinician;
  private static Someone administrator;
  private String entry;

  @BeforeAll
  static void peopleAreKnown() {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    other = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
    administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
  }

  @BeforeEach
  void aDocumentIsReceived() throws Exception {
    entry = received(UUID.randomUUID().toString());
  }

  /** What comes while an organisation has teams and no rules is told to administrators. */
  @AfterEach
  void thereAreNoTeams() {
    network.execute("update team set ended_at = now() where ended_at is null");
  }

  private static String received(String encounter) throws Exception {
    UUID document =
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)));
    return network.entryOf(document);
  }

  private Answer act(Someone who, String act, String body) throws Exception {
    return who.post("/api/v1/worklist/" + entry + "/" + act, body);
  }

  private JsonNode done(Someone who, String act, String body) throws Exception {
    Answer answer = act(who, act, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode work() throws Exception {
    return clinician.get("/api/v1/worklist/" + entry).json().path("work");
  }

  private static void refused(Answer answer, int status, String kind, String... words)
      throws Exception {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:gpcm:problem:" + kind);
    for (String word : words) {
      assertThat(answer.json().path("detail").asText()).contains(word);
    }
  }

  private List<String> history() throws Exception {
    return StreamSupport.stream(work().path("history").spliterator(), false)
        .map(line -> line.path("text").asText())
        .toList();
  }

  /** The entries of the audit log about it, by action. */
  private String logged(String action) {
    return network.one(
        "select count(*) from audit_entry where case_id = '%s' and action = '%s'"
            .formatted(entry, action));
  }

  @Test
  void whatIsForActionIsNewAndATaskThatIsDue() throws Exception {
    JsonNode work = work();
    assertThat(work.path("state").asText()).isEqualTo("new");
    assertThat(work.path("task").asBoolean()).isTrue();
    assertThat(
            network.one(
                "select due_at = received_at + interval '3 days' from worklist_entry where id = '%s'"
                    .formatted(entry)))
        .isEqualTo("t");
  }

  @Test
  void anAdministratorSetsWithinHowManyDaysItIsDue() throws Exception {
    assertThat(clerk.get("/api/v1/due-times").json().path("for-action").asInt()).isEqualTo(3);
    refused(
        administrator.post("/api/v1/due-times", "{\"for-action\": 0, \"for-information\": 10}"),
        422,
        "invalid-entry",
        "for-action");
    Answer set =
        administrator.post("/api/v1/due-times", "{\"for-action\": 2, \"for-information\": 10}");
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    try {
      entry = received(UUID.randomUUID().toString());
      assertThat(
              network.one(
                  "select due_at = received_at + interval '2 days' from worklist_entry where id = '%s'"
                      .formatted(entry)))
          .isEqualTo("t");
    } finally {
      administrator.post("/api/v1/due-times", "{\"for-action\": 3, \"for-information\": 14}");
    }
    assertThat(
            network.one("select count(*) from audit_entry where action = 'configuration-changed'"))
        .isNotEqualTo("0");
  }

  @Test
  void whatIsForInformationIsFiledWithoutATaskAndDueLater() throws Exception {
    network.submit(TestNetwork.document("online-consultation-pharmacy.json", TestNetwork.HUB));
    String information = "from worklist_entry where recipient_type = 'FI'";
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> !network.one("select count(*) " + information).equals("0"));
    assertThat(
            network.one(
                "select bool_and(work = 'new' and not own_task and due_at = received_at + interval"
                    + " '14 days') "
                    + information))
        .isEqualTo("t");
  }

  @Test
  void whoTakesItHasItAndItStandsInTheHistoryAndTheLog() throws Exception {
    assertThat(done(clerk, "take", "{\"version\": 1}").path("state").asText())
        .isEqualTo("in-progress");
    assertThat(work().path("person").path("name").asText()).isEqualTo("A. Clerk");
    assertThat(history()).containsExactly("A. Clerk took it.");
    assertThat(logged("taken")).isEqualTo("1");
    assertThat(done(clerk, "give-back", "{\"version\": 2}").path("state").asText())
        .isEqualTo("new");
    assertThat(logged("given-back")).isEqualTo("1");
  }

  @Test
  void ofTwoWhoTakeItAtOnceOneHasItAndTheOtherIsToldWho() throws Exception {
    List<Answer> answers =
        atOnce(
            List.of(
                () -> act(clerk, "take", "{\"version\": 1}"),
                () -> act(other, "take", "{\"version\": 1}")));
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    boolean first = answers.getFirst().status() == 200;
    refused(
        answers.get(first ? 1 : 0),
        409,
        "changed-meanwhile",
        (first ? "A. Clerk" : "B. Clerk") + " took it",
        "In progress");
    assertThat(work().path("person").path("name").asText())
        .isEqualTo(first ? "A. Clerk" : "B. Clerk");
    assertThat(work().path("history")).hasSize(1);
  }

  private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      for (Future<Answer> each : threads.invokeAll(calls)) {
        answers.add(each.get());
      }
    }
    return answers;
  }

  @Test
  void whatChangesItCarriesTheVersionThatWasSeen() throws Exception {
    refused(act(clerk, "take", "{}"), 422, "invalid-entry", "version");
  }

  @Test
  void itIsAssignedToAPerson() throws Exception {
    assertThat(
            done(
                    clerk,
                    "assign",
                    "{\"version\": 1, \"person\": \"%s\"}".formatted(clinician.person().id()))
                .path("state")
                .asText())
        .isEqualTo("assigned");
    assertThat(history()).containsExactly("A. Clerk assigned it to C. Clinician.");
    assertThat(logged("assigned")).isEqualTo("1");
  }

  @Test
  void itIsNotAssignedToSomebodyOfAnotherOrganisation() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    refused(
        act(
            clerk,
            "assign",
            "{\"version\": 1, \"person\": \"%s\"}".formatted(stranger.person().id())),
        422,
        "invalid-entry",
        "person");
  }

  private static String team(String name, Someone... members) throws Exception {
    Answer made =
        administrator.post(
            "/api/v1/teams",
            "{\"name\": \"%s\", \"members\": [%s]}"
                .formatted(
                    name,
                    List.of(members).stream()
                        .map(each -> "\"" + each.person().id() + "\"")
                        .collect(java.util.stream.Collectors.joining(", "))));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  @Test
  void itIsAssignedToATeamWhichCannotEndBeforeItIsDone() throws Exception {
    String team = team("Letters", clerk, other);
    done(clerk, "assign", "{\"version\": 1, \"team\": \"%s\"}".formatted(team));
    assertThat(work().path("team").path("name").asText()).isEqualTo("Letters");
    refused(
        administrator.post("/api/v1/teams/" + team + "/end", ""), 409, "not-in-this-state", "1");
    done(other, "complete", "{\"version\": 2, \"outcome\": \"no-action-needed\"}");
    assertThat(administrator.post("/api/v1/teams/" + team + "/end", "").status()).isEqualTo(204);
    assertThat(clerk.get("/api/v1/teams").json().path("teams").toString())
        .doesNotContain("Letters");
    assertThat(network.one("select count(*) from audit_entry where action = 'team-changed'"))
        .isNotEqualTo("0");
  }

  @Test
  void aTeamHasANameOfItsOwnAndPeopleOfItsOrganisation() throws Exception {
    String team = team("Results", clerk);
    refused(
        administrator.post("/api/v1/teams", "{\"name\": \"RESULTS\"}"),
        422,
        "invalid-entry",
        "name");
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    refused(
        administrator.post(
            "/api/v1/teams/" + team,
            "{\"name\": \"Results\", \"members\": [\"%s\"]}".formatted(stranger.person().id())),
        422,
        "invalid-entry",
        "members");
    Answer changed =
        administrator.post(
            "/api/v1/teams/" + team,
            "{\"name\": \"Blood results\", \"members\": [\"%s\"]}".formatted(other.person().id()));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(clerk.get("/api/v1/teams").json().path("teams").toString())
        .contains("Blood results", "B. Clerk")
        .doesNotContain("A. Clerk");
  }

  @Test
  void aTeamOfAnotherOrganisationIsNotThere() throws Exception {
    String team = team("Theirs", clerk);
    Someone elsewhere = Someone.at(network, TestNetwork.HUB, "E. Elsewhere", Role.ADMINISTRATOR);
    assertThat(elsewhere.post("/api/v1/teams/" + team, "{\"name\": \"Mine\"}").status())
        .isEqualTo(404);
    assertThat(elsewhere.post("/api/v1/teams/" + team + "/end", "").status()).isEqualTo(404);
    assertThat(elsewhere.get("/api/v1/teams").text()).doesNotContain("Theirs");
  }

  @Test
  void aNoteStaysAsItIsAndIsCorrectedByAnother() throws Exception {
    String note = done(clerk, "note", "{\"text\": \"Rang her\"}").path("note").asText();
    done(clerk, "note", "{\"text\": \"Rang him\", \"corrects\": \"%s\"}".formatted(note));
    JsonNode notes = work().path("notes");
    assertThat(notes.get(0).path("text").asText()).isEqualTo("Rang her");
    assertThat(notes.get(1).path("corrects").asText()).isEqualTo(note);
    assertThat(notes.get(1).path("by").asText()).isEqualTo("A. Clerk");
    assertThat(logged("noted")).isEqualTo("2");
    refused(
        act(clerk, "note", "{\"text\": \"x\", \"corrects\": \"%s\"}".formatted(UUID.randomUUID())),
        422,
        "invalid-entry",
        "corrects");
  }

  @Test
  void textThatTheDatabaseCannotKeepIsRefused() throws Exception {
    for (String text : List.of("a\\u0000b", "\\ud800", "", "x".repeat(4001))) {
      refused(
          act(clerk, "note", "{\"text\": \"%s\"}".formatted(text)), 422, "invalid-entry", "text");
    }
  }

  @Test
  void anOpenTaskKeepsItFromBeingCompleted() throws Exception {
    String task =
        done(
                clerk,
                "task",
                "{\"what\": \"Book a test\", \"person\": \"%s\", \"due\": \"2026-12-24\"}"
                    .formatted(other.person().id()))
            .path("task")
            .asText();
    assertThat(work().path("open").path("tasks").asInt()).isEqualTo(1);
    refused(
        act(clerk, "complete", "{\"version\": 2, \"outcome\": \"no-action-needed\"}"),
        409,
        "still-open",
        "1 task");
    done(other, "task-done", "{\"task\": \"%s\"}".formatted(task));
    refused(
        act(clerk, "task-done", "{\"task\": \"%s\"}".formatted(task)),
        409,
        "not-in-this-state",
        "B. Clerk");
    assertThat(
            done(clerk, "complete", "{\"version\": 3, \"outcome\": \"no-action-needed\"}")
                .path("state")
                .asText())
        .isEqualTo("done");
    assertThat(work().path("task").asBoolean()).isFalse();
    assertThat(List.of(logged("task-added"), logged("task-done"), logged("completed")))
        .containsExactly("1", "2", "2");
  }

  @Test
  void anOpenReviewKeepsItFromBeingCompletedUntilAClinicianGivesIt() throws Exception {
    String review =
        done(clerk, "review", "{\"version\": 1, \"instruction\": \"Right dose?\"}")
            .path("review")
            .asText();
    assertThat(work().path("state").asText()).isEqualTo("in-review");
    refused(
        act(clerk, "complete", "{\"version\": 2, \"outcome\": \"no-action-needed\"}"),
        409,
        "still-open",
        "1 review");
    String result = "{\"review\": \"%s\", \"result\": \"Right\"}".formatted(review);
    refused(act(clerk, "review-result", result), 403, "forbidden");
    assertThat(done(clinician, "review-result", result).path("state").asText()).isEqualTo("new");
    assertThat(work().path("reviews").get(0).path("givenBy").asText()).isEqualTo("C. Clinician");
    assertThat(List.of(logged("review-asked"), logged("reviewed"))).containsExactly("1", "1");
  }

  @Test
  void aClerkReopensOnlyWhatTheyCompleted() throws Exception {
    done(clerk, "complete", "{\"version\": 1, \"outcome\": \"action-taken\", \"what\": \"Rang\"}");
    String reopen = "{\"version\": 2, \"why\": \"Wrong patient rung\"}";
    refused(act(other, "reopen", reopen), 403, "forbidden");
    assertThat(done(clerk, "reopen", reopen).path("state").asText()).isEqualTo("new");
    done(clerk, "complete", "{\"version\": 3, \"outcome\": \"no-action-needed\"}");
    assertThat(
            done(clinician, "reopen", "{\"version\": 4, \"why\": \"Look again\"}")
                .path("state")
                .asText())
        .isEqualTo("new");
    assertThat(logged("reopened")).isEqualTo("2");
  }

  @Test
  void anOutcomeIsOneOfTheList() throws Exception {
    refused(
        act(clerk, "complete", "{\"version\": 1, \"outcome\": \"binned\"}"),
        422,
        "invalid-entry",
        "no-action-needed, action-taken");
  }

  @Test
  void theSenderIsToldByACallThatIsRecorded() throws Exception {
    done(
        clerk,
        "tell-sender",
        "{\"how\": \"call\", \"told\": \"The desk\", \"what\": \"Wrong number\","
            + " \"at\": \"2026-01-05T10:00:00Z\"}");
    JsonNode note = work().path("notes").get(0);
    assertThat(note.path("kind").asText()).isEqualTo("call");
    assertThat(note.path("told").asText()).isEqualTo("The desk");
    assertThat(note.path("toldAt").asText()).isEqualTo("2026-01-05T10:00:00Z");
    assertThat(logged("sender-told")).isEqualTo("1");
    refused(
        act(
            clerk,
            "tell-sender",
            "{\"how\": \"letter\", \"told\": \"x\", \"what\": \"x\", \"at\":"
                + " \"2999-01-01T00:00:00Z\"}"),
        422,
        "invalid-entry",
        "future");
  }

  @Test
  void aPersonSaysThatItIsUrgent() throws Exception {
    done(clerk, "urgent", "{\"version\": 1, \"urgent\": true}");
    assertThat(work().path("urgent").asBoolean()).isTrue();
    done(clerk, "urgent", "{\"version\": 2, \"urgent\": false}");
    assertThat(work().path("urgent").asBoolean()).isFalse();
    assertThat(logged("urgency-changed")).isEqualTo("2");
  }

  @Test
  void itComesBackByItselfWhenTheDayHasCome() throws Exception {
    done(clerk, "take", "{\"version\": 1}");
    LocalDate tomorrow =
        LocalDate.ofInstant(network.served().clock().instant(), gpcm.node.working.Working.ZONE)
            .plusDays(1);
    assertThat(
            done(
                    clerk,
                    "wait",
                    "{\"version\": 2, \"until\": \"%s\", \"why\": \"She registers\"}"
                        .formatted(tomorrow))
                .path("state")
                .asText())
        .isEqualTo("waiting");
    assertThat(logged("made-to-wait")).isEqualTo("1");
    network.execute(
        "update worklist_entry set waiting_until = waiting_until - 1 where id = '" + entry + "'");
    network.served().working().comeBack();
    assertThat(work().path("state").asText()).isEqualTo("in-progress");
    assertThat(history().getLast()).contains("ended its waiting");
  }

  @Test
  void anotherOrganisationsDocumentIsNotThere() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    refused(act(stranger, "take", "{\"version\": 1}"), 404, "not-found");
    assertThat(work().path("history")).isEmpty();
  }

  @Test
  void whatIsConfidentialIsWorkedByWhoMayOpenIt() throws Exception {
    network.execute("update worklist_entry set confidential = true where id = '" + entry + "'");
    refused(act(clerk, "take", "{\"version\": 1}"), 403, "forbidden");
    assertThat(done(clinician, "take", "{\"version\": 1}").path("state").asText())
        .isEqualTo("in-progress");
  }

  @Test
  void aMachineTakesNothingAndMayAssign() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.PRACTICE, Permission.ASSIGN_TASK);
    try (HttpCaller machine = HttpCaller.with(network.node().url(), new Credentials(key, ""))) {
      String path = "/api/v1/worklist/" + entry;
      refused(
          machine.post(
              path + "/take",
              "application/json",
              "{\"version\": 1}".getBytes(StandardCharsets.UTF_8)),
          422,
          "invalid-entry",
          "machine");
      Answer assigned =
          machine.post(
              path + "/assign",
              "application/json",
              "{\"version\": 1, \"person\": \"%s\"}"
                  .formatted(clerk.person().id())
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(assigned.status()).as(assigned.text()).isEqualTo(200);
    }
  }
}
