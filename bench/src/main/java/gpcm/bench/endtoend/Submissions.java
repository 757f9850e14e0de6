package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Consultations that a clinical system records, of many patients, each looked up at a stand-in for
 * PDS, sent without waiting, and answered: how many are accepted a second, and how many completed.
 */
public final class Submissions {
  private static final int[] CLIENTS = {1, 8, 64};

  private Submissions() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("consultations", "warm-up-seconds"), Set.of());
    int consultations = options.number("consultations", 2_000);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    Network.measure(network -> figures(network, consultations, warmUp)).print();
  }

  private static ResultLine figures(Network network, int consultations, Duration warmUp)
      throws IOException, InterruptedException, SQLException {
    network.lookPatientsUp();
    network.startNode(Side.BOTH);
    network.database().summariesLeaveAfter(Duration.ZERO);
    network.handIn("completed", 8).warmUpRecording(warmUp);
    ResultLine line = ResultLine.of("submissions").with("consultations", consultations);
    for (int clients : CLIENTS) {
      HandIn handIn = network.handIn("completed", clients);
      long start = System.nanoTime();
      List<HandIn.Accepted> accepted = handIn.record(consultations);
      double acceptedPerSecond = consultations / seconds(start);
      handIn.awaitAll(accepted);
      double completedPerSecond = consultations / seconds(start);
      System.out.printf(
          Locale.ROOT,
          "%2d clients, %d consultations: %.1f accepted and %.1f completed a second%n",
          clients,
          consultations,
          acceptedPerSecond,
          completedPerSecond);
      line.with("acceptedPerSecond" + clients, acceptedPerSecond)
          .with("completedPerSecond" + clients, completedPerSecond);
    }
    return line;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
