package gpcm.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.exchange.DocumentState;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshClient;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.config.NodeConfiguration;
import gpcm.postgres.PostgresServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of one's own making, each started and closed by the test. */
class LocalNetworkTest {
  private static final TestOrganisation SUPPLIER =
      TestOrganisation.receiver("A99905", "A system under test");

  @TempDir Path folder;

  @Test
  void a_mailbox_without_a_node_is_for_the_system_under_test() throws Exception {
    RegisteredPatient patient =
        new RegisteredPatient("9990000034", LocalDate.of(1970, 2, 3), "Testpatient", "A99905");
    try (LocalNetwork network =
            LocalNetwork.builder()
                .node(LocalNetwork.HUB)
                .mailbox(SUPPLIER)
                .patient(patient)
                .start();
        MeshClient system = network.client(SUPPLIER).build()) {
      TestNode hub = network.node(LocalNetwork.HUB);
      UUID id = hub.handIn(network.consultation(LocalNetwork.HUB, SUPPLIER, patient));
      hub.await(id, DocumentState.SENT);
      assertThat(system.inbox(InboxQuery.all()).messageIds()).hasSize(1);
    }
  }

  @Test
  void one_node_may_work_for_several_organisations() throws Exception {
    try (LocalNetwork network =
        LocalNetwork.builder()
            .node(LocalNetwork.HUB, LocalNetwork.PRACTICE)
            .patient(LocalNetwork.PATIENT)
            .start()) {
      TestNode both = network.node(LocalNetwork.HUB);
      assertThat(network.node(LocalNetwork.PRACTICE)).isSameAs(both);
      both.await(both.handIn(network.consultation()), DocumentState.COMPLETED);
      assertThat(both.worklist()).hasSize(1);
    }
  }

  @Test
  void networks_run_side_by_side() throws Exception {
    LocalNetwork.Builder builder = LocalNetwork.hubAndPractice();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> filed = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        filed.add(
            threads.submit(
                () -> {
                  try (LocalNetwork network = builder.start()) {
                    TestNode hub = network.node(LocalNetwork.HUB);
                    hub.await(hub.handIn(network.consultation()), DocumentState.COMPLETED);
                    return network.node(LocalNetwork.PRACTICE).worklist().size();
                  }
                }));
      }
      for (Future<Integer> each : filed) {
        assertThat(each.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_database_server_that_is_there_already_is_left_as_it_was() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder.resolve("server"))) {
      List<String> before = databases(server);
      try (LocalNetwork network =
          LocalNetwork.hubAndPractice()
              .database(server.url(), PostgresServer.USER, server.password())
              .start()) {
        TestNode hub = network.node(LocalNetwork.HUB);
        hub.await(hub.handIn(network.consultation()), DocumentState.COMPLETED);
        assertThat(databases(server)).hasSize(before.size() + 2);
      }
      assertThat(databases(server)).isEqualTo(before);
    }
  }

  private static List<String> databases(PostgresServer server) throws Exception {
    try (var connection =
            DriverManager.getConnection(server.url(), PostgresServer.USER, server.password());
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select datname from pg_database order by 1")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }

  @Test
  void a_database_that_cannot_be_used_is_named_and_nothing_is_left() {
    assertThatThrownBy(() -> LocalNetwork.hubAndPractice().database("jdbc:h2:mem", "u", "p"))
        .hasMessageContaining("'jdbc:h2:mem' is no PostgreSQL address");
    LocalNetwork.Builder nowhere =
        LocalNetwork.hubAndPractice()
            .in(folder)
            .database("jdbc:postgresql://127.0.0.1:1/postgres", "user", "secret-of-ours");
    assertThatThrownBy(nowhere::start)
        .hasMessageContaining("Give the address of a PostgreSQL that runs")
        .hasMessageNotContaining("secret-of-ours");
    assertThat(folder.resolve("mesh")).exists();
  }

  @Test
  void a_folder_of_ones_own_stays_and_a_temporary_one_goes() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = networks(temporary);
    LocalNetwork.builder().mailbox(SUPPLIER).start().close();
    assertThat(networks(temporary)).isEqualTo(before);

    LocalNetwork.builder().mailbox(SUPPLIER).in(folder.resolve("kept")).start().close();
    assertThat(folder.resolve("kept/mesh")).isDirectory();
  }

  private static List<Path> networks(Path temporary) throws Exception {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(path -> path.getFileName().toString().startsWith("gpcm-network"))
          .sorted()
          .toList();
    }
  }

  @Test
  void the_configuration_of_a_node_that_runs_elsewhere_can_be_read() throws Exception {
    try (LocalNetwork network =
        LocalNetwork.builder()
            .mailbox(LocalNetwork.HUB)
            .mailbox(LocalNetwork.PRACTICE)
            .patient(LocalNetwork.PATIENT)
            .start()) {
      Path file =
          network
              .configuration(LocalNetwork.HUB, LocalNetwork.PRACTICE)
              .onPort(8099)
              .onDatabase("jdbc:postgresql://db.example/gpcm", "gpcm", "password: \"#1")
              .pollingEvery("200 ms")
              .write(folder.resolve("node.yaml"));

      NodeConfiguration read = NodeConfiguration.read(file, Map.of());
      assertThat(read.dataFolder()).isEqualTo(folder.resolve("data"));
      assertThat(read.http().port()).isEqualTo(8099);
      assertThat(read.database().password().orElseThrow().reveal()).isEqualTo("password: \"#1");
      assertThat(read.mesh().pollInterval()).isEqualTo(Duration.ofMillis(200));
      assertThat(read.mesh().http().orElseThrow().url()).isEqualTo(network.mesh().url());
      assertThat(read.organisations())
          .extracting(each -> each.ods())
          .containsExactly(LocalNetwork.HUB.ods(), LocalNetwork.PRACTICE.ods());
      assertThat(Files.readString(read.organisations().get(1).patients().orElseThrow()))
          .contains("9990000018");
    }
  }

  private static int status(TestNode node) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(node.url().resolve("/api/v1/documents"))
                  .header("Authorization", "Bearer " + node.key(LocalNetwork.HUB))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[20_000]))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void mesh_and_nodes_can_be_told_more() throws Exception {
    try (LocalNetwork network =
        LocalNetwork.hubAndPractice()
            .patience(Duration.ofMillis(1))
            .mesh(settings -> settings.host("localhost"))
            .configured(
                told ->
                    told.with(
                        told.http().withMaxRequestSize(gpcm.node.config.ByteSize.ofKibibytes(16))))
            .start()) {
      network.mesh().add(InjectedFault.drop("POST", "/outbox", false));
      TestNode hub = network.node(LocalNetwork.HUB);
      UUID id = hub.handIn(network.consultation());
      assertThat(network.mesh().url().getHost()).isEqualTo("localhost");
      assertThat(status(hub)).as("larger than it was told").isEqualTo(413);
      assertThatThrownBy(() -> hub.await(id, DocumentState.OVERDUE))
          .hasMessageContaining("not overdue");
    }
  }
}
