package gpcm.cli.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.Workflow;
import gpcm.node.Node;
import gpcm.node.config.ByteSize;
import gpcm.node.config.DatabaseSettings;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LogSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.Secret;
import gpcm.node.config.SendingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real practice, a node with its database, gives every fault the code the testbench expects. */
class TestbenchAgainstNodeTest {
  private static final String BENCH_MAILBOX = "A99901OT001";
  private static final String PRACTICE = "A99902";
  private static final String PRACTICE_MAILBOX = "A99902OT001";
  private static final gpcm.mesh.Secret SHARED = gpcm.mesh.Secret.of("TestKey");
  private static final gpcm.mesh.Secret PASSWORD = gpcm.mesh.Secret.of("password");

  @TempDir Path folder;

  private static LocalMeshServer mesh(Path folder) {
    Set<String> both = Set.of(BENCH_MAILBOX, PRACTICE_MAILBOX);
    return LocalMeshServer.start(
        ServerSettings.in(folder)
            .sharedKey(SHARED)
            .mailbox(Mailbox.of(BENCH_MAILBOX, "A99901", "Test bench", PASSWORD))
            .mailbox(Mailbox.of(PRACTICE_MAILBOX, PRACTICE, "Testford Surgery", PASSWORD))
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
    return new NodeConfiguration(
        folder.resolve("node"),
        DatabaseSettings.bundled(),
        new HttpSettings("127.0.0.1", 0, Optional.empty(), ByteSize.ofMebibytes(100)),
        new MeshSettings(
            mesh,
            new Secret("TestKey"),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            ByteSize.ofMebibytes(20)),
        List.of(
            new OrganisationSettings(
                new OdsCode(PRACTICE),
                "Testford Surgery",
                PRACTICE_MAILBOX,
                new Secret("password"),
                Set.of(OrganisationSettings.Role.RECEIVER),
                Optional.of(patients))),
        new SendingSettings(
            SendingSettings.AddressDateOrder.YYYYMMDD,
            Duration.ofHours(24),
            Duration.ofDays(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30)),
        new ReceivingSettings(
            ByteSize.ofMebibytes(5),
            List.of("application/pdf", "text/plain", "image/jpeg", "image/png"),
            Set.of(),
            Set.of()),
        new LogSettings(LogSettings.Format.TEXT));
  }

  @Test
  void aRealReceiverAnswersEveryExemplarAsExpected() throws Exception {
    try (LocalMeshServer mesh = mesh(folder.resolve("mesh"));
        Node practice =
            Node.start(practice(folder.resolve("practice"), mesh.url()), InstantSource.system())) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code =
          new CommandLine(new TestbenchCommand())
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
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
      assertThat(out.toString().lines().filter(line -> line.contains("\"asExpected\":false")))
          .as("answers of the practice at %s; %s", practice.url(), err)
          .isEmpty();
      assertThat(code).as(err.toString()).isZero();
      assertThat(out.toString().lines())
          .hasSize(Exemplar.Good.values().length + Fault.values().length);
    }
  }
}
