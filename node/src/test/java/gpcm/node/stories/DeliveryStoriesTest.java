package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.node.TestNetwork;
import gpcm.node.stories.ForeignSystem.Answered;
import gpcm.node.viewing.HostileFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GPC-SD02, GPC-SD05, GPC-SD10, GPC-SD-OC-03 and the receiver's steps of PM-CS: what comes, what is
 * answered, and what the sender sees of it.
 */
@Tag("slow")
@ExtendWith(Stories.class)
class DeliveryStoriesTest {
  private static final String ACKNOWLEDGEMENTS = "GPFED_CONSULT_REPORT_ACK";

  private final ThreeNodes nodes;

  DeliveryStoriesTest(ThreeNodes nodes) {
    this.nodes = nodes;
  }

  /** GPC-SD02/R1, GPC-SD-OC-03/R1. */
  @ParameterizedTest
  @ValueSource(strings = {"consultation-summary.json", "online-consultation.json"})
  void theSenderIsAnsweredThatThePatientIsNotRegisteredAtThePractice(String example)
      throws Exception {
    UUID sent = nodes.hub().handsIn(Papers.about(ThreeNodes.NEVER_HERE, Papers.example(example)));
    nodes.hub().sent(sent, "rejected");

    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Business acknowledgement")).isEqualTo("30002 patient not known here");
    assertThat(sender.words(".gpcm-alert")).contains("30002", "What to do:");
  }

  /** GPC-SD02/R2, GPC-SD-OC-03/R2. */
  @ParameterizedTest
  @CsvSource({
    "consultation-summary.json, GPCM-SD-CS-061",
    "online-consultation-pharmacy.json, GPCM-SD-OC-160"
  })
  void theWorkflowOfSendDocumentIsUsedAndItsAnswersGoOnTheOneForAnswersAlone(
      String example, String requirement) throws Exception {
    boolean online = example.startsWith("online");
    Place receiver = online ? nodes.pharmacy() : nodes.practice();
    ForeignMessage right = foreign(example);
    ForeignMessage mislabelled = foreign(example);
    nodes.supplier().sends(right, receiver, ForeignSystem.SEND_DOCUMENT);
    nodes.supplier().sends(mislabelled, receiver, ThreeNodes.ANOTHER_WORKFLOW);

    Desk reader = nodes.desk().signIn(receiver, online ? "pharmacist" : "clerk");
    reader.openDocument(receiver.entryOf(right.documentId()));
    assertThat(reader.page()).doesNotContain(requirement);
    reader.openDocument(receiver.entryOf(mislabelled.documentId()));
    assertThat(reader.page())
        .as("a document on another workflow is not lost, and says that it came on it")
        .contains("expected Mex-WorkflowID: workflow id GPFED_CONSULT_REPORT", requirement);
    for (ForeignMessage each : List.of(right, mislabelled)) {
      assertThat(nodes.supplier().answers(each, online ? 1 : 2))
          .contains(new Answered(ACKNOWLEDGEMENTS, "20013"))
          .extracting(Answered::workflow)
          .containsOnly(ACKNOWLEDGEMENTS);
    }
  }

  /** GPC-SD05/R1. */
  @Test
  void whatThePracticeCannotProcessIsAnsweredWithACodeThatTheSenderReads() throws Exception {
    Document document =
        Papers.example(
            "consultation-summary.json",
            json ->
                ((ObjectNode) json.at("/attachments/0"))
                    .put("file", "throat.gif")
                    .put("contentType", "image/gif"));
    UUID sent =
        nodes
            .hub()
            .handsIn(document, Map.of("throat.gif", HostileFiles.pictures("gif", 1, 40, 30)));
    String documentId = nodes.hub().sent(sent, "rejected").path("documentId").asText();

    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Infrastructure acknowledgement")).startsWith("20004");
    assertThat(sender.fact("Business acknowledgement")).doesNotContain("300");
    assertThat(sender.words(".gpcm-alert")).contains("20004", "What to do:");
    assertThat(nodes.practice().entries(documentId)).isEmpty();
  }

  /** GPC-SD10/R1. */
  @Test
  void noControlOfDataSharingKeepsAConsultationSummaryAway() throws Exception {
    ForeignMessage letter = foreign("generic.json");
    nodes.supplier().sends(letter, nodes.practice());
    assertThat(nodes.supplier().answers(letter, 1))
        .as("the practice does control who may send it other documents")
        .containsExactly(new Answered(ACKNOWLEDGEMENTS, "20012"));

    ForeignMessage summary = foreign("consultation-summary.json");
    nodes.supplier().sends(summary, nodes.practice());

    assertThat(nodes.supplier().answers(summary, 2))
        .extracting(Answered::code)
        .containsExactlyInAnyOrder("20013", "30001");
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    clerk.openDocument(nodes.practice().entryOf(summary.documentId()));
    assertThat(clerk.words("h1")).isEqualTo("Consultation report, version 1");
    assertThat(clerk.words(".gpcm-files")).contains("Consultation report", "Examination notes");
  }

  /** PM-CS-09, PM-CS-10. */
  @Test
  void thePracticeTakesTheMessageFromItsInboxAndAcknowledgesIt() throws Exception {
    UUID sent = nodes.hub().handsIn(Papers.example("consultation-summary.json"));
    String documentId = nodes.hub().sent(sent, "completed").path("documentId").asText();

    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    clerk.openDocument(nodes.practice().entryOf(documentId));
    assertThat(clerk.page())
        .contains("It came from MESH, and its bytes are kept.", "It was filed in the worklist.")
        .contains("The sender was told: the message was received and could be read.");
    assertThat(nodes.inboxOf(nodes.practice())).as("nothing waits at MESH any more").isEmpty();

    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Infrastructure acknowledgement")).isEqualTo("20013 processed");
  }

  /** PM-CS-12. */
  @Test
  void thePatientIsMatchedAndAnAppropriateUserIsShownTheMessageInADesignatedWorkflow()
      throws Exception {
    UUID sent = nodes.hub().handsIn(Papers.example("consultation-summary.json"));
    UUID entry =
        nodes.practice().entryOf(nodes.hub().sent(sent, "completed").path("documentId").asText());

    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    clerk.openDocument(entry);
    assertThat(clerk.words("#open li")).isEqualTo("Match the patient Done");
    assertThat(clerk.page()).contains("Take this document");
    nodes.desk().signIn(nodes.practice(), "auditor").open("/worklist");
    assertThat(nodes.desk().browser().text())
        .as("who reads the log works no list")
        .contains("Your roles do not allow this")
        .doesNotContain("Testpatient");
    nodes.desk().browser().forgetComplaints("403 (Forbidden)");
  }

  /** PM-CS-13. */
  @ParameterizedTest
  @CsvSource({
    TestNetwork.KNOWN + ", completed, 30001 patient known here",
    ThreeNodes.NEVER_HERE + ", rejected, 30002 patient not known here",
    ThreeNodes.LEFT + ", rejected, 30003 patient no longer here"
  })
  void theBusinessAcknowledgementSaysWhetherThePatientIsThePractices(
      String patient, String state, String answer) throws Exception {
    UUID sent =
        nodes.hub().handsIn(Papers.about(patient, Papers.example("consultation-summary.json")));
    nodes.hub().sent(sent, state);

    Desk sender = nodes.desk().signIn(nodes.hub(), "sender").open("/outbox/" + sent);
    assertThat(sender.fact("Business acknowledgement")).isEqualTo(answer);
  }

  /** As the system of another organisation sends it. */
  private static ForeignMessage foreign(String example) throws IOException {
    Document document = TestNetwork.document(example, ForeignSystem.ODS);
    byte[][] files = new byte[document.attachments().size()][];
    for (int i = 0; i < files.length; i++) {
      files[i] = Files.readAllBytes(TestNetwork.example(document.attachments().get(i).file()));
    }
    return ForeignMessage.of(document, files);
  }
}
