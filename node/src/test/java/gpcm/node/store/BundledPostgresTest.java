package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.Secret;
import gpcm.postgres.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled server as a node meets it: first start, restart, and after kills of either process.
 */
class BundledPostgresTest {
  @TempDir Path dataFolder;

  @Test
  void keepsItsDataAcrossRestartsAndMigratesOnce() {
    try (Database database = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      store(database, "first");
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(database, "server_encoding")).isEqualTo("UTF8");
    }
    assertThat(dataFolder.resolve("postgres/data/postmaster.pid")).doesNotExist();
    try (Database database = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      assertThat(stored(database)).containsExactly("first");
    }
  }

  @Test
  void stopsTheServerThatAKilledNodeLeftRunning() throws Exception {
    startServerAndKillItsNode();
    long process = postmaster();
    assertThat(ProcessHandle.of(process)).isPresent();
    try (Database database = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      store(database, "after the kill");
      assertThat(postmaster()).isNotEqualTo(process);
      assertThat(Files.readString(dataFolder.resolve("postgres/password")).strip())
          .hasSizeGreaterThan(40);
    }
  }

  @Test
  void survivesTheDeathOfTheServerItself() throws Exception {
    startServerAndKillItsNode();
    ProcessHandle process = ProcessHandle.of(postmaster()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    assertThat(dataFolder.resolve("postgres/data/postmaster.pid")).exists();
    try (Database database = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      store(database, "recovered");
      assertThat(stored(database)).containsExactly("recovered");
    }
  }

  @Test
  void aPidFileWithTheNumberOfAnotherLivingProcessIsStale() throws IOException {
    Database.open(DatabaseSettings.bundled(), dataFolder).close();
    Path pidFile = dataFolder.resolve("postgres/data/postmaster.pid");
    Files.write(
        pidFile,
        List.of(
            Long.toString(ProcessHandle.current().pid()),
            dataFolder.resolve("postgres/data").toString(),
            "1790000000",
            "5432",
            "",
            "127.0.0.1",
            "",
            "ready   "));
    try (Database database = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      assertThat(postmaster()).isNotEqualTo(ProcessHandle.current().pid());
      store(database, "x");
    }
  }

  @Test
  void aSecondNodeOnTheSameFolderIsRefusedAndTheFirstUndisturbed() {
    try (Database first = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      assertThatThrownBy(() -> Database.open(DatabaseSettings.bundled(), dataFolder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another node (process " + ProcessHandle.current().pid())
          .hasMessageContaining("data-folder");
      store(first, "still working");
      assertThat(stored(first)).containsExactly("still working");
    }
  }

  @Test
  void asksForAPasswordThatOnlyThisUserCanRead() throws IOException {
    PostgresServer server = PostgresServer.start(dataFolder.resolve("postgres"));
    try {
      Path file = dataFolder.resolve("postgres/password");
      assertThat(Files.getPosixFilePermissions(file))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.url(), PostgresServer.USER, "guessed"))
          .hasMessageContaining("password authentication failed");
    } finally {
      server.close();
    }
  }

  @Test
  void aFirstStartThatWasKilledHalfwayIsBegunAgain() throws IOException {
    Path half = dataFolder.resolve("postgres/data.new");
    Files.createDirectories(half);
    Files.writeString(half.resolve("PG_VERSION"), "18\n");
    try (Database database = Database.open(DatabaseSettings.bundled(), dataFolder)) {
      store(database, "x");
    }
    assertThat(half).doesNotExist();
  }

  @Test
  void aServerThatSaysItIsStartingUpIsWaitedFor() throws IOException {
    try (PostgresServer server = PostgresServer.start(dataFolder.resolve("server"));
        StartingServer starting = new StartingServer(server.url(), 2)) {
      DatabaseSettings settings =
          new DatabaseSettings(
              Optional.of("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(starting.port())),
              Optional.of(PostgresServer.USER),
              Optional.of(Secret.of(server.password())),
              4);
      try (Database database = Database.open(settings, dataFolder.resolve("node"))) {
        store(database, "x");
      }
      assertThat(starting.refusalsLeft()).isZero();
    }
  }

  @Test
  void aWrongUrlIsRefusedWithTheSettingsToCheck() {
    DatabaseSettings nowhere =
        new DatabaseSettings(
            Optional.of("jdbc:postgresql://127.0.0.1:1/gpcm"),
            Optional.of("someone"),
            Optional.of(Secret.of("very secret")),
            4);
    assertThatThrownBy(() -> Database.open(nowhere, dataFolder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no connection to jdbc:postgresql://127.0.0.1:1/gpcm")
        .hasMessageContaining("database.url")
        .hasMessageNotContaining("very secret");
    // and the folder is free again
    Database.open(DatabaseSettings.bundled(), dataFolder).close();
  }

  private void startServerAndKillItsNode() throws Exception {
    Process node =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                dataFolder.resolve("postgres").toString())
            .redirectErrorStream(true)
            .start();
    String url =
        node.inputReader(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("url "))
            .findFirst()
            .orElseThrow();
    assertThat(url).startsWith("url jdbc:postgresql://127.0.0.1:");
    node.destroyForcibly().waitFor();
  }

  /** A process with a server of its own, to be killed. */
  static final class Server {
    private Server() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println("url " + PostgresServer.start(Path.of(arguments[0])).url());
      System.in.read();
    }
  }

  @Test
  void anInstallationWithoutTheBundledServerSaysWhichSettingIsMissing() throws Exception {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    !entry.contains("gpcm-postgres")
                        && !entry.matches(".*[/\\\\]postgres[/\\\\]target.*"))
            .collect(Collectors.joining(File.pathSeparator));
    Process node =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                without,
                WithoutPostgres.class.getName(),
                dataFolder.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("refused: no database: the setting database.url is missing")
        .contains("add gpcm-postgres");
    assertThat(node.waitFor()).isZero();
  }

  /** A process whose class path lacks the room postgres. */
  static final class WithoutPostgres {
    private WithoutPostgres() {}

    public static void main(String[] arguments) {
      try (Database database = Database.open(DatabaseSettings.bundled(), Path.of(arguments[0]))) {
        System.out.println("opened " + database.bundled());
      } catch (StoreException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  private long postmaster() throws IOException {
    Path file = dataFolder.resolve("postgres/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }

  private static void store(Database database, String text) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("create table if not exists note (text text)");
              handle.execute("insert into note values (?)", text);
            });
  }

  private static List<String> stored(Database database) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select text from note").mapTo(String.class).list());
  }

  private static String setting(Database database, String name) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery("show " + name).mapTo(String.class).one());
  }
}
