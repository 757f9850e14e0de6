package gpcm.bench.endtoend;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** What a node does that finds documents at MESH and only receives. */
final class Received {
  private Received() {}

  /**
   * Measures a node that has just been started in a database of its own.
   *
   * @param warmUp so many come before
   */
  static Measurement of(Network network, long warmUp, long documents)
      throws IOException, InterruptedException, SQLException {
    try (Connection received = network.database().connect(Side.RECEIVING)) {
      long before = await(received, warmUp);
      CountedDatabase.Counts counts = network.database().counts();
      ProcessorTime used = ProcessorTime.of(network);
      long start = System.nanoTime();
      long all = await(received, warmUp + documents);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Measurement(
          Math.toIntExact(all - before),
          seconds,
          network.database().since(counts),
          ProcessorTime.of(network).since(used),
          0);
    }
  }

  /** Waits until so many are answered twice; gives how many are. */
  private static long await(Connection received, long documents)
      throws InterruptedException, SQLException {
    long answered = 0;
    while (answered < documents) {
      TimeUnit.MILLISECONDS.sleep(200);
      answered = answered(received);
    }
    return answered;
  }

  private static long answered(Connection received) throws SQLException {
    try (Statement statement = received.createStatement();
        ResultSet row =
            statement.executeQuery("select count(*) / 2 from answer where state = 'sent'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
