package gpcm.cli;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshClient;
import gpcm.mesh.folder.FolderAgent;
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
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.MeshTlsSettings;
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
import java.util.ArrayDeque;
import java.util.Deque;
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

  private static final Duration GLANCE = Duration.ofMillis(250);

  /** How the node's messages travel. */
  enum Transport {
    HTTP,
    FOLDERS
  }

  private final LocalMeshServer mesh;
  private final Node node;
  private final Deque<Runnable> fileClients;

  private DemoNetwork(LocalMeshServer mesh, Node node, Deque<Runnable> fileClients) {
    this.mesh = mesh;
    this.node = node;
    this.fileClients = fileClients;
  }

  static DemoNetwork start(Path folder, int port, Transport transport) throws IOException {
    Keys keys = new Keys(secret(), secret(), secret());
    LocalMeshServer mesh = mesh(folder.resolve("mesh"), keys);
    try {
      Node node =
          Node.start(
              configuration(folder, port, transport, mesh.url(), keys), InstantSource.system());
      Deque<Runnable> fileClients = new ArrayDeque<>();
      if (transport == Transport.FOLDERS) {
        startFileClient(fileClients, folder, HUB_MAILBOX, mesh.url(), keys.hub(), keys.shared());
        startFileClient(
            fileClients, folder, PRACTICE_MAILBOX, mesh.url(), keys.practice(), keys.shared());
      }
      return new DemoNetwork(mesh, node, fileClients);
    } catch (RuntimeException e) {
      mesh.close();
      throw e;
    }
  }

  private static void startFileClient(
      Deque<Runnable> open, Path folder, String mailbox, URI mesh, String password, String shared) {
    MeshClient client =
        MeshClient.builder()
            .url(mesh)
            .mailbox(mailbox)
            .password(gpcm.mesh.Secret.of(password))
            .sharedKey(gpcm.mesh.Secret.of(shared))
            .build();
    open.push(client::close);
    FolderAgent.Working fileClient =
        new FolderAgent(client, folders(folder, mailbox), InstantSource.system(), Duration.ZERO)
            .every(GLANCE);
    open.push(fileClient::close);
  }

  private static Path folders(Path folder, String mailbox) {
    return folder.resolve("folders").resolve(mailbox);
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

  private static NodeConfiguration configuration(
      Path folder, int port, Transport transport, URI mesh, Keys keys) throws IOException {
    Path patients = Files.createDirectories(folder).resolve("practice-patients.jsonl");
    Files.writeString(
        patients,
        "{\"nhsNumber\":\"9990000018\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"known\"}\n");
    return new NodeConfiguration(
        folder.resolve("node"),
        DatabaseSettings.bundled(),
        new HttpSettings("127.0.0.1", port, Optional.empty(), ByteSize.ofMebibytes(100)),
        new MeshSettings(
            transport == Transport.HTTP
                ? Optional.of(
                    new MeshHttpSettings(
                        mesh,
                        new Secret(keys.shared()),
                        Duration.ofSeconds(30),
                        ByteSize.ofMebibytes(20),
                        MeshTlsSettings.none(),
                        Optional.empty()))
                : Optional.empty(),
            GLANCE),
        List.of(
            new OrganisationSettings(
                new OdsCode(HUB),
                "Sampleton Evening Hub",
                HUB_MAILBOX,
                access(transport, folder, HUB_MAILBOX, keys.hub()),
                Set.of(Role.SENDER),
                Optional.empty()),
            new OrganisationSettings(
                new OdsCode(PRACTICE),
                "Testford Surgery",
                PRACTICE_MAILBOX,
                access(transport, folder, PRACTICE_MAILBOX, keys.practice()),
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

  private static MailboxAccess access(
      Transport transport, Path folder, String mailbox, String password) {
    return switch (transport) {
      case HTTP -> new MailboxAccess.Password(new Secret(password));
      case FOLDERS -> new MailboxAccess.Folder(folders(folder, mailbox));
    };
  }

  Node node() {
    return node;
  }

  LocalMeshServer mesh() {
    return mesh;
  }

  @Override
  public void close() {
    try (mesh;
        node) {
      fileClients.forEach(Runnable::run);
    }
  }
}
