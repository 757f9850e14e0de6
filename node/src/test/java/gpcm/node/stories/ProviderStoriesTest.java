package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import gpcm.node.stories.RecordFolder.Item;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The receivers' steps of PM-OC1, PM-OC2 and PM-OC3, and GPC-SD-OC-09: an online consultation for
 * the practice, or for a pharmacy with a copy for the practice, and its way back.
 */
@Tag("slow")
@ExtendWith(Stories.class)
class ProviderStoriesTest {
  private static final String FOR_PRACTICE = "online-consultation.json";
  private static final String FOR_PHARMACY = "online-consultation-pharmacy.json";

  private final ThreeNodes nodes;

  ProviderStoriesTest(ThreeNodes nodes) {
    this.nodes = nodes;
  }

  private UUID handedIn(String example) throws Exception {
    return nodes.hub().handsIn(Papers.example(example));
  }

  private UUID atPharmacy(UUID sent) {
    return nodes.pharmacy().entryOf(nodes.hub().documentId(sent));
  }

  /** PM-OC1-04, PM-OC3-04. */
  @Test
  void thePracticeReceivesTheCopyForInformation() throws Exception {
    UUID sent = handedIn(FOR_PHARMACY);
    UUID copy = nodes.practice().entryOf(nodes.hub().documentId(sent));

    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    assertThat(clerk.row(copy)).contains("For information").doesNotContain("For action");
    clerk.openDocument(copy);
    assertThat(clerk.fact("Action or information")).isEqualTo("For information");
    clerk.openFrame();
    assertThat(clerk.browser().evaluate("document.body.textContent").asText())
        .contains("A rash on my left forearm that itches.");
  }

  /** PM-OC1-05, PM-OC2-05, PM-OC3-05, PM-OC3-18. */
  @ParameterizedTest
  @ValueSource(strings = {FOR_PHARMACY, FOR_PRACTICE})
  void thePracticeSavesTheReportToTheRecordOfThePatient(String example) throws Exception {
    UUID sent = handedIn(example);
    String documentId = nodes.hub().documentId(sent);
    UUID entry = nodes.practice().entryOf(documentId);

    saves(nodes.practice(), sent, documentId);

    nodes.desk().signIn(nodes.practice(), "clerk");
    assertThat(nodes.inTheRecordSystem(entry)).startsWith("Accepted on ").endsWith(": R-3.");
  }

  /** Compares what the record system is handed with what the hub sent, and keeps it. */
  private void saves(Place place, UUID sent, String documentId) throws Exception {
    Item item = place.record().takes("document", documentId);
    assertThat(item.json().at("/document/patient/nhsNumber").asText()).isEqualTo(TestNetwork.KNOWN);
    assertThat(item.file(0)).isEqualTo(nodes.hub().reportOfSent(sent));
    assertThat(item.file(1))
        .isEqualTo(Files.readAllBytes(TestNetwork.example("online-consultation-rash.png")));
    place.record().accepts(item, "R-3");
  }

  /** PM-OC2-04, PM-OC3-17. */
  @Test
  void thePracticeReceivesThePayloadForAction() throws Exception {
    UUID sent = handedIn(FOR_PRACTICE);
    UUID entry = nodes.practice().entryOf(nodes.hub().documentId(sent));

    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    assertThat(clerk.row(entry)).contains("For action", "New", "Due ");
    clerk.openDocument(entry);
    assertThat(clerk.fact("Action or information")).isEqualTo("For action");
    assertThat(clerk.words("table")).contains("Questions and answers");
  }

  /** PM-OC1-07, PM-OC3-07. */
  @Test
  void thePharmacyReceivesThePayloadForAction() throws Exception {
    UUID sent = handedIn(FOR_PHARMACY);
    UUID entry = atPharmacy(sent);

    Desk pharmacist = nodes.desk().signIn(nodes.pharmacy(), "pharmacist");
    assertThat(pharmacist.row(entry)).contains("For action", "New");
    pharmacist.openDocument(entry);
    assertThat(pharmacist.fact("Action or information")).isEqualTo("For action");
    assertThat(pharmacist.page())
        .contains("Needs a decision", "The sender has no answer yet.")
        .contains("Questions and answers");
    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Business acknowledgement")).doesNotContain("300");
  }

  private void decides(UUID entry, String code, String reason) {
    Desk pharmacist = nodes.desk().signIn(nodes.pharmacy(), "pharmacist").openDocument(entry);
    pharmacist.click(
        "main " + Desk.linkTo("/worklist/" + entry + "/decision"),
        "/worklist/" + entry + "/decision");
    pharmacist
        .fill("input[name='code'][value='" + code + "']", "")
        .fill("#practiceOds", code.equals("30007") ? TestNetwork.PRACTICE : "")
        .fill("#reason", reason)
        .click("main " + Desk.formTo("/decision") + " button", "/worklist/" + entry);
  }

  /** PM-OC1-08, PM-OC3-08. */
  @Test
  void thePharmacyAcceptsTheConsultationAndSavesItInItsOwnSystem() throws Exception {
    UUID sent = handedIn(FOR_PHARMACY);
    UUID entry = atPharmacy(sent);

    decides(entry, "30005", "We see the patient today");
    assertThat(nodes.desk().page()).contains("Pharmacist Persona-Example decided on", "30005");
    saves(nodes.pharmacy(), sent, nodes.hub().documentId(sent));
    assertThat(nodes.inTheRecordSystem(entry)).startsWith("Accepted on ").endsWith(": R-3.");

    nodes.hub().sent(sent, "completed");
    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Business acknowledgement")).startsWith("30005");
  }

  /** PM-OC1-10, PM-OC3-10. */
  @Test
  void thePharmacyDoesNotAcceptAndEscalatesToThePractice() throws Exception {
    UUID sent = handedIn(FOR_PHARMACY);
    UUID entry = atPharmacy(sent);

    decides(entry, "30007", "The rash is spreading");
    assertThat(nodes.desk().page())
        .contains("Sent on to the practice by Pharmacist Persona-Example", "30007");

    nodes.hub().sent(sent, "completed");
    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Business acknowledgement")).startsWith("30007");
  }

  /** GPC-SD-OC-09/R1, PM-OC1-12, PM-OC3-12. */
  @Test
  void thePracticeReceivesWhatWasEscalatedForAction() throws Exception {
    UUID sent = handedIn(FOR_PHARMACY);
    decides(atPharmacy(sent), "30007", "The rash is spreading and warm");
    UUID escalated = nodes.linkedDocument();
    String documentId = nodes.pharmacy().sent(escalated, "completed").path("documentId").asText();
    UUID entry = nodes.practice().entryOf(documentId);

    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    assertThat(clerk.row(entry)).contains("For action", "New", "Sampleton Pharmacy A99904");
    clerk.openDocument(entry);
    assertThat(clerk.fact("Action or information")).isEqualTo("For action");
    int last =
        clerk.browser().evaluate("document.querySelectorAll('.gpcm-files > li').length").asInt()
            - 1;
    clerk.open("/worklist/" + entry + "/files/" + last).openFrame();
    assertThat(clerk.browser().text()).contains("The rash is spreading and warm");
  }
}
