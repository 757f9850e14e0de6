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
 * Three nodes, 10,000 documents, twenty kills of a node, three of the database server, and one node
 * stopped past its lease: every document stands in the worklist once and was answered. The same
 * with 200 kills: {@code bench/run cluster --kills 200}.
 */
@Tag("slow")
class ClusterTest {
  private static final int DOCUMENTS = Integer.getInteger("gpcm.documents", 10_000);

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void killing_nodes_and_their_database_loses_nothing_and_doubles_nothing() throws Exception {
    long seed = Long.getLong("gpcm.seed", new Random().nextInt(1 << 30));

    Cluster.Outcome outcome =
        Cluster.run(DOCUMENTS, 20, seed, Path.of(System.getProperty("project.root")), gpcm());

    assertThat(outcome.lost()).as(outcome.detail()).isZero();
    assertThat(outcome.doubled()).as(outcome.detail()).isZero();
    assertThat(outcome.left()).as(outcome.detail()).isZero();
    assertThat(outcome.openAlerts()).as(outcome.detail()).isZero();
    assertThat(outcome.documents()).isEqualTo(DOCUMENTS);
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
