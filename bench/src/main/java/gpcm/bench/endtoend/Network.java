package gpcm.bench.endtoend;

import gpcm.bench.Patients;
import gpcm.cli.node.DemoMail;
import gpcm.node.config.MailServerSettings;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a document travels through, each part a process: a strict MESH server, PostgreSQL, and
 * the nodes that are started in it. Belongs to one thread.
 */
final class Network implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");
  private static final int START_SECONDS = 180;

  private final Installation version;
  private final Path folder;
  private final CountedDatabase database;
  private final Process mesh;
  private final URI meshAddress;
  private final List<RunningNode> nodes = new ArrayList<>();
  private Optional<String> key = Optional.empty();
  private Optional<PdsServer> pds = Optional.empty();
  private Optional<DemoMail> mail = Optional.empty();

  /**
   * A node.
   *
   * @param address where its HTTP API is
   */
  record RunningNode(Process process, URI address) {}

  /** What is measured in a network. */
  @FunctionalInterface
  interface Benchmark<T> {
    T run(Network network) throws IOException, InterruptedException, SQLException;
  }

  private Network(
      Installation version, Path folder, CountedDatabase database, Process mesh, URI meshAddress) {
    this.version = version;
    this.folder = folder;
    this.database = database;
    this.mesh = mesh;
    this.meshAddress = meshAddress;
  }

  /** Measures in a network of this version, whose folder is removed afterwards. */
  static <T> T measure(Benchmark<T> benchmark)
      throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("gpcm-benchmark");
    try (Installation version = Installation.here();
        Network network = start(version, folder)) {
      return benchmark.run(network);
    } finally {
      TemporaryFiles.delete(folder);
    }
  }

  /** Starts the database and the MESH server. */
  static Network start(Installation version, Path folder) throws IOException, InterruptedException {
    CountedDatabase database = CountedDatabase.start(folder.resolve("database"));
    Process mesh = null;
    try {
      Path network = Files.writeString(folder.resolve("network.jsonl"), network());
      Path log = folder.resolve("mesh.log");
      mesh =
          version.start(
              log,
              "",
              "mesh",
              "serve",
              "--mode=strict",
              "--port=0",
              "--data=" + folder.resolve("mesh"),
              "--network=" + network);
      return new Network(version, folder, database, mesh, address(mesh, log));
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop(mesh);
      database.close();
      throw e;
    }
  }

  /**
   * The nodes that are started from now on look patients up at a stand-in for PDS, in this process,
   * before documents about them leave.
   */
  void lookPatientsUp() {
    PdsServer server = PdsServer.start(PdsServerSettings.defaults());
    Patients.register(server);
    pds = Optional.of(server);
  }

  /** The nodes that are started from now on mail alerts to a catcher, which is given. */
  DemoMail catchAlerts() throws IOException {
    DemoMail catcher = DemoMail.start(folder.resolve("mail"), CountedDatabase.PASSWORD);
    mail = Optional.of(catcher);
    return catcher;
  }

  /** Starts a node that works for this side. */
  RunningNode startNode(Side side) throws IOException, InterruptedException {
    return startNode(side, "");
  }

  /**
   * As {@link #startNode(Side)}.
   *
   * @param javaOptions of the node's JVM
   */
  RunningNode startNode(Side side, String javaOptions) throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("node-" + (nodes.size() + 1)));
    return startNode(version, own, side, javaOptions);
  }

  /** Starts a node of another version that only receives, in an empty database. */
  RunningNode startReceiver(Installation other)
      throws IOException, InterruptedException, SQLException {
    database.empty(Side.RECEIVING);
    Path own = Files.createTempDirectory(folder, "receiver-");
    return startNode(other, own, Side.RECEIVING, "");
  }

  private RunningNode startNode(Installation by, Path own, Side side, String javaOptions)
      throws IOException, InterruptedException {
    Path log = own.resolve("node.log");
    Path configuration = configuration(own, side);
    Process process = by.start(log, javaOptions, "node", "--config=" + configuration);
    try {
      RunningNode node = new RunningNode(process, address(process, log));
      nodes.add(node);
      if (side.sends() && key.isEmpty()) {
        key = madeKey(configuration, own.resolve("key.txt"));
      }
      return node;
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop(process);
      throw e;
    }
  }

  /** Revisions that know of no keys ask for none. */
  private Optional<String> madeKey(Path configuration, Path output)
      throws IOException, InterruptedException {
    version
        .start(
            output,
            "",
            "node",
            "key",
            "make",
            "--config=" + configuration,
            "--organisation=A99901",
            "--name=benchmark",
            "--scope=document.submit,outbox.see,alert.close-sent,node.see")
        .waitFor();
    return Files.readAllLines(output).stream().filter(line -> line.startsWith("gpcm_")).findFirst();
  }

  /** What the hub's clinical system presents. */
  Optional<String> key() {
    return key;
  }

  CountedDatabase database() {
    return database;
  }

  List<RunningNode> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * Hands in to the nodes that run now.
   *
   * @param end the state in which a document has got as far as the benchmark looks
   */
  HandIn handIn(String end, int threads) throws IOException {
    return handIn(HandIn.What.SUMMARY, end, threads);
  }

  /** As {@link #handIn(String, int)}, of something else. */
  HandIn handIn(HandIn.What what, String end, int threads) throws IOException {
    return new HandIn(
        nodes.stream().map(RunningNode::address).toList(), key, end, what, version.root(), threads);
  }

  Process meshProcess() {
    return mesh;
  }

  private static URI address(Process process, Path log) throws IOException, InterruptedException {
    for (int waited = 0; waited < START_SECONDS * 10; waited++) {
      Matcher said = ADDRESS.matcher(Files.readString(log));
      if (said.find()) {
        return URI.create(said.group());
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IOException(
        "a process of the benchmark did not say where it listens:\n" + Files.readString(log));
  }

  private static String network() {
    String both = "[\"A99901OT001\", \"A99902OT001\"]";
    return """
    {"shared_key": "TestKey"}
    {"mailbox": {"mailbox_id": "A99901OT001", "ods_code": "A99901", "org_name": "Hub", "password": "password"}}
    {"mailbox": {"mailbox_id": "A99902OT001", "ods_code": "A99902", "org_name": "Practice", "password": "password"}}
    {"workflow": {"workflow_id": "GPFED_CONSULT_REPORT", "senders": %s, "receivers": %s}}
    {"workflow": {"workflow_id": "GPFED_CONSULT_REPORT_ACK", "senders": %s, "receivers": %s}}
    """
            .formatted(both, both, both, both)
        + patients()
            .map(
                """
                {"patient": {"nhs_number": "%s", "birth_date": "1957-01-09", "surname": "Testpatient", "practice_ods": "A99902"}}
                """
                    ::formatted)
            .collect(Collectors.joining());
  }

  private static Stream<String> patients() {
    return Stream.concat(Stream.of("9990000018"), Patients.all().stream());
  }

  // Nothing here that the first version did not have: other revisions read it too.
  private Path configuration(Path own, Side side) throws IOException {
    Files.write(
        own.resolve("patients.jsonl"),
        patients()
            .map(
                "{\"nhsNumber\":\"%s\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"known\"}"
                    ::formatted)
            .toList());
    String hub =
        """
          - ods: A99901
            name: Hub
            mailbox: A99901OT001
            mailbox-password: password
        """;
    String practice =
        """
          - ods: A99902
            name: Practice
            mailbox: A99902OT001
            mailbox-password: password
            patients: patients.jsonl
        """;
    return Files.writeString(
        own.resolve("node.yaml"),
        """
        data-folder: data
        database:
          url: %s
          user: %s
          password: %s
        http:
          port: 0
          max-request-size: 200 MB
        receiving:
          max-message-size: 200 MB
        mesh:
          url: %s
          shared-key: TestKey
          poll-interval: 50 ms
        organisations:
        """
                .formatted(
                    database.url(side.database()),
                    CountedDatabase.USER,
                    CountedDatabase.PASSWORD,
                    meshAddress)
            + (side.sends() ? hub + pds.map(server -> "    look-up: pds\n").orElse("") : "")
            + (side.receives() ? practice : "")
            + pds.map(
                    server ->
                        "pds:\n  url: %s\n  calls-per-second: 1000\n".formatted(server.fhir()))
                .orElse("")
            + mail.map(Network::mailing).orElse(""));
  }

  private static String mailing(DemoMail catcher) {
    MailServerSettings server = catcher.settings();
    return """
    alerts:
      mail:
        host: %s
        port: %d
        ca: %s
        user: %s
        password: %s
        from: %s
    """
        .formatted(
            server.host(),
            server.port(),
            server.ca().orElseThrow(),
            server.login().orElseThrow().user(),
            CountedDatabase.PASSWORD,
            server.from());
  }

  private static void stop(Process process) {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops a node as an operator does. */
  void stop(RunningNode node) {
    stop(node.process());
    nodes.remove(node);
  }

  /** From now on MESH answers nobody. */
  void pauseMesh() throws IOException, InterruptedException {
    signalMesh("STOP");
  }

  /** MESH goes on. */
  void resumeMesh() throws IOException, InterruptedException {
    signalMesh("CONT");
  }

  private void signalMesh(String signal) throws IOException, InterruptedException {
    if (new ProcessBuilder("kill", "-" + signal, Long.toString(mesh.pid())).start().waitFor()
        != 0) {
      throw new IOException("the MESH server cannot be sent the signal " + signal);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      nodes.forEach(node -> stop(node.process()));
      stop(mesh);
      pds.ifPresent(PdsServer::close);
      mail.ifPresent(DemoMail::close);
    } finally {
      database.close();
    }
  }
}
