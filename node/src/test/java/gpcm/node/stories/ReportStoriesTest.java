package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** GPC-SD04, GPC-SD06: staff of the practice get the full report of a patient seen at the hub. */
@Tag("slow")
@ExtendWith(Stories.class)
class ReportStoriesTest {
  private static final String SUBJECT =
      "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, seen at Sampleton"
          + " Evening Hub, ODS Code A99901, Version ";

  private final ThreeNodes nodes;
  private UUID sent;
  private String documentId;
  private UUID entry;

  ReportStoriesTest(ThreeNodes nodes) {
    this.nodes = nodes;
  }

  @BeforeEach
  void aReportIsSent() throws Exception {
    sent = nodes.hub().handsIn(Papers.example("consultation-summary.json"));
    documentId = nodes.hub().sent(sent, "completed").path("documentId").asText();
    entry = nodes.practice().entryOf(documentId);
  }

  /** GPC-SD04/R1. */
  @Test
  void aReportIsATaskInTheWorkflowOfThePractice() {
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    assertThat(clerk.row(entry)).contains("For action", "New", "Due ", "Owner Nobody");

    clerk.openDocument(entry);
    assertThat(clerk.page()).contains("To finish this document", "Take this document");
    clerk.click("#take button", "/worklist/[0-9a-f-]{36}");
    assertThat(clerk.page()).contains("You have taken this document.");
    clerk.open("/worklist?view=mine");
    assertThat(clerk.words("main")).contains("TESTPATIENT, Alpha Example (Ms)");
    clerk.openDocument(entry);
    clerk.fill("#complete-outcome", "").click("#complete button", "/worklist/[0-9a-f-]{36}");
    assertThat(clerk.page()).contains("This document is completed.");
  }

  /** GPC-SD04/R2, GPC-SD06/R1. */
  @Test
  void worklistAndTaskShowTheSubjectWithTheVersion() {
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");

    assertThat(clerk.row(entry)).contains(SUBJECT + "1");
    clerk.openDocument(entry);
    assertThat(clerk.fact("Subject line of the message")).isEqualTo(SUBJECT + "1");
    assertThat(clerk.words("h1")).isEqualTo("Consultation report, version 1");
  }

  /** GPC-SD06/R1. */
  @Test
  void whoReadsAnEarlierVersionIsToldWhichOneCameAfterIt() throws Exception {
    String encounter = nodes.hub().sent(sent, "completed").path("encounterId").asText();
    UUID later =
        nodes
            .hub()
            .handsIn(
                Papers.example(
                    "consultation-summary.json",
                    json ->
                        json.put("encounterId", encounter)
                            .put("version", 2)
                            .put("replaces", documentId)));
    UUID second =
        nodes.practice().entryOf(nodes.hub().sent(later, "completed").path("documentId").asText());
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");

    assertThat(clerk.row(second)).contains(SUBJECT + "2");
    clerk.open("/worklist/" + entry);
    assertThat(clerk.page()).contains("A newer version has replaced this document.");
    clerk.click("main a[href='/worklist/" + second + "']", "/worklist/" + second);
    assertThat(clerk.words("h1")).isEqualTo("Consultation report, version 2");
    assertThat(clerk.page()).contains("This is the current version.");
  }

  /** GPC-SD04/R3. */
  @Test
  void allDataIsShownInTheFormInWhichTheSenderSuppliedIt() throws Exception {
    Desk clinician = nodes.desk().signIn(nodes.practice(), "clinician");
    clinician.openDocument(entry);
    assertThat(clinician.page()).contains("Dr Bravo Fictional", "Written by");

    clinician.openFrame();
    String report = clinician.browser().evaluate("document.body.textContent").asText();
    assertThat(report)
        .contains("Sore throat for three days", "405737000", "37.2", "70 /min", "322236009")
        .contains("Review at the registered practice if no better in one week.");

    clinician.open("/worklist/" + entry);
    Path taken = clinician.download("/files/0/download");
    assertThat(Files.readAllBytes(taken)).isEqualTo(nodes.hub().reportOfSent(sent));
  }

  /** GPC-SD04/R4. */
  @Test
  void attachmentsCanBeOpenedAndTakenOut() throws Exception {
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clinician");
    clerk.openDocument(entry);
    clerk.click(".gpcm-files " + Desk.linkTo("/files/1"), "/worklist/" + entry + "/files/1");
    assertThat(clerk.words("h1")).isEqualTo("Examination notes");
    byte[] notes = Files.readAllBytes(TestNetwork.example("consultation-summary-throat.txt"));
    Path taken = clerk.download("/files/1/download");
    assertThat(Files.readAllBytes(taken)).isEqualTo(notes);
    clerk.openFrame();
    assertThat(clerk.browser().evaluate("document.querySelector('pre').textContent").asText())
        .isEqualToNormalizingNewlines(new String(notes, StandardCharsets.UTF_8));
  }
}
