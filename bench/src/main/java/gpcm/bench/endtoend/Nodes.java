package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path root = Path.of(System.getProperty("project.root", ".")).toAbsolutePath().normalize();
    List<Measurement> measured = new ArrayList<>();
    Path folder = Files.createTempDirectory("gpcm-nodes");
    try (Installation version = Installation.built(root)) {
      for (int count = 1; count <= MOST; count++) {
        Path own = Files.createDirectory(folder.resolve(Integer.toString(count)));
        try (Network network = Network.start(version, own)) {
          for (int i = 0; i < count; i++) {
            network.startNode(Side.BOTH);
          }
          HandIn handIn =
              new HandIn(network.addresses(), "completed", root, options.number("threads", 8));
          handIn.warmUp(Duration.ofSeconds(options.number("warm-up-seconds", 60)), false);
          Measurement one =
              Measurement.of(network, handIn, options.number("documents", 4_000), false);
          System.out.println(count + " nodes  " + one.told());
          measured.add(one);
        } finally {
          TemporaryFiles.delete(own);
        }
      }
    } finally {
      TemporaryFiles.delete(folder);
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
