package gpcm.postgres;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled PostgreSQL, run as a server of this node's own with its data under the node's data
 * folder.
 *
 * <p>It listens on the loopback address only, on a port free at the time, and asks for a random
 * password that only this user can read. fsync is on. The caller holds the {@link FolderLock}, so a
 * server found running here was left behind by a node that was killed; it is stopped first, which
 * also ends whatever the killed node had begun and not committed.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final int START_SECONDS = 120;
  private static final int PORT_ATTEMPTS = 3;
  private static final Duration MEMORY_IN_USE = Duration.ofSeconds(60);
  private static final Duration ORPHANS = Duration.ofSeconds(3);

  /** The one user, who may do everything. */
  public static final String USER = "gpcm";

  private final PostgresBinaries binaries;
  private final Path folder;
  private final String password;
  private final ServerWatch watch;
  private int port;

  private PostgresServer(
      PostgresBinaries binaries,
      Path folder,
      String password,
      RestartLimit limit,
      PostgresListener listener) {
    this.binaries = binaries;
    this.folder = folder;
    this.password = password;
    this.watch = new ServerWatch(new Itself(), limit, listener);
  }

  /**
   * Starts the server whose files are in {@code folder}, creating them the first time.
   *
   * @throws PostgresException when it cannot be started
   */
  public static PostgresServer start(Path folder) {
    return start(folder, PostgresListener.NONE);
  }

  /** As {@link #start(Path)}; {@code listener} hears when the server ends by itself. */
  public static PostgresServer start(Path folder, PostgresListener listener) {
    return start(folder, new RestartLimit(5, Duration.ofMinutes(1)), listener);
  }

  static PostgresServer start(Path folder, RestartLimit limit, PostgresListener listener) {
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      PostgresBinaries binaries = PostgresBinaries.unpacked(real.resolve("programs"));
      PostgresServer server =
          new PostgresServer(binaries, real, password(real.resolve("password")), limit, listener);
      if (Files.exists(server.data())) {
        server.stopWhatWasLeftRunning();
      } else {
        server.createCluster();
      }
      server.startListening();
      server.watch.start();
      return server;
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /**
   * The server that another process of this user runs on {@code folder}, to connect to beside it.
   *
   * @return empty when none runs there
   * @throws PostgresException when that cannot be told
   */
  public static Optional<Running> running(Path folder) {
    try {
      if (!Files.exists(folder)) {
        return Optional.empty();
      }
      Path real = folder.toRealPath();
      Path pidFile = real.resolve("data").resolve("postmaster.pid");
      if (LeftoverServer.behind(pidFile, real.resolve("data")) != LeftoverServer.RUNNING) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(pidFile);
      // Process, data folder, start, port: the server writes them in this order.
      return lines.size() < 4
          ? Optional.empty()
          : Optional.of(
              new Running(
                  url(Integer.parseInt(lines.get(3).strip())),
                  Files.readString(real.resolve("password")).strip()));
    } catch (IOException | NumberFormatException e) {
      throw new PostgresException(
          "whether a PostgreSQL runs in %s cannot be told: %s".formatted(folder, e), e);
    }
  }

  /**
   * A server that another process has started.
   *
   * @param url where it listens
   * @param password the password of {@link #USER}
   */
  public record Running(String url, String password) {
    @Override
    public String toString() {
      return "Running[" + url + "]";
    }
  }

  /** Whether a server has ever been started on {@code folder}. */
  public static boolean hasData(Path folder) {
    return Files.isDirectory(folder.resolve("data"));
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  /** Where it listens; stays the same when it is started again. */
  public String url() {
    return url(port);
  }

  /** The password of {@link #USER}. */
  public String password() {
    return password;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("postgresql.log");
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path fresh = file.resolveSibling("password.new");
    Files.deleteIfExists(fresh);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(fresh, password + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  /**
   * Builds the cluster aside and renames it: a kill in between leaves nothing that looks like a
   * database.
   */
  private void createCluster() throws IOException {
    Path fresh = folder.resolve("data.new");
    PostgresBinaries.deleteTree(fresh);
    run(
        "initdb",
        "--pgdata=" + fresh,
        "--username=" + USER,
        "--pwfile=" + folder.resolve("password"),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        "\ninclude_if_exists = 'gpcm.conf'\n",
        StandardOpenOption.APPEND,
        StandardOpenOption.SYNC);
    FolderLock.syncFolder(fresh);
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    FolderLock.syncFolder(folder);
  }

  private void startListening() throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      try {
        startHere();
        LOG.info("bundled PostgreSQL ready on 127.0.0.1:{}, data in {}", port, data());
        return;
      } catch (PostgresException e) {
        // Somebody may take the port between our looking and the server's binding.
        boolean portTaken =
            e.getMessage().contains("could not bind")
                || e.getMessage().contains("could not create any TCP/IP sockets");
        if (!portTaken || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void startHere() throws IOException {
    Files.writeString(data().resolve("gpcm.conf"), configuration());
    long begun = System.nanoTime();
    while (true) {
      Files.deleteIfExists(log());
      try {
        run(
            "pg_ctl",
            "start",
            "--pgdata=" + data(),
            "--log=" + log(),
            "--wait",
            "--timeout=" + START_SECONDS);
        return;
      } catch (PostgresException e) {
        String log = Files.exists(log()) ? Files.readString(log()) : "";
        // What a killed server had started ends by itself soon, and holds its memory until then.
        boolean memoryInUse =
            log.contains("pre-existing shared memory block") && log.contains("still in use");
        if (!memoryInUse || System.nanoTime() - begun > MEMORY_IN_USE.toNanos()) {
          throw new PostgresException(e.getMessage() + "\n" + log.strip(), e);
        }
        LOG.info("processes of the PostgreSQL that ended still run; waiting for their end");
      }
    }
  }

  /** This server as its watch sees it. */
  private final class Itself implements ServerWatch.Watched {
    @Override
    public Optional<ProcessHandle> process() {
      try {
        return LeftoverServer.process(data().resolve("postmaster.pid"));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    @Override
    public void startAgain() {
      try {
        stopWhatWasLeftRunning();
        startHere();
      } catch (IOException e) {
        throw failed(folder, e);
      }
    }
  }

  private static PostgresException failed(Path folder, IOException cause) {
    return new PostgresException(
        "the bundled PostgreSQL could not be started in %s: %s".formatted(folder, cause), cause);
  }

  /** Statements and values stay out of the server's log: they hold patient data. */
  private String configuration() {
    return """
    # Written by the node at every start; changes are lost.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    max_connections = 100
    shared_buffers = 128MB
    # After a checkpoint the first change of a page writes the whole page to the log: let them be few.
    max_wal_size = 2GB
    # Tables that grow quickly from nothing are read by the plans of empty tables until they are analysed.
    autovacuum_naptime = 10s
    %s
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_checkpoints = off
    log_min_messages = warning
    log_min_error_statement = panic
    log_error_verbosity = terse
    log_parameter_max_length_on_error = 0
    """
        .formatted(
            port,
            binaries.hasLibrary("pg_stat_statements")
                ? "shared_preload_libraries = 'pg_stat_statements'"
                : "");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void stopWhatWasLeftRunning() throws IOException {
    Path pidFile = data().resolve("postmaster.pid");
    switch (LeftoverServer.behind(pidFile, data())) {
      case NONE -> endOrphans();
      case STALE -> {
        LOG.info("removing {} of a PostgreSQL that no longer runs", pidFile);
        endOrphans();
        Files.deleteIfExists(pidFile);
      }
      case RUNNING -> {
        LOG.warn(
            "a PostgreSQL left behind by a killed node still runs on {}; stopping it first",
            data());
        stop();
      }
      case UNKNOWN ->
          throw new PostgresException(
              ("%s names a running PostgreSQL process, and whether it is the one of this data"
                   + " folder cannot be told on this system. Stop that process, or delete the file"
                   + " if it belongs to another data folder")
                  .formatted(pidFile));
    }
  }

  /**
   * Processes whose server was killed end by themselves once they notice, which one busy with a
   * query does late. None may write any more when the next server takes over.
   */
  private void endOrphans() throws IOException {
    try {
      for (ProcessHandle orphan : ServerProcess.in(data())) {
        if (!ServerProcess.endsWithin(orphan, ORPHANS)) {
          LOG.warn(
              "process {} of a PostgreSQL that was killed still runs; ending it", orphan.pid());
          orphan.destroyForcibly();
          ServerProcess.endsWithin(orphan, ORPHANS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted while waiting for the end of orphaned processes", e);
    }
  }

  /** Stops the server: open transactions are rolled back, everything committed stays. */
  @Override
  public void close() {
    watch.close();
    LeftoverServer left = leftover();
    if (left == LeftoverServer.NONE || left == LeftoverServer.STALE) {
      return; // it ended by itself and could not be started again
    }
    stop();
  }

  private LeftoverServer leftover() {
    try {
      return LeftoverServer.behind(data().resolve("postmaster.pid"), data());
    } catch (IOException e) {
      throw new PostgresException("postmaster.pid cannot be read: " + e.getMessage(), e);
    }
  }

  private void stop() {
    try {
      run("pg_ctl", "stop", "--pgdata=" + data(), "--mode=fast", "--wait", "--timeout=30");
    } catch (PostgresException e) {
      // A crash stop loses nothing either: the next start replays the write-ahead log.
      LOG.warn("bundled PostgreSQL did not stop in time, stopping it at once: {}", e.getMessage());
      run("pg_ctl", "stop", "--pgdata=" + data(), "--mode=immediate", "--wait", "--timeout=30");
    }
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and may
      // still read our files.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries.program(program).toString());
    command.addAll(List.of(arguments));
    Path output = folder.resolve(program + ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(nowhere()))
              // A file and not a pipe: the server inherits it, and would keep a pipe open for ever.
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      Process process = builder.start();
      if (!process.waitFor(START_SECONDS + 30L, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new PostgresException(
            "%s did not end within %d seconds".formatted(program, START_SECONDS + 30));
      }
      if (process.exitValue() != 0) {
        throw new PostgresException(
            "%s failed with exit code %d in %s: %s"
                .formatted(
                    program,
                    process.exitValue(),
                    folder,
                    Files.readString(output, StandardCharsets.UTF_8).strip()));
      }
    } catch (IOException e) {
      throw new PostgresException("%s could not be run: %s".formatted(command, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted while waiting for " + program, e);
    }
  }

  private static File nowhere() {
    return new File(PostgresBinaries.isWindows() ? "NUL" : "/dev/null");
  }
}
