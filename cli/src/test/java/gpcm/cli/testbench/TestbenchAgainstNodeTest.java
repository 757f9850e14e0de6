package gpcm.cli.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.ByteSize;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.people.Role;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import gpcm.node.testing.TestOrganisation;
import gpcm.testbench.Exemplar;
import gpcm.testbench.MessageFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A real practice, a node with its database, gives every fault the code the testbench expects. */
class TestbenchAgainstNodeTest {
  private static final TestOrganisation BENCH = TestOrganisation.sender("A99901", "Test bench");

  private static LocalNetwork network;
  private static TestNode practice;
  private static int exitCode;
  private static List<String> lines;
  private static String err;

  private static LocalNetwork network() throws IOException {
    return LocalNetwork.builder()
        .mailbox(BENCH)
        .node(LocalNetwork.PRACTICE)
        .patient(LocalNetwork.PATIENT)
        .configured(
            told ->
                told.with(
                    ReceivingSettings.defaults()
                        .withMaxMessageSize(ByteSize.ofMebibytes(5))
                        .accepting(
                            List.of("application/pdf", "text/plain", "image/jpeg", "image/png"))))
        .start();
  }

  @BeforeAll
  static void everyExemplarIsSent() throws IOException {
    network = network();
    practice = network.node(LocalNetwork.PRACTICE);
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    exitCode =
        new CommandLine(new TestbenchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(errors, true))
            .execute(
                "send",
                "--url=" + network.mesh().url(),
                "--mailbox=" + BENCH.mailbox(),
                "--to=GPPROVIDER",
                "--good=all",
                "--fault=all",
                "--poll=1",
                "--wait=120",
                "--json");
    lines = out.toString().lines().toList();
    err = errors.toString();
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  @Test
  void aRealReceiverAnswersEveryExemplarAsExpected() {
    assertThat(lines).hasSize(Exemplar.Good.values().length + MessageFault.values().length);
    assertThat(lines).as(err).allMatch(line -> line.contains("\"asExpected\":true"));
    assertThat(exitCode).as(err).isZero();
  }

  /** GPCM-SD-OC-013, -015, GPCM-SD-GE-013, -015. */
  @ParameterizedTest
  @ValueSource(strings = {"consultation-summary", "online-consultation", "generic"})
  void everyDocumentOfAUseCaseStaysWithItsEncounterAndOpens(String useCase) throws Exception {
    List<WorklistEntry> entries =
        practice.worklist().stream().filter(entry -> entry.useCase().equals(useCase)).toList();
    assertThat(entries).anyMatch(entry -> !entry.heading().confidential());
    byte[] notes;
    try (InputStream in =
        getClass().getResourceAsStream("/gpcm/examples/consultation-summary-throat.txt")) {
      notes = in.readAllBytes();
    }
    String key = practice.key(LocalNetwork.PRACTICE);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (WorklistEntry entry : entries) {
        assertThat(entry.identifiers().encounterId()).isNotEmpty();
        if (entry.heading().confidential()) { // whose attachments are withheld
          assertThat(practice.node().worklist().files(entry.id())).hasSize(1);
          continue;
        }
        assertThat(practice.node().worklist().files(entry.id())).hasSize(2);
        HttpResponse<byte[]> opened =
            http.send(
                HttpRequest.newBuilder(
                        practice.url().resolve("/api/v1/worklist/" + entry.id() + "/files/1"))
                    .header("Authorization", "Bearer " + key)
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo(notes);
      }
    }
  }

  /**
   * GPCM-SD-CS-030, GPCM-SD-GE-014: the subject line, and no organisation of a confidential one.
   */
  @Test
  void theWorklistShowsTheWholeSubjectLine() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String page =
          http.send(
                  HttpRequest.newBuilder(practice.url().resolve("/worklist"))
                      .header("Cookie", practice.cookie(LocalNetwork.PRACTICE, Role.CLERK))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(page)
          .contains(
              "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, seen at"
                  + " Sampleton Evening Hub, ODS Code A99901, Version 1",
              "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, Version 1",
              "Outpatient letter report for Alpha Example Testpatient, NHS Number 9990000018, ODS"
                  + " Code A99901");
    }
  }
}
