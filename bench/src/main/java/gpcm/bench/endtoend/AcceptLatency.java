package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * From a request with a PDF until its 202, which says that the document is on the disk, while the
 * same node sends and receives what was accepted before.
 */
public final class AcceptLatency {
  private static final int[] CLIENTS = {1, 8, 64};
  private static final int A_CLIENT = 40;
  private static final int LEAST = 400;

  private AcceptLatency() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("warm-up-seconds"), Set.of());
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    Network.measure(network -> figures(network, warmUp)).print();
  }

  private static ResultLine figures(Network network, Duration warmUp)
      throws IOException, InterruptedException {
    ResultLine line = ResultLine.of("accept-latency");
    network.startNode(Side.BOTH);
    network.handIn("completed", 8).warmUp(warmUp, false);
    for (int clients : CLIENTS) {
      HandIn handIn = network.handIn("completed", clients);
      List<HandIn.Accepted> accepted = handIn.handIn(Math.max(LEAST, clients * A_CLIENT), false);
      List<Double> millis = accepted.stream().map(HandIn.Accepted::millis).sorted().toList();
      double median = millis.get(millis.size() / 2);
      double late = millis.get(millis.size() * 99 / 100);
      System.out.printf(
          Locale.ROOT,
          "%2d clients, %d documents: median %.1f ms, 99th percentile %.1f ms%n",
          clients,
          millis.size(),
          median,
          late);
      line.with("medianMillis" + clients, median).with("p99Millis" + clients, late);
      handIn.awaitAll(accepted);
    }
    return line;
  }
}
