package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/**
 * A node that only sends, then one that only receives, each with a database of its own. What the
 * first has sent waits at MESH, so that neither takes the other's time: sending ends when MESH has
 * the message, receiving when both answers are at MESH.
 */
public final class OneSided {
  private OneSided() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("documents", "warm-up-seconds", "threads"), Set.of());
    int documents = options.number("documents", 5_000);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    int threads = options.number("threads", 8);
    Network.measure(network -> figures(network, documents, warmUp, threads)).print();
  }

  private static ResultLine figures(Network network, int documents, Duration warmUp, int threads)
      throws IOException, InterruptedException, SQLException {
    Network.RunningNode sender = network.startNode(Side.SENDING);
    HandIn handIn = network.handIn("sent", threads);
    handIn.warmUp(warmUp, false);
    Measurement sent = Measurement.of(network, handIn, documents, false);
    System.out.println("sending    " + sent.told());
    network.stop(sender);
    Measurement received = receive(network, documents);
    System.out.println("receiving  " + received.told());
    return ResultLine.of("one-sided")
        .with("sentPerSecond", sent.perSecond())
        .with("receivedPerSecond", received.perSecond())
        .with("sending", sent.addTo(ResultLine.part()))
        .with("receiving", received.addTo(ResultLine.part()));
  }

  /** Everything before the last so many is warm-up. */
  private static Measurement receive(Network network, int documents)
      throws IOException, InterruptedException, SQLException {
    long waiting;
    try (Connection sent = network.database().connect(Side.SENDING)) {
      waiting = count(sent, "select count(*) from document");
    }
    if (waiting < documents * 2L) {
      System.err.printf(
          "only %d documents of warm-up before the %d that are measured%n",
          waiting - documents, documents);
    }
    network.startNode(Side.RECEIVING);
    return Received.of(network, waiting - documents, documents);
  }

  private static long count(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
