package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a document costs when ten thousand, a hundred thousand, a million others were handled
 * before, and whether the database reads a large table whole for it or for a list.
 */
public final class Growth {
  private static final int LARGE = 5_000;

  private static final List<String> LISTS =
      List.of(
          "/api/v1/documents",
          "/api/v1/documents?organisation=A99901",
          "/api/v1/documents?state=failed",
          "/api/v1/documents?organisation=A99901&state=sent",
          "/api/v1/worklist",
          "/api/v1/worklist?organisation=A99902",
          "/api/v1/alerts",
          "/api/v1/nodes",
          "/outbox",
          "/worklist",
          "/alerts");

  private Growth() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("largest", "documents", "warm-up-seconds"), Set.of());
    int largest = options.number("largest", 1_000_000);
    int documents = options.number("documents", 3_000);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    Network.measure(network -> figures(network, largest, documents, warmUp)).print();
  }

  private static ResultLine figures(Network network, int largest, int documents, Duration warmUp)
      throws IOException, InterruptedException, SQLException {
    ResultLine line = ResultLine.of("growth");
    URI node = network.startNode(Side.BOTH).address();
    HandIn handIn = network.handIn("completed", 8);
    handIn.awaitAll(handIn.handIn(1, false));
    Callers callers = Callers.of(network.database());
    double smallest = 0;
    double last = 0;
    try (History history = History.ofTheOnlyDocument(network.database())) {
      for (int size : new int[] {largest / 100, largest / 10, largest}) {
        history.fillUpTo(size);
        handIn.warmUp(warmUp, false);
        Map<String, Long> before = readWhole(network.database());
        Measurement measured = Measurement.of(network, handIn, documents, false);
        double listMillis = readLists(node, callers);
        Map<String, Long> after = readWhole(network.database());
        after.replaceAll((table, rows) -> rows - before.getOrDefault(table, 0L));
        after.values().removeIf(rows -> rows == 0);
        System.out.printf("%,d before  %s%n", size, measured.told());
        after.forEach(
            (table, rows) -> System.out.printf("  %s was read whole: %,d rows%n", table, rows));
        line.with(
            "after" + size,
            measured
                .addTo(ResultLine.part().with("documentsPerSecond", measured.perSecond()))
                .with("slowestListMillis", listMillis)
                .with("rowsReadWhole", after.values().stream().mapToLong(rows -> rows).sum()));
        last = measured.cpu().total(documents);
        smallest = smallest == 0 ? last : smallest;
      }
    }
    return line.with("timesCpu", last / smallest);
  }

  /** Rows that were read one after the other, in each table that is large by now. */
  private static Map<String, Long> readWhole(CountedDatabase database) throws SQLException {
    Map<String, Long> read = new TreeMap<>();
    try (Connection connection = database.connect(Side.BOTH);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select relname, seq_tup_read from pg_stat_user_tables where n_live_tup > "
                    + LARGE)) {
      while (rows.next()) {
        read.put(rows.getString(1), rows.getLong(2));
      }
    }
    return read;
  }

  /** Asks for each list; gives how long the slowest took, in milliseconds. */
  private static double readLists(URI node, Callers callers)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    double slowest = 0;
    for (String list : LISTS) {
      long start = System.nanoTime();
      HttpResponse<byte[]> answer =
          http.send(callers.ask(node, list), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(list + " answers " + answer.statusCode());
      }
      slowest = Math.max(slowest, (System.nanoTime() - start) / 1e6);
    }
    return slowest;
  }
}
