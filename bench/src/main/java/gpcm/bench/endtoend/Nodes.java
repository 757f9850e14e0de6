package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One, two and three nodes on one PostgreSQL, end to end: what a further process costs where there
 * is nothing to gain, and what it brings where there is.
 */
public final class Nodes {
  private static final int MOST = 3;

  private Nodes() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("documents", "warm-up-seconds", "threads"), Set.of());
    int documents = options.number("documents", 4_000);
    int threads = options.number("threads", 8);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    List<Measurement> measured = new ArrayList<>();
    for (int count = 1; count <= MOST; count++) {
      int nodes = count;
      Measurement one =
          Network.measure(
              network -> {
                for (int i = 0; i < nodes; i++) {
                  network.startNode(Side.BOTH);
                }
                HandIn handIn = network.handIn("completed", threads);
                handIn.warmUp(warmUp, false);
                return Measurement.of(network, handIn, documents, false);
              });
      System.out.println(count + " nodes  " + one.told());
      measured.add(one);
    }
    ResultLine line = ResultLine.of("nodes");
    String[] names = {"one", "two", "three"};
    for (int i = 0; i < MOST; i++) {
      line.with(
          names[i],
          measured
              .get(i)
              .addTo(ResultLine.part().with("documentsPerSecond", measured.get(i).perSecond())));
    }
    line.with("timesTwo", measured.get(1).perSecond() / measured.get(0).perSecond())
        .with("timesThree", measured.get(2).perSecond() / measured.get(0).perSecond())
        .print();
  }
}
