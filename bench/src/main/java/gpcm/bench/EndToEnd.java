package gpcm.bench;

import com.sun.management.OperatingSystemMXBean;
import gpcm.consultation.Consultation;
import gpcm.consultation.ConsultationJson;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.Workflow;
import gpcm.node.Node;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.sending.DocumentState;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.sending.Submission;
import gpcm.node.store.Slice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Documents per second from the hub's outbox to the practice's worklist and back with both
 * acknowledgements, durable on both sides, through the local MESH server, everything in this one
 * process: {@code EndToEnd [documents]}. Once with a PDF handed in and once with the report
 * rendered, after a warm-up.
 */
public final class EndToEnd {
  private static final String HUB = "A99901OT001";
  private static final String PRACTICE = "A99902OT001";
  private static final gpcm.mesh.Secret PASSWORD = gpcm.mesh.Secret.of("password");

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private EndToEnd() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] arguments) throws Exception {
    int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    Path folder = Files.createTempDirectory("gpcm-end-to-end");
    try (LocalMeshServer mesh = mesh(folder.resolve("mesh"));
        Node node = node(folder, mesh.url())) {
      int sent = run(node, "warm-up", 0, documents, true);
      sent = run(node, "PDF handed in", sent, documents, true);
      run(node, "report rendered", sent, documents / 2, false);
    }
  }

  /** Sends {@code documents} after {@code before} earlier ones; gives how many there are then. */
  private static int run(Node node, String what, int before, int documents, boolean withPdf)
      throws IOException, InterruptedException {
    String example =
        Files.readString(Path.of("examples", "consultation-summary.json"))
            .replaceAll("(?s)\"attachments\": \\[.*?\\]", "\"attachments\": []");
    byte[] pdf = new byte[38_000];
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, pdf, 0, 8);
    Instant begun = Instant.now();
    long processor = PROCESS.getProcessCpuTime();
    for (int i = 0; i < documents; i++) {
      byte[] json =
          example
              .replace("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10", UUID.randomUUID().toString())
              .getBytes(StandardCharsets.UTF_8);
      Consultation consultation = ConsultationJson.read(json);
      Optional<Submission.File> report =
          withPdf
              ? Optional.of(new Submission.File("report.pdf", () -> new ByteArrayInputStream(pdf)))
              : Optional.empty();
      var unused =
          node.outbox()
              .submit(
                  new Submission(
                      consultation,
                      () -> new ByteArrayInputStream(json),
                      java.util.List.of(),
                      report,
                      Optional.empty()));
    }
    Duration submitted = Duration.between(begun, Instant.now());
    while (!completed(node)) {
      TimeUnit.MILLISECONDS.sleep(500);
    }
    double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    System.out.printf(
        Locale.ROOT,
        "%-16s %5d documents in %6.2f s = %6.1f documents/s (handing them in took %.2f s; this"
            + " process used %.1f ms of processor time a document)%n",
        what,
        documents,
        seconds,
        documents / seconds,
        submitted.toMillis() / 1000.0,
        (PROCESS.getProcessCpuTime() - processor) / 1e6 / documents);
    return before + documents;
  }

  // One row of each state is asked for, so that looking costs next to nothing beside what is
  // measured.
  private static boolean completed(Node node) {
    return Stream.of(DocumentState.values())
        .filter(state -> state != DocumentState.COMPLETED)
        .map(state -> new OutboxQuery(Optional.empty(), Optional.of(state), Slice.newest(1)))
        .allMatch(query -> node.outbox().list(query).isEmpty());
  }

  private static LocalMeshServer mesh(Path folder) {
    Set<String> both = Set.of(HUB, PRACTICE);
    return LocalMeshServer.start(
        ServerSettings.in(folder)
            .sharedKey(gpcm.mesh.Secret.of("TestKey"))
            .mailbox(Mailbox.of(HUB, "A99901", "Hub", PASSWORD))
            .mailbox(Mailbox.of(PRACTICE, "A99902", "Practice", PASSWORD))
            .workflow(new Workflow("GPFED_CONSULT_REPORT", both, both))
            .workflow(new Workflow("GPFED_CONSULT_REPORT_ACK", both, both))
            .patient(
                new RegisteredPatient(
                    "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", "A99902"))
            .build());
  }

  private static Node node(Path folder, URI mesh) throws IOException {
    Files.writeString(
        folder.resolve("patients.jsonl"),
        "{\"nhsNumber\":\"9990000018\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"known\"}\n");
    Path configuration =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            data-folder: node
            http:
              port: 0
            mesh:
              url: %s
              shared-key: TestKey
              poll-interval: 50 ms
            organisations:
              - ods: A99901
                name: Hub
                mailbox: A99901OT001
                mailbox-password: password
              - ods: A99902
                name: Practice
                mailbox: A99902OT001
                mailbox-password: password
                patients: patients.jsonl
            """
                .formatted(mesh));
    return Node.start(NodeConfiguration.read(configuration, Map.of()), InstantSource.system());
  }
}
