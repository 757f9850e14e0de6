package gpcm.cli;

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
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.Secret;
import gpcm.node.config.SendingSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the demo needs, in one process: a strict local MESH server, and a node that works for
 * a hub and for the registered practice of the demo's patient. The two organisations meet nowhere
 * but on MESH.
 */
final class DemoNetwork implements AutoCloseable {
  static final String HUB = "A99901";
  static final String PRACTICE = "A99902";
  private static final String HUB_MAILBOX = "A99901OT001";
  private static final String PRACTICE_MAILBOX = "A99902OT001";

  private final LocalMeshServer mesh;
  private final Node node;

  private DemoNetwork(LocalMeshServer mesh, Node node) {
    this.mesh = mesh;
    this.node = node;
  }

  static DemoNetwork start(Path folder, int port) throws IOException {
    Keys keys = new Keys(secret(), secret(), secret());
    LocalMeshServer mesh = mesh(folder.resolve("mesh"), keys);
    try {
      return new DemoNetwork(
          mesh, Node.start(configuration(folder, port, mesh.url(), keys), InstantSource.system()));
    } catch (RuntimeException e) {
      mesh.close();
      throw e;
    }
  }

  /** The secrets of one run; nobody needs to know them. */
  private record Keys(String shared, String hub, String practice) {}

  private static String secret() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static LocalMeshServer mesh(Path folder, Keys keys) {
    Set<String> both = Set.of(HUB_MAILBOX, PRACTICE_MAILBOX);
    return LocalMeshServer.start(
        ServerSettings.in(folder)
            .sharedKey(gpcm.mesh.Secret.of(keys.shared()))
            .mailbox(
                Mailbox.of(
                    HUB_MAILBOX, HUB, "Sampleton Evening Hub", gpcm.mesh.Secret.of(keys.hub())))
            .mailbox(
                Mailbox.of(
                    PRACTICE_MAILBOX,
                    PRACTICE,
                    "Testford Surgery",
                    gpcm.mesh.Secret.of(keys.practice())))
            .workflow(new Workflow("GPFED_CONSULT_REPORT", both, both))
            .workflow(new Workflow("GPFED_CONSULT_REPORT_ACK", both, both))
            .patient(
                new RegisteredPatient(
                    "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", PRACTICE))
            .build());
  }

  private static NodeConfiguration configuration(Path folder, int port, URI mesh, Keys keys)
      throws IOException {
    Path patients = Files.createDirectories(folder).resolve("practice-patients.jsonl");
    Files.writeString(
        patients,
        "{\"nhsNumber\":\"9990000018\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"known\"}\n");
    return new NodeConfiguration(
        folder.resolve("node"),
        DatabaseSettings.bundled(),
        new HttpSettings("127.0.0.1", port, Optional.empty(), ByteSize.ofMebibytes(100)),
        new MeshSettings(
            mesh,
            new Secret(keys.shared()),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            ByteSize.ofMebibytes(20)),
        List.of(
            new OrganisationSettings(
                new OdsCode(HUB),
                "Sampleton Evening Hub",
                HUB_MAILBOX,
                new Secret(keys.hub()),
                Set.of(Role.SENDER),
                Optional.empty()),
            new OrganisationSettings(
                new OdsCode(PRACTICE),
                "Testford Surgery",
                PRACTICE_MAILBOX,
                new Secret(keys.practice()),
                Set.of(Role.RECEIVER),
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

  Node node() {
    return node;
  }

  LocalMeshServer mesh() {
    return mesh;
  }

  @Override
  public void close() {
    try (mesh) {
      node.close();
    }
  }
}
