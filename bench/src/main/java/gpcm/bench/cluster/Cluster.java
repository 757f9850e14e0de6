package gpcm.bench.cluster;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import gpcm.mesh.Secret;
import gpcm.node.people.Directory;
import gpcm.node.people.Permission;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.testing.LocalNetwork;
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
 * Three nodes as processes on one PostgreSQL and one MESH server. While documents are handed in, a
 * random node is killed (SIGKILL) and started again, again and again; one is stopped (SIGSTOP) past
 * its lease and let go; the database server is killed three times. In the end every document stands
 * in the worklist once and both answers are in.
 */
public final class Cluster {
  private static final int NODES = 3;
  private static final int DATABASE_KILLS = 3;
  private static final int THREADS = 8;
  private static final Duration PAST_THE_LEASE = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final int documents;
  private final int kills;
  private final Random random;
  private final Path root;
  private final List<String> gpcm;
  private final Path folder;

  private Cluster(int documents, int kills, long seed, Path root, List<String> gpcm, Path folder) {
    this.documents = documents;
    this.kills = kills;
    this.random = new Random(seed);
    this.root = root;
    this.gpcm = List.copyOf(gpcm);
    this.folder = folder;
  }

  /**
   * What the books say in the end.
   *
   * @param documents how many were handed in
   * @param lost how many stand in no worklist
   * @param doubled how many stand there twice, or were answered twice without reason
   * @param left how many have not come to their good end
   * @param openAlerts how many alerts are open
   * @param detail what an open end looks like, for a person
   */
  public record Outcome(
      long documents, long lost, long doubled, long left, long openAlerts, String detail) {}

  /** Runs it and prints the outcome; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("documents", "kills", "seed"), Set.of());
    Path root = Path.of(System.getProperty("project.root", ".")).toAbsolutePath().normalize();
    long seed =
        options
            .text("seed")
            .map(Long::parseLong)
            .orElseGet(() -> new Random().nextInt(1 << 30) + 0L);
    Outcome outcome =
        run(
            options.number("documents", 10_000),
            options.number("kills", 20),
            seed,
            root,
            List.of(root.resolve("gpcm").toString()));
    ResultLine.of("cluster")
        .with("documents", outcome.documents())
        .with("lost", outcome.lost())
        .with("doubled", outcome.doubled())
        .with("left", outcome.left())
        .with("openAlerts", outcome.openAlerts())
        .with("seed", seed)
        .print();
    if (outcome.lost() + outcome.doubled() + outcome.left() + outcome.openAlerts() > 0) {
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
  public static Outcome run(int documents, int kills, long seed, Path root, List<String> gpcm)
      throws IOException, InterruptedException, SQLException {
    System.out.printf("cluster: %d documents, %d kills, seed %d%n", documents, kills, seed);
    Path folder = Files.createTempDirectory("gpcm-cluster");
    return new Cluster(documents, kills, seed, root, gpcm, folder).run();
  }

  private Outcome run() throws IOException, InterruptedException, SQLException {
    try (PostgresServer database = PostgresServer.start(folder.resolve("database"));
        LocalNetwork network = network()) {
      Books books = new Books(database.url(), PostgresServer.USER, database.password());
      List<NodeProcess> nodes = nodes(configuration(network, database));
      try {
        String key = madeKey(database);
        for (NodeProcess node : nodes) {
          node.start();
        }
        handInAndKill(nodes, key);
        awaitTheEnd(books, nodes);
        return new Outcome(
            books.documents(),
            books.lost(),
            books.doubled(),
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

  private String madeKey(PostgresServer server) {
    DatabaseSettings settings =
        new DatabaseSettings(
            Optional.of(server.url()),
            Optional.of(PostgresServer.USER),
            Optional.of(Secret.of(server.password())),
            4);
    try (Database database = Database.open(settings, folder)) {
      return Directory.of(database.jdbi(), InstantSource.system())
          .keys()
          .make(
              "benchmark",
              LocalNetwork.HUB.ods().value(),
              Set.of(Permission.SUBMIT),
              Optional.empty(),
              "the benchmark")
          .secret();
    }
  }

  private void handInAndKill(List<NodeProcess> nodes, String key)
      throws IOException, InterruptedException {
    Hub hub = new Hub(nodes, key, root);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < documents; i++) {
        threads.execute(hub::handIn);
      }
      int every = Math.max(1, documents / (kills + 1));
      int between = Math.max(1, kills / DATABASE_KILLS);
      for (int kill = 1; kill <= kills; kill++) {
        awaitAccepted(hub, kill * every);
        NodeProcess node = nodes.get(random.nextInt(NODES));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
        System.out.printf(
            "cluster: %d handed in, kill %d of %d: %s%n", hub.accepted(), kill, kills, node.name());
        node.kill();
        if ((kill - 1) % between == 0 && (kill - 1) / between < DATABASE_KILLS) {
          killDatabase();
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
        node.start();
        if (kill == Math.max(1, kills / 2)) {
          stopPastTheLease(nodes.get(random.nextInt(NODES)));
        }
      }
      awaitAccepted(hub, documents);
    }
  }

  private static void awaitAccepted(Hub hub, int count) throws InterruptedException {
    while (hub.accepted() < count) {
      TimeUnit.MILLISECONDS.sleep(20);
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
      throws InterruptedException, SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (books.left() + books.openAlerts() > 0) {
      if (System.nanoTime() > end) {
        nodes.forEach(node -> System.err.println(node.name() + ":\n" + node.lastWords()));
        return;
      }
      System.out.printf("cluster: %s; alerts %d%n", books.states(), books.openAlerts());
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
    return LocalNetwork.builder()
        .mailbox(LocalNetwork.HUB)
        .mailbox(LocalNetwork.PRACTICE)
        .patient(LocalNetwork.PATIENT)
        .in(folder)
        .start();
  }

  private Path configuration(LocalNetwork network, PostgresServer database) throws IOException {
    return network
        .configuration(LocalNetwork.HUB, LocalNetwork.PRACTICE)
        .onDatabase(database.url(), PostgresServer.USER, database.password())
        .pollingEvery("200 ms")
        .write(folder.resolve("node.yaml"));
  }
}
