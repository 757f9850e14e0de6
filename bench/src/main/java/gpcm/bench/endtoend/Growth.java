package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a document costs when ten thousand, a hundred thousand, a million others were handled
 * before, and whether the database reads a large table whole for it or for a list.
 */
public final class Growth {
  private static final Lists LISTS =
      Lists.of(
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
        Map<String, Long> before = network.database().readWhole();
        Measurement measured = Measurement.of(network, handIn, documents, false);
        double listMillis = LISTS.slowestMillis(node, callers);
        Map<String, Long> after = network.database().readWholeSince(before);
        System.out.printf("%,d before  %s%n", size, measured.told());
        line.with("after" + size, LISTS.addTo(measured, listMillis, after));
        last = measured.cpu().total(documents);
        smallest = smallest == 0 ? last : smallest;
      }
    }
    return line.with("timesCpu", last / smallest);
  }
}
