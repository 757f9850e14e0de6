package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.node.TestNetwork;
import gpcm.node.stories.RecordFolder.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * GPC-SD-OC-04 to GPC-SD-OC-06: what the practice does with a consultation that a patient has
 * filled in, with its codes and its pictures.
 */
@Tag("slow")
@ExtendWith(Stories.class)
class OnlineConsultationStoriesTest {
  private final ThreeNodes nodes;
  private final String picture = "Picture of the rash " + UUID.randomUUID();
  private UUID sent;
  private String documentId;
  private UUID entry;

  OnlineConsultationStoriesTest(ThreeNodes nodes) {
    this.nodes = nodes;
  }

  @BeforeEach
  void aConsultationWithAPictureAndAnAllergyIsSent() throws Exception {
    Document consultation =
        Papers.example(
            "online-consultation.json",
            json -> {
              ((ObjectNode) json.at("/attachments/0")).put("title", picture);
              json.putArray("resources")
                  .addObject()
                  .putObject("allergy")
                  .put("category", "medication")
                  .put("recordedOn", "2026-11-20")
                  .put("reaction", "Rash on both arms")
                  .putObject("code")
                  .put("system", "snomed")
                  .put("code", "91936005")
                  .put("term", "Allergy to penicillin");
            });
    sent = nodes.hub().handsIn(consultation);
    documentId = nodes.hub().sent(sent, "completed").path("documentId").asText();
    entry = nodes.practice().entryOf(documentId);
  }

  /** GPC-SD-OC-04/R1. */
  @Test
  void structuredDataOfThePayloadIsTakenInEntryByEntry() {
    Desk clinician = nodes.desk().signIn(nodes.practice(), "clinician").openDocument(entry);
    assertThat(clinician.words("tr:has(" + Desk.linkTo("/coded/" + place("Allergy")) + ")"))
        .contains("Allergy to penicillin", "Kind Allergy", "To review");

    clinician.open("/worklist/" + entry + "/coded/" + place("Allergy"));

    assertThat(clinician.fact("What")).isEqualTo("Allergy to penicillinSNOMED CT 91936005");
    assertThat(clinician.words("main")).contains("Rash on both arms", "medication", "20 Nov 2026");
  }

  /** GPC-SD-OC-04/S1, GPC-SD-OC-05/S2. */
  @Test
  void whatTheAnswersHoldAsCodesArrivesCodedWithWhoSaysSo() {
    Desk clinician = nodes.desk().signIn(nodes.practice(), "clinician").openDocument(entry);
    clinician.open("/worklist/" + entry + "/coded/" + place("Observation"));

    assertThat(clinician.fact("What")).isEqualTo("RashSNOMED CT 271807003");
    assertThat(clinician.fact("Comment")).isEqualTo("Which of these describes it best?");
    assertThat(clinician.fact("Who says so")).startsWith("Patient-entered");
    assertThat(clinician.fact("Status")).isEqualTo("preliminary");
  }

  /** GPC-SD-OC-04/R2. */
  @Test
  void codedInformationIsReviewedAndConfirmedBeforeItIsSavedInTheRecord() throws Exception {
    Desk clinician = nodes.desk().signIn(nodes.practice(), "clinician").openDocument(entry);
    int allergy = place("Allergy");
    nodes.practice().record().takes("document", documentId);
    assertThat(nodes.practice().record().find("coded", documentId))
        .as("nobody has reviewed it")
        .isEmpty();

    decide("Questionnaire", "reject", "Read, and nothing of it is for the record");
    assertThat(nodes.practice().record().find("coded", documentId))
        .as("two of three are still to review")
        .isEmpty();
    decide("Observation", "reject", "Coded by the practice itself");
    decide("Allergy", "confirm", "");

    Item item = nodes.practice().record().takes("coded", documentId);
    List<JsonNode> saved = new ArrayList<>();
    item.json().at("/document/codedEntries").forEach(saved::add);
    assertThat(saved)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.at("/code/code").asText()).isEqualTo("91936005");
              assertThat(one.toString()).contains("Clinician Persona-Example");
            });
    nodes.practice().record().accepts(item, "R-1");
    clinician.open("/worklist/" + entry + "/coded/" + allergy);
    assertThat(clinician.words("main")).contains("Confirmed", "Clinician Persona-Example");
  }

  /** The number of the only entry of a kind. */
  private int place(String kind) {
    Desk here = nodes.desk().open("/worklist/" + entry + "/coded");
    String link =
        here.browser()
            .evaluate(
                "[...document.querySelectorAll('tbody tr')].find(row => row.textContent.includes('"
                    + kind
                    + "')).querySelector('a').getAttribute('href')")
            .asText();
    return Integer.parseInt(link.replaceFirst(".*/", ""));
  }

  private void decide(String kind, String decision, String reason) {
    Desk here = nodes.desk();
    here.open("/worklist/" + entry + "/coded/" + place(kind));
    here.fill("input[name='decision'][value='" + decision + "']", "").fill("#reason", reason);
    here.click("form[aria-label='Your decision'] button", "/worklist/" + entry + "/.*");
  }

  /** GPC-SD-OC-05/R1. */
  @Test
  void theIdentifierOfAnOnlineConsultationIsShown() {
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk").openDocument(entry);

    assertThat(clerk.fact("Type"))
        .startsWith("Patient information received using general practice online consultation");
    assertThat(clerk.fact("Code of the type")).isEqualTo("149951000000107");
  }

  /** GPC-SD-OC-05/R2. */
  @Test
  void whatThePatientEnteredIsMarkedAsEnteredByThePatient() throws Exception {
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk").openDocument(entry);
    assertThat(clerk.words(".gpcm-bar")).contains("Patient-entered");
    int answers = place("Questionnaire");
    assertThat(clerk.words("tr:has(" + Desk.linkTo("/coded/" + answers) + ")"))
        .contains("Who says so Patient-entered");
    clerk.open("/worklist/" + entry + "/coded/" + answers);
    assertThat(clerk.fact("Who says so")).startsWith("Patient-entered");
    assertThat(clerk.words("main")).contains("A rash on my left forearm that itches.");

    UUID summary = nodes.hub().handsIn(Papers.example("consultation-summary.json"));
    clerk.openDocument(nodes.practice().entryOf(nodes.hub().documentId(summary)));
    assertThat(clerk.page()).as("what a clinician wrote").doesNotContain("Patient-entered");
  }

  /** GPC-SD-OC-06/R1, GPC-SD-OC-06/R2. */
  @Test
  void thePdfAndItsAttachmentsAreSavedToTheRecordAsTheyWereSent() throws Exception {
    Item item = nodes.practice().record().takes("document", documentId);
    assertThat(item.json().at("/document/patient/nhsNumber").asText()).isEqualTo(TestNetwork.KNOWN);
    assertThat(item.file(0))
        .isEqualTo(nodes.hub().reportOfSent(sent))
        .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
    assertThat(item.file(1))
        .isEqualTo(Files.readAllBytes(TestNetwork.example("online-consultation-rash.png")));
    nodes.practice().record().accepts(item, "R-2");

    nodes.desk().signIn(nodes.practice(), "clerk");
    assertThat(nodes.inTheRecordSystem(entry)).startsWith("Accepted on ").endsWith(": R-2.");
  }

  /** GPC-SD-OC-06/R3. */
  @Test
  void imagesOfThePayloadStandInTheAuditTrail() {
    Desk auditor = nodes.desk().signIn(nodes.practice(), "auditor").open("/audit");
    auditor
        .fill("#action", "image-filed")
        .click("form[aria-label='Which entries'] button", "/audit");

    assertThat(auditor.words("tbody")).contains("filed an image", picture);
  }
}
