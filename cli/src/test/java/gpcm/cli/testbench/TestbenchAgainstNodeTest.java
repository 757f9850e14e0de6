package gpcm.cli.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.Workflow;
import gpcm.message.MailboxId;
import gpcm.node.Node;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.testbench.Exemplar;
import gpcm.testbench.MessageFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A real practice, a node with its database, gives every fault the code the testbench expects. */
class TestbenchAgainstNodeTest {
  private static final String BENCH_MAILBOX = "A99901OT001";
  private static final String PRACTICE = "A99902";
  private static final String PRACTICE_MAILBOX = "A99902OT001";
  private static final gpcm.mesh.Secret SHARED = Secret.of("TestKey");
  private static final gpcm.mesh.Secret PASSWORD = Secret.of("password");

  @TempDir static Path folder;
  private static LocalMeshServer mesh;
  private static Node practice;
  private static int exitCode;
  private static List<String> lines;
  private static String err;

  private static LocalMeshServer mesh(Path folder) {
    Set<String> both = Set.of(BENCH_MAILBOX, PRACTICE_MAILBOX);
    return LocalMeshServer.start(
        ServerSettings.in(folder)
            .sharedKey(SHARED)
            .mailbox(RegisteredMailbox.of(BENCH_MAILBOX, "A99901", "Test bench", PASSWORD))
            .mailbox(RegisteredMailbox.of(PRACTICE_MAILBOX, PRACTICE, "Testford Surgery", PASSWORD))
            .workflow(new Workflow("GPFED_CONSULT_REPORT", both, both))
            .workflow(new Workflow("GPFED_CONSULT_REPORT_ACK", both, both))
            .patient(
                new RegisteredPatient(
                    "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", PRACTICE))
            .build());
  }

  private static NodeConfiguration practice(Path folder, URI mesh) throws IOException {
    Path patients = Files.createDirectories(folder).resolve("patients.jsonl");
    Files.writeString(
        patients,
        "{\"nhsNumber\":\"9990000018\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"known\"}\n");
    return NodeConfiguration.of(
            folder.resolve("node"),
            MeshSettings.over(MeshHttpSettings.of(mesh, Secret.of("TestKey")))
                .pollingEvery(Duration.ofMillis(250)),
            List.of(
                new OrganisationSettings(
                    new OdsCode(PRACTICE),
                    "Testford Surgery",
                    new MailboxId(PRACTICE_MAILBOX),
                    new MailboxAccess.Password(Secret.of("password")),
                    Set.of(OrganisationSettings.Role.RECEIVER),
                    Optional.of(patients))))
        .with(HttpSettings.defaults().onPort(0))
        .with(
            ReceivingSettings.defaults()
                .withMaxMessageSize(ByteSize.ofMebibytes(5))
                .accepting(List.of("application/pdf", "text/plain", "image/jpeg", "image/png")));
  }

  @BeforeAll
  static void everyExemplarIsSent() throws IOException {
    mesh = mesh(folder.resolve("mesh"));
    practice = Node.start(practice(folder.resolve("practice"), mesh.url()), InstantSource.system());
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    exitCode =
        new CommandLine(new TestbenchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(errors, true))
            .execute(
                "send",
                "--url=" + mesh.url(),
                "--mailbox=" + BENCH_MAILBOX,
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
    practice.close();
    mesh.close();
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
        practice.worklist().list(WorklistQuery.newest(100)).stream()
            .filter(entry -> entry.useCase().equals(useCase))
            .toList();
    assertThat(entries).isNotEmpty();
    byte[] notes;
    try (InputStream in =
        getClass().getResourceAsStream("/gpcm/examples/consultation-summary-throat.txt")) {
      notes = in.readAllBytes();
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (WorklistEntry entry : entries) {
        assertThat(entry.identifiers().encounterId()).isNotEmpty();
        assertThat(practice.worklist().files(entry.id())).hasSize(2);
        HttpResponse<byte[]> opened =
            http.send(
                HttpRequest.newBuilder(
                        practice.url().resolve("/api/v1/worklist/" + entry.id() + "/files/1"))
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
                  HttpRequest.newBuilder(practice.url().resolve("/worklist")).build(),
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
