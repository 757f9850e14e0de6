package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.DocumentDetails;
import gpcm.node.web.HttpCaller;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Narrative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the page of a received document says before one reads it. */
class EntryPageTest {
  @Running static TestNetwork network;
  private static HttpCaller http;

  @BeforeAll
  static void start() {
    http = HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE);
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static String page(String example) throws Exception {
    UUID sent = network.submit(TestNetwork.document(example, TestNetwork.HUB));
    HttpCaller.Answer answer = http.get("/worklist/" + network.entryOf(sent));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  @Test
  void thePatientStandsThereWithSexAndAge() throws Exception {
    assertThat(page("consultation-summary.json"))
        .containsPattern("<dt>Born</dt><dd><bdi>9 Jan 1957 \\(\\d\\d years\\)</bdi>")
        .contains("<dt>Sex</dt><dd>Female</dd>");
  }

  @Test
  void whoWroteItWhenAndWhatCameWithItStandInTheDetails() throws Exception {
    assertThat(page("consultation-summary.json"))
        .containsPattern("Written</dt>")
        .containsPattern("Written by</dt><dd[^>]*><bdi>[^<]*Fictional[^<]*</bdi>")
        .contains("1 received with it", "Consultation report");
    assertThat(page("online-consultation.json")).contains("Seen</dt>", "Seen ");
  }

  @Test
  void whatAPatientWroteIsMarkedSo() throws Exception {
    assertThat(page("online-consultation.json")).contains("Patient-entered</strong>");
    assertThat(page("consultation-summary.json")).doesNotContain("Patient-entered</strong>");
  }

  @Test
  void whatIsToBeDoneIsPulledOutOfTheSectionsThatSayIt() throws Exception {
    page("generic.json");
    var message = network.sentMessage();
    Composition composition =
        (Composition) message.document().orElseThrow().getEntryFirstRep().getResource();
    Narrative text = new Narrative();
    text.setDivAsString("<div><p>Repeat the blood test <b>in a week</b>.</p></div>");
    composition.addSection().setTitle("Follow-up actions").setText(text);
    composition.addSection().setTitle("History").setText(text);
    DocumentDetails details = message.details();
    assertThat(details.followUps()).containsExactly("Repeat the blood test in a week.");
    assertThat(details.toString()).doesNotContain("blood");
  }

  @Test
  void whereTheMessageIsTooLargeToBeReadForItThePageSaysSo() throws Exception {
    UUID sent = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    String entry = network.entryOf(sent);
    network.execute(
        "update received_message set size = 9000000 where id = (select received from"
            + " worklist_entry where id = '%s')".formatted(entry));

    assertThat(http.get("/worklist/" + entry).text())
        .contains("too large to be read for this page")
        .doesNotContain("Sex</dt>");
  }

  @Test
  void whereTheDocumentAloneSaysItThePageSaysSo() throws Exception {
    assertThat(page("consultation-summary.json"))
        .contains("If the sender asks for follow-up actions, they stand at the end of the report.");
  }
}
