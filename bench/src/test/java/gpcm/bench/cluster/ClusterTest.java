package gpcm.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes, twenty kills of a node, three of the database server, one node stopped past its
 * lease, PDS failing again and again: every report that was to arrive stands in the worklist once
 * and was answered, nothing that was taken back before it left does, and people are told of each
 * consultation that was deleted too late. The same with 200 kills: {@code bench/run cluster --kills
 * 200}.
 */
@Tag("slow")
class ClusterTest {
  private static final int DOCUMENTS = Integer.getInteger("gpcm.documents", 10_000);
  private static final int KILLS = Integer.getInteger("gpcm.kills", 20);
  private static final long SEED = Long.getLong("gpcm.seed", new Random().nextInt(1 << 30));

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void killing_nodes_and_their_database_loses_nothing_and_doubles_nothing() throws Exception {
    check(new Cluster.Load(DOCUMENTS, KILLS, SEED, false));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void nor_does_it_behind_mesh_file_clients() throws Exception {
    check(new Cluster.Load(DOCUMENTS / 20, Math.min(KILLS, 5), SEED, true));
  }

  private static void check(Cluster.Load load) throws Exception {
    Cluster.Outcome outcome =
        Cluster.run(load, Path.of(System.getProperty("project.root")), gpcm());

    assertThat(outcome.lost()).as("lost: " + outcome.detail()).isZero();
    assertThat(outcome.doubled()).as("doubled: " + outcome.detail()).isZero();
    assertThat(outcome.shown()).as("shown though taken back: " + outcome.detail()).isZero();
    assertThat(outcome.untold()).as("nobody told: " + outcome.detail()).isZero();
    assertThat(outcome.left()).as("left: " + outcome.detail()).isZero();
    assertThat(outcome.openAlerts()).as("alerts: " + outcome.detail()).isZero();
    assertThat(outcome.consultations()).isEqualTo(load.consultations());
  }

  private static List<String> gpcm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "gpcm.cli.Main");
  }
}
