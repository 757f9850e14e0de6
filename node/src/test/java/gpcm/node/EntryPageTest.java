package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.json.ConsultationJson;
import gpcm.message.DocumentDetails;
import gpcm.node.web.HttpCaller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Narrative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the page of a received document says before one reads it. */
class EntryPageTest {
  private static final String AT_THE_END =
      "If the sender asks for follow-up actions, they stand at the end of the report.";

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
  void theOrganisationStandsThereByItsNameAndCodesStandAmongTheIdentifiers() throws Exception {
    String page = page("consultation-summary.json");
    assertThat(page)
        .containsPattern("For</dt><dd[^>]*><bdi>Organisation A99902 \\(A99902\\)</bdi>")
        .doesNotContain("(FA)");
    assertThat(page.substring(page.indexOf("Identifiers")))
        .containsPattern("Code of action or information</dt><dd[^>]*><bdi class=\"gpcm-id\">FA<");
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

  private static String received(String example) throws Exception {
    return network.entryOf(network.submit(TestNetwork.document(example, TestNetwork.HUB)));
  }

  /** Whatever the message is like by now. */
  @Test
  void whatPeopleAskIsKeptWhenItIsFiledAndNotReadAgain() throws Exception {
    String entry = received("consultation-summary.json");
    String before = details(entry);
    network.execute(
        "update received_message set size = 9000000 where id = (select received from"
            + " worklist_entry where id = '%s')".formatted(entry));
    assertThat(details(entry)).isEqualTo(before).contains("Written by</dt>", "Sex</dt>");
  }

  @Test
  void ofWhatWasFiledBeforeItWasKeptTheMessageIsReadAndSaysTheSame() throws Exception {
    for (String example : List.of("consultation-summary.json", "online-consultation.json")) {
      String entry = received(example);
      String kept = details(entry);
      asItWasFiledBefore(entry);
      assertThat(details(entry)).as(example).isEqualTo(kept).contains("Written by</dt>");
    }
  }

  private static void asItWasFiledBefore(String entry) {
    network.execute("delete from document_detail where entry = '%s'".formatted(entry));
  }

  /** What the page says of it, without what differs from view to view. */
  private static String details(String entry) throws Exception {
    String page = http.get("/worklist/" + entry).text();
    return page.replaceAll("(?s).*(<dl class=\"gpcm-patient[^>]*>.*?</dl>).*", "$1")
        .concat(page.replaceAll("(?s).*id=\"about\"(.*?)Identifiers.*", "$1"));
  }

  @Test
  void whereTheMessageIsTooLargeToBeReadForItThePageSaysSo() throws Exception {
    String entry = received("consultation-summary.json");
    asItWasFiledBefore(entry);
    network.execute(
        "update received_message set size = 9000000 where id = (select received from"
            + " worklist_entry where id = '%s')".formatted(entry));

    assertThat(http.get("/worklist/" + entry).text())
        .contains("too large to be read for this page")
        .doesNotContain("Sex</dt>");
  }

  @Test
  void whatTheReportSaysUnderItsHeadingIsQuotedFirstAndThePageSaysThatTheDocumentDecides()
      throws Exception {
    String entry = received("consultation-summary.json");
    String page = http.get("/worklist/" + entry).text();
    assertThat(page)
        .contains(
            "Follow-up actions, from the text of the document",
            "<bdi>Review at the registered practice if no better in one week.</bdi>",
            "/worklist/" + entry + "/files/0?page=1&amp;zoom=normal\">page 1 of the document</a>",
            "There may be more. <strong>The document decides.</strong>")
        .doesNotContain(AT_THE_END);
    assertThat(page.indexOf("from the text of the document"))
        .isLessThan(page.indexOf("To finish this document"));
  }

  /** A report of a supplier, with these words on its pages. */
  private static String withReport(String... pages) throws Exception {
    Base64.Encoder base64 = Base64.getEncoder();
    SuppliersMessage message =
        SuppliersMessage.about(TestNetwork.consultation(TestNetwork.KNOWN))
            .with(
                base64.encodeToString(SuppliersMessage.REPORT),
                base64.encodeToString(report(pages)));
    network.supplierSends(
        message.bytes(), TestNetwork.PRACTICE_MAILBOX, "GPFED_CONSULT_REPORT", "a report");
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> !network.entries(message.documentId()).isEmpty());
    return http.get("/worklist/" + network.entries(message.documentId()).getFirst().id()).text();
  }

  private static byte[] report(String... pages) throws IOException {
    try (PDDocument report = new PDDocument()) {
      for (String words : pages) {
        PDPage page = new PDPage();
        report.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(report, page)) {
          content.beginText();
          content.setFont(new PDType1Font(FontName.HELVETICA), 12);
          content.newLineAtOffset(60, 700);
          content.showText(words);
          content.endText();
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      report.save(out);
      return out.toByteArray();
    }
  }

  @Test
  void theOfficialHeadingOnTheLastPageCountsMoreThanAnotherOnTheFirst() throws Exception {
    assertThat(withReport("Follow-up: by the clinic", "Follow-up Actions: Repeat the test"))
        .contains("<bdi>Repeat the test</bdi>", "page 2 of the document</a>")
        .doesNotContain("by the clinic", AT_THE_END);
  }

  @Test
  void aQuotationOfTheFirstPageIsNotSaidToBeAllWhereTheReportGoesOn() throws Exception {
    assertThat(withReport("Follow-up: by the clinic", "Nothing more"))
        .contains("<bdi>by the clinic</bdi>", "page 1 of the document</a>", AT_THE_END);
  }

  @Test
  void whatSectionsAskForIsNotSaidToBeAllEither() throws Exception {
    String entry = received("generic.json");
    network.execute(
        "update document_detail set follow_ups = '[\"Ring her\"]' where entry = '%s'"
            .formatted(entry));
    assertThat(http.get("/worklist/" + entry).text())
        .contains("Follow-up actions the sender asks for", "<li><bdi>Ring her</bdi></li>")
        .contains("There may be more. <strong>The document decides.</strong>");
  }

  @Test
  void aTaskIsMadeOfItWithoutItsWordsInTheAddress() throws Exception {
    String entry = received("consultation-summary.json");
    assertThat(http.get("/worklist/" + entry).text())
        .contains("href=\"/worklist/" + entry + "?task=follow-up#task\"");
    assertThat(http.get("/worklist/" + entry + "?task=follow-up").text())
        .containsPattern("(?s)<details [^>]* open>.{0,300}Add a task")
        .contains("value=\"Review at the registered practice if no better in one week.\"")
        .doesNotContain("<title>Error");
  }

  @Test
  void nothingIsQuotedOfAConfidentialDocument() throws Exception {
    String entry = received("consultation-summary-confidential.json");
    for (String query : List.of("", "?task=follow-up")) {
      assertThat(http.get("/worklist/" + entry + query).text())
          .doesNotContain("from the text of the document", "Make a task of it");
    }
  }

  @Test
  void whereTheDocumentAloneSaysItThePageSaysSo() throws Exception {
    String json =
        new String(
            TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()),
            StandardCharsets.UTF_8);
    String none = json.replaceFirst("(?s)\"followUpActions\"\\s*:\\s*\\[.*?\\]\\s*,", "");
    assertThat(none).isNotEqualTo(json);
    String entry =
        network.entryOf(
            network.submit(ConsultationJson.read(none.getBytes(StandardCharsets.UTF_8))));
    assertThat(http.get("/worklist/" + entry).text())
        .doesNotContain("from the text of the document")
        .contains(AT_THE_END);
  }
}
