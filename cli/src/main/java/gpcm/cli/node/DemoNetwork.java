package gpcm.cli.node;

import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.folder.FolderAgent;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.node.Node;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Permission;
import gpcm.node.store.Database;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything the demo needs, in one process: a strict local MESH server, a stand-in for PDS, a mail
 * server, and a node that works for a hub, an online triage service, a pharmacy, and the patients'
 * registered practice. They meet nowhere but on MESH. All of them have the demo's clock.
 */
final class DemoNetwork implements AutoCloseable {
  /** How the node's messages travel. */
  enum Transport {
    HTTP,
    FOLDERS
  }

  private final DemoSettings settings;
  private final Deque<AutoCloseable> open;
  private final LocalMeshServer mesh;
  private final DemoMail mail;
  private final Node node;
  private final NodeConfiguration configuration;
  private final Map<String, String> handingIn = new ConcurrentHashMap<>();

  private DemoNetwork(DemoSettings settings, int port, Deque<AutoCloseable> open)
      throws IOException {
    this.settings = settings;
    this.open = open;
    this.mesh = opened(LocalMeshServer.start(settings.mesh()));
    PdsServer pds = opened(PdsServer.start(PdsServerSettings.defaults().at(settings.clock())));
    this.mail = opened(DemoMail.start(settings.folder().resolve("mail"), settings.keys().mail()));
    this.configuration = settings.node(port, mesh.url(), pds.fhir(), mail.settings());
    this.node = opened(Node.start(configuration, settings.clock()));
    if (settings.transport() == Transport.FOLDERS) {
      settings.keys().passwords().forEach(this::startFileClient);
    }
  }

  static DemoNetwork start(Path folder, int port, Transport transport) throws IOException {
    DemoSettings settings =
        new DemoSettings(
            folder,
            transport,
            DemoClock.in(Files.createDirectories(folder)),
            new DemoSettings.Keys(
                secret(),
                secret(),
                Stream.of(DemoParty.values())
                    .collect(Collectors.toMap(Function.identity(), party -> secret()))));
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return new DemoNetwork(settings, port, open);
    } catch (IOException | RuntimeException e) {
      close(open).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private void startFileClient(DemoParty party, String password) {
    MeshClient client =
        opened(
            MeshClient.builder()
                .url(mesh.url())
                .mailbox(party.mailbox())
                .password(Secret.of(password))
                .sharedKey(Secret.of(settings.keys().shared()))
                .clock(settings.clock())
                .build());
    open.push(
        new FolderAgent(client, settings.folders(party.mailbox()), settings.clock(), Duration.ZERO)
            .every(DemoSettings.GLANCE));
  }

  private static String secret() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  Node node() {
    return node;
  }

  Transport transport() {
    return settings.transport();
  }

  /** Everybody's time. */
  DemoClock clock() {
    return settings.clock();
  }

  DemoMail mail() {
    return mail;
  }

  LocalMeshServer mesh() {
    return mesh;
  }

  /**
   * Fills the charts with the week before now.
   *
   * @return false when they have been before
   */
  boolean makeUpWeek() {
    try (Database database =
        Database.openBeside(configuration.database(), configuration.dataFolder())) {
      return new MadeUpWeek(database).fill(clock().instant());
    }
  }

  /** A practice of which MESH has known nothing gets its mailbox. */
  LatePractice latePractice() {
    return LatePractice.open(
        mesh,
        Stream.of(DemoParty.values()).map(DemoParty::mailbox).collect(Collectors.toSet()),
        secret(),
        settings.keys().shared(),
        settings.clock());
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

  private static Optional<Exception> close(Deque<AutoCloseable> open) {
    Optional<Exception> trouble = Optional.empty();
    for (AutoCloseable part : open) {
      try {
        part.close();
      } catch (Exception e) {
        trouble.ifPresent(e::addSuppressed);
        trouble = Optional.of(e);
      }
    }
    return trouble;
  }

  @Override
  public void close() {
    close(open)
        .ifPresent(
            e -> {
              throw new IllegalStateException("a part of the demo did not close", e);
            });
  }
}
