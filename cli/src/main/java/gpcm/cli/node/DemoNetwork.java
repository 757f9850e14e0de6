package gpcm.cli.node;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.folder.FolderAgent;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.message.MailboxId;
import gpcm.node.Node;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.MeshTlsSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.SendingSettings;
import gpcm.node.people.Permission;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything the demo needs, in one process: a strict local MESH server, and a node that works for
 * a hub, an online triage service, a pharmacy, and the patients' registered practice. They meet
 * nowhere but on MESH.
 */
final class DemoNetwork implements AutoCloseable {
  /** An organisation of the demo. */
  enum Party {
    HUB("A99901", "Sampleton Evening Hub", "hub", "cyan", true, false),
    PRACTICE("A99902", "Testford Surgery", "practice", "yellow", false, true),
    TRIAGE("A99903", "Sampleton Online Triage", "triage", "magenta", true, false),
    PHARMACY("A99904", "Sampleton Pharmacy", "pharmacy", "green", true, true);

    private final String ods;
    private final String fullName;
    private final String label;
    private final String colour;
    private final boolean sends;
    private final boolean receives;

    Party(
        String ods, String fullName, String label, String colour, boolean sends, boolean receives) {
      this.ods = ods;
      this.fullName = fullName;
      this.label = label;
      this.colour = colour;
      this.sends = sends;
      this.receives = receives;
    }

    private String mailbox() {
      return ods + "OT001";
    }

    private Set<Role> roles() {
      return sends && receives
          ? Set.of(Role.SENDER, Role.RECEIVER)
          : Set.of(sends ? Role.SENDER : Role.RECEIVER);
    }

    /** Its short name in its colour, for picocli's markup. */
    static String marked(String ods) {
      return Stream.of(values())
          .filter(party -> party.ods.equals(ods))
          .findFirst()
          .map(party -> "@|%s %-8s|@".formatted(party.colour, party.label))
          .orElse(ods);
    }
  }

  private static final Duration GLANCE = Duration.ofMillis(250);

  /** How the node's messages travel. */
  enum Transport {
    HTTP,
    FOLDERS
  }

  private final Transport transport;
  private final LocalMeshServer mesh;
  private final Node node;
  private final Deque<Runnable> fileClients;
  private final Map<String, String> handingIn = new ConcurrentHashMap<>();

  private DemoNetwork(
      Transport transport, LocalMeshServer mesh, Node node, Deque<Runnable> fileClients) {
    this.transport = transport;
    this.mesh = mesh;
    this.node = node;
    this.fileClients = fileClients;
  }

  static DemoNetwork start(Path folder, int port, Transport transport) throws IOException {
    Keys keys =
        new Keys(
            secret(),
            Stream.of(Party.values())
                .collect(Collectors.toMap(Function.identity(), party -> secret())));
    LocalMeshServer mesh = mesh(folder.resolve("mesh"), keys);
    try {
      Node node =
          Node.start(
              configuration(folder, port, transport, mesh.url(), keys), InstantSource.system());
      Deque<Runnable> fileClients = new ArrayDeque<>();
      if (transport == Transport.FOLDERS) {
        keys.passwords()
            .forEach(
                (party, password) ->
                    startFileClient(
                        fileClients, folder, party.mailbox(), mesh.url(), password, keys.shared()));
      }
      return new DemoNetwork(transport, mesh, node, fileClients);
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
            .password(Secret.of(password))
            .sharedKey(Secret.of(shared))
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
  private record Keys(String shared, Map<Party, String> passwords) {}

  private static String secret() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static LocalMeshServer mesh(Path folder, Keys keys) {
    ServerSettings.Builder settings =
        ServerSettings.in(folder)
            .sharedKey(Secret.of(keys.shared()))
            .patient(
                new RegisteredPatient(
                    "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", Party.PRACTICE.ods))
            .patient(
                new RegisteredPatient(
                    "9990000026", LocalDate.of(1984, 5, 6), "Testpatient", Party.PRACTICE.ods));
    keys.passwords()
        .forEach(
            (party, password) ->
                settings.mailbox(
                    RegisteredMailbox.of(
                        party.mailbox(), party.ods, party.fullName, Secret.of(password))));
    return LocalMeshServer.start(settings.sendDocumentWorkflows().build());
  }

  private static NodeConfiguration configuration(
      Path folder, int port, Transport transport, URI mesh, Keys keys) throws IOException {
    Path patients = Files.createDirectories(folder).resolve("patients.jsonl");
    Files.writeString(
        patients,
        """
        {"nhsNumber":"9990000018","birthDate":"1957-01-09","family":"Testpatient","standing":"known"}
        {"nhsNumber":"9990000026","birthDate":"1984-05-06","family":"Testpatient","standing":"known"}
        """);
    MeshSettings way =
        transport == Transport.HTTP
            ? MeshSettings.over(
                new MeshHttpSettings(
                    mesh,
                    Secret.of(keys.shared()),
                    Duration.ofSeconds(30),
                    ByteSize.ofMebibytes(20),
                    MeshTlsSettings.none(),
                    Optional.empty()))
            : MeshSettings.throughFolders();
    List<OrganisationSettings> organisations =
        Stream.of(Party.values())
            .map(
                party ->
                    new OrganisationSettings(
                        new OdsCode(party.ods),
                        party.fullName,
                        new MailboxId(party.mailbox()),
                        access(transport, folder, party.mailbox(), keys.passwords().get(party)),
                        party.roles(),
                        party.receives ? Optional.of(patients) : Optional.empty()))
            .map(
                each ->
                    each.ods().value().equals(Party.PHARMACY.ods)
                        ? each.with(IntakeSettings.defaults().deciding(Duration.ofHours(4)))
                            .withTelephone("01632960400")
                        : each)
            .toList();
    return NodeConfiguration.of(folder.resolve("node"), way.pollingEvery(GLANCE), organisations)
        .with(HttpSettings.defaults().onPort(port))
        .with(
            SendingSettings.defaults()
                .withDeadlines(Duration.ofHours(24), Duration.ofDays(3))
                .retrying(Duration.ofSeconds(1), Duration.ofSeconds(30)))
        .with(
            ReceivingSettings.defaults()
                .withMaxMessageSize(ByteSize.ofMebibytes(5))
                .accepting(
                    List.of(
                        "application/pdf",
                        "text/plain",
                        "image/jpeg",
                        "image/png",
                        "application/rtf")));
  }

  private static MailboxAccess access(
      Transport transport, Path folder, String mailbox, String password) {
    return switch (transport) {
      case HTTP -> new MailboxAccess.Password(Secret.of(password));
      case FOLDERS -> new MailboxAccess.Folder(folders(folder, mailbox));
    };
  }

  Node node() {
    return node;
  }

  Transport transport() {
    return transport;
  }

  /** The key with which a clinical system of an organisation hands in. */
  String key(String organisation) {
    return handingIn.computeIfAbsent(
        organisation,
        ods ->
            node.directory()
                .keys()
                .make(
                    "clinical system of " + ods,
                    ods,
                    Set.of(Permission.SUBMIT, Permission.SEE_OUTBOX),
                    Optional.empty(),
                    "the demo")
                .secret());
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
