package gpcm.bench.cluster;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.Patients;
import gpcm.bench.ResultLine;
import gpcm.consultation.Consultation;
import gpcm.exchange.Deadlines;
import gpcm.mesh.Secret;
import gpcm.node.people.Directory;
import gpcm.node.people.Permission;
import gpcm.node.sending.SendingRule;
import gpcm.node.sending.SendingRules;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.NodeConfigurationFile;
import gpcm.pds.server.PdsFault;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import gpcm.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Three nodes as processes on one PostgreSQL, one MESH server and one stand-in for PDS. While
 * consultations live their {@link Life lives}, a random node is killed (SIGKILL) and started again,
 * again and again, and PDS fails each time; one node is stopped (SIGSTOP) past its lease and let
 * go; the database server is killed three times. In the end every report that was to arrive stands
 * in the worklist once with both answers in, nothing that was taken back does, and people are told
 * of what was deleted too late.
 */
public final class Cluster {
  private static final String GENERIC = "generic";
  private static final int NODES = 3;
  private static final int DATABASE_KILLS = 3;
  private static final int THREADS = 8;
  private static final Duration PAST_THE_LEASE = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Load load;
  private final Random random;
  private final Path root;
  private final List<String> gpcm;
  private final Path folder;

  private Cluster(Load load, Path root, List<String> gpcm, Path folder) {
    this.load = load;
    this.random = new Random(load.seed());
    this.root = root;
    this.gpcm = List.copyOf(gpcm);
    this.folder = folder;
  }

  /**
   * What is done to it.
   *
   * @param consultations how many live their lives
   * @param kills how often a node is killed
   * @param seed of what happens by chance
   * @param folders whether messages take the way of MESH file clients, instead of MESH's API
   */
  public record Load(int consultations, int kills, long seed, boolean folders) {}

  /**
   * What the books say in the end.
   *
   * @param consultations how many there are
   * @param lost how many reports arrived and stand in no worklist
   * @param doubled how many stand there twice, count in two versions, or were answered twice
   *     without reason
   * @param shown how many stand there though they were taken back, or overtaken, before they left
   * @param untold of how many deleted ones nobody was told though their report had left
   * @param left how many have not come to their end
   * @param openAlerts how many alerts are open that should have mended themselves
   * @param detail what an open end looks like, for a person
   */
  public record Outcome(
      long consultations,
      long lost,
      long doubled,
      long shown,
      long untold,
      long left,
      long openAlerts,
      String detail) {
    private long faults() {
      return lost + doubled + shown + untold + left + openAlerts;
    }
  }

  /** Runs it and prints the outcome; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("documents", "kills", "seed"), Set.of("folders"));
    Path root = Path.of(System.getProperty("project.root", ".")).toAbsolutePath().normalize();
    Load load =
        new Load(
            options.number("documents", 10_000),
            options.number("kills", 20),
            options
                .text("seed")
                .map(Long::parseLong)
                .orElseGet(() -> new Random().nextInt(1 << 30) + 0L),
            options.has("folders"));
    Outcome outcome = run(load, root, List.of(root.resolve("gpcm").toString()));
    ResultLine.of("cluster")
        .with("documents", outcome.consultations())
        .with("lost", outcome.lost())
        .with("doubled", outcome.doubled())
        .with("shown", outcome.shown())
        .with("untold", outcome.untold())
        .with("left", outcome.left())
        .with("openAlerts", outcome.openAlerts())
        .with("seed", load.seed())
        .print();
    if (outcome.faults() > 0) {
      System.err.println(outcome.detail());
      System.exit(1);
    }
  }

  /**
   * Runs it.
   *
   * @param root the project's folder, where the examples are
   * @param gpcm the command that nodes are started with
   */
  public static Outcome run(Load load, Path root, List<String> gpcm)
      throws IOException, InterruptedException, SQLException {
    System.out.println("cluster: " + load);
    Path folder = Files.createTempDirectory("gpcm-cluster");
    return new Cluster(load, root, gpcm, folder).run();
  }

  private Outcome run() throws IOException, InterruptedException, SQLException {
    try (PostgresServer database = PostgresServer.start(folder.resolve("database"));
        LocalNetwork network = network();
        PdsServer pds = PdsServer.start(PdsServerSettings.defaults());
        FileClients fileClients = new FileClients(network, folder)) {
      Patients.register(pds);
      if (load.folders()) {
        fileClients.start();
      }
      Books books = new Books(database.url(), PostgresServer.USER, database.password());
      List<NodeProcess> nodes = nodes(configuration(network, database, pds));
      try {
        String key = prepared(database);
        for (NodeProcess node : nodes) {
          node.start();
        }
        tellAndKill(nodes, key, pds);
        pds.mend();
        awaitTheEnd(books, nodes);
        return new Outcome(
            books.consultations(),
            books.lost(),
            books.doubled(),
            books.shown(),
            books.untold(),
            books.left(),
            books.openAlerts(),
            books.states() + "\n" + books.alerts());
      } finally {
        for (NodeProcess node : nodes) {
          node.stop();
        }
      }
    }
  }

  // Summaries wait for a moment, and generic documents for somebody's word.
  private String prepared(PostgresServer server) {
    DatabaseSettings settings =
        new DatabaseSettings(
            Optional.of(server.url()),
            Optional.of(PostgresServer.USER),
            Optional.of(Secret.of(server.password())),
            4);
    String hub = LocalNetwork.HUB.ods().value();
    try (Database database = Database.open(settings, folder)) {
      SendingRules rules =
          new SendingRules(database.jdbi(), InstantSource.system(), Deadlines.usual());
      for (SendingRule rule :
          List.of(
              new SendingRule(
                  Consultation.SUMMARY, Duration.ofSeconds(1), false, Optional.empty(), 0),
              new SendingRule(GENERIC, Duration.ZERO, true, Optional.empty(), 0))) {
        if (rules.set(hub, rule, "the benchmark").isEmpty()) {
          throw new IllegalStateException("somebody else has set how the hub sends");
        }
      }
      return Directory.of(database.jdbi(), InstantSource.system())
          .keys()
          .make(
              "benchmark",
              hub,
              Set.of(
                  Permission.SUBMIT,
                  Permission.SEE_OUTBOX,
                  Permission.CONFIRM_SEND,
                  Permission.WITHDRAW),
              Optional.empty(),
              "the benchmark")
          .secret();
    }
  }

  private void tellAndKill(List<NodeProcess> nodes, String key, PdsServer pds)
      throws IOException, InterruptedException {
    int documents = load.consultations();
    int kills = load.kills();
    Hub hub = new Hub(nodes, key, root);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < documents; i++) {
        threads.execute(hub::tellOne);
      }
      int every = Math.max(1, documents / (kills + 1));
      int between = Math.max(1, kills / DATABASE_KILLS);
      for (int kill = 1; kill <= kills; kill++) {
        awaitTold(hub, kill * every, nodes);
        NodeProcess node = nodes.get(random.nextInt(NODES));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
        System.out.printf(
            "cluster: %d told, kill %d of %d: %s%n", hub.told(), kill, kills, node.name());
        node.kill();
        pds.add(PdsFault.next(5, pdsFault(kill)));
        if ((kill - 1) % between == 0 && (kill - 1) / between < DATABASE_KILLS) {
          killDatabase();
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
        node.start();
        if (kill == Math.max(1, kills / 2)) {
          stopPastTheLease(nodes.get(random.nextInt(NODES)));
        }
      }
      awaitTold(hub, documents, nodes);
    }
  }

  private static void awaitTold(Hub hub, int count, List<NodeProcess> nodes)
      throws IOException, InterruptedException {
    while (hub.told() < count) {
      keepRunning(nodes);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static PdsFault.Kind pdsFault(int kill) {
    return switch (kill % 4) {
      case 0 -> new PdsFault.Kind.NotFhir(502);
      case 1 -> new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty());
      case 2 -> new PdsFault.Kind.Refusal(429, "TOO_MANY_REQUESTS", Optional.empty());
      default -> new PdsFault.Kind.Slow(Duration.ofSeconds(2));
    };
  }

  // As a service manager does: one that finds no database when it starts ends.
  private static void keepRunning(List<NodeProcess> nodes) throws IOException {
    for (NodeProcess node : nodes) {
      if (node.hasEnded()) {
        System.out.printf("cluster: %s has ended and is started again%n", node.name());
        node.start();
      }
    }
  }

  // Everything it has not flushed is gone; it starts again by itself.
  private void killDatabase() throws IOException {
    long pid =
        Long.parseLong(
            Files.readAllLines(folder.resolve("database/data/postmaster.pid")).getFirst().strip());
    System.out.printf("cluster: the database server %d is killed%n", pid);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void stopPastTheLease(NodeProcess node) throws IOException, InterruptedException {
    System.out.printf("cluster: %s is stopped past its lease%n", node.name());
    node.signal("STOP");
    TimeUnit.MILLISECONDS.sleep(PAST_THE_LEASE.toMillis());
    node.signal("CONT");
  }

  private static void awaitTheEnd(Books books, List<NodeProcess> nodes)
      throws IOException, InterruptedException, SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (books.left() + books.openAlerts() > 0) {
      if (System.nanoTime() > end) {
        nodes.forEach(node -> System.err.println(node.name() + ":\n" + node.lastWords()));
        return;
      }
      System.out.printf("cluster: %s; alerts %d%n", books.states(), books.openAlerts());
      keepRunning(nodes);
      TimeUnit.SECONDS.sleep(5);
    }
  }

  private List<NodeProcess> nodes(Path configuration) {
    List<String> command = new ArrayList<>(gpcm);
    command.addAll(List.of("node", "--config=" + configuration));
    List<NodeProcess> nodes = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      nodes.add(new NodeProcess("node-" + i, folder, command));
    }
    return nodes;
  }

  private LocalNetwork network() throws IOException {
    LocalNetwork.Builder network =
        LocalNetwork.builder().mailbox(LocalNetwork.HUB).mailbox(LocalNetwork.PRACTICE);
    Patients.register(network);
    return network.in(folder).start();
  }

  private Path configuration(LocalNetwork network, PostgresServer database, PdsServer pds)
      throws IOException {
    NodeConfigurationFile configuration =
        network
            .configuration(LocalNetwork.HUB, LocalNetwork.PRACTICE)
            .onDatabase(database.url(), PostgresServer.USER, database.password())
            .lookingPatientsUp(LocalNetwork.HUB, pds.fhir());
    if (load.folders()) {
      configuration.throughFolders(FileClients.folders(folder));
    }
    return configuration.pollingEvery("200 ms").write(folder.resolve("node.yaml"));
  }
}
