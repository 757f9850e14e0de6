package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views of the worklist that people save, on the pages and through the API. */
class SavedViewsTest {
  private static final String VIEWS = "/api/v1/saved-views";

  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone other;
  private static Someone administrator;

  @BeforeAll
  static void aDocumentIsReceived() throws Exception {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    other = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    administrator =
        Someone.at(
            network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR, Role.CLERK);
    network.entryOf(
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
  }

  @BeforeEach
  void nothingIsSaved() {
    network.execute("delete from saved_view");
  }

  private static Answer save(Someone who, String form) throws Exception {
    return who.post("/worklist/views", form);
  }

  private static JsonNode views(Someone who) throws Exception {
    return who.get(VIEWS).json().path("views");
  }

  @Test
  void aViewStandsUnderItsNameWithItsCount() throws Exception {
    Answer saved =
        save(clerk, "name=Ours+to+do&view=unassigned&sort=received&action=FA&sender=A99901");
    assertThat(saved.status()).as(saved.text()).isEqualTo(303);
    assertThat(saved.header("Location"))
        .endsWith("/worklist?view=unassigned&sort=received&action=FA&sender=A99901");
    assertThat(clerk.get("/worklist").text())
        .containsPattern(
            "href=\"/worklist\\?view=unassigned&amp;sort=received&amp;action=FA&amp;sender=A99901\""
                + "[^>]*><bdi>Ours to do</bdi> <span class=\"gpcm-count \">1");
    assertThat(clerk.get("/worklist?view=unassigned&sort=received&action=FA&sender=A99901").text())
        .containsPattern("aria-current=\"page\"><bdi>Ours to do</bdi>");
    assertThat(
            network.one("select count(*) from audit_entry where action = 'configuration-changed'"))
        .isNotEqualTo("0");
  }

  @Test
  void whatIsOnesOwnNobodyElseSees() throws Exception {
    save(clerk, "name=Mine+alone&view=all");
    assertThat(views(clerk)).hasSize(1);
    assertThat(views(other)).isEmpty();
    String id = views(clerk).get(0).path("id").asText();
    assertThat(other.post("/worklist/views/" + id + "/end", "").status()).isEqualTo(404);
    assertThat(other.post(VIEWS + "/" + id, "{\"name\": \"Yours\"}").status()).isEqualTo(404);
  }

  @Test
  void whoMayChangeSettingsSavesForEverybodyAndSaysWhy() throws Exception {
    assertThat(save(clerk, "name=All+of+us&view=all&shared=true&reason=so").status())
        .isEqualTo(403);
    assertThat(save(administrator, "name=All+of+us&view=all&shared=true").status()).isEqualTo(403);
    assertThat(save(administrator, "name=All+of+us&view=all&shared=true&reason=agreed").status())
        .isEqualTo(303);
    assertThat(clerk.get("/worklist").text()).contains("All of us", "(for everybody)");
    String id = views(clerk).get(0).path("id").asText();
    assertThat(clerk.post("/worklist/views/" + id + "/end", "reason=so").status()).isEqualTo(403);
    assertThat(administrator.post("/worklist/views/" + id + "/end", "reason=agreed").status())
        .isEqualTo(303);
    assertThat(views(clerk)).isEmpty();
  }

  @Test
  void itIsRenamedAndDeleted() throws Exception {
    save(clerk, "name=Before&view=all");
    String id = views(clerk).get(0).path("id").asText();
    assertThat(clerk.post("/worklist/views/" + id + "/name", "name=After").status()).isEqualTo(303);
    assertThat(clerk.get("/worklist/views").text()).contains("After").doesNotContain("Before");
    assertThat(clerk.post("/worklist/views/" + id + "/end", "").status()).isEqualTo(303);
    assertThat(clerk.get("/worklist/views").text()).contains("You have no saved views.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"x\", \"nhs-number\": \"9990000018\"}",
        "{\"name\": \"x\", \"born\": \"1957-01-09\"}",
        "{\"name\": \"x\", \"id\": \"5\"}",
        "{\"name\": \"999 000 0018\"}",
        "{\"name\": \"born 09/01/1957\"}",
        "{\"name\": \"two\\nlines\"}",
        "{\"name\": \"x\", \"view\": \"theirs\"}"
      })
  void noPatientIsKeptInAView(String body) throws Exception {
    assertThat(clerk.post(VIEWS, body).status()).isEqualTo(422);
    assertThat(views(clerk)).isEmpty();
  }

  @Test
  void ofOneNameThereIsOne() throws Exception {
    assertThat(clerk.post(VIEWS, "{\"name\": \"Letters\"}").status()).isEqualTo(201);
    assertThat(clerk.post(VIEWS, "{\"name\": \"letters\"}").status()).isEqualTo(422);
    assertThat(other.post(VIEWS, "{\"name\": \"letters\"}").status()).isEqualTo(201);
  }

  @Test
  void thereAreTenAtMost() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(clerk.post(VIEWS, "{\"name\": \"View %d\"}".formatted(i)).status()).isEqualTo(201);
    }
    Answer eleventh = clerk.post(VIEWS, "{\"name\": \"One more\"}");
    assertThat(eleventh.status()).isEqualTo(409);
    assertThat(eleventh.text()).contains("delete one first");
  }

  @Test
  void whoLosesARoleStillHasTheirListAndIsTold() throws Exception {
    Someone clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
    assertThat(save(clinician, "name=Closed&view=all&confidential=true").status()).isEqualTo(303);
    Someone same = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLERK);
    assertThat(same.get("/worklist").text()).contains("Closed", "(not with your roles)");
  }
}
