package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a document costs the database when it comes alone: statements and commits, with nothing to
 * share them with. What an idle node asks in the same time is measured and taken off.
 */
public final class Alone {
  private static final int WARM_UP = 20;
  private static final int IDLE_SECONDS = 10;

  private Alone() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options = BenchmarkOptions.read(arguments, Set.of("documents"), Set.of());
    int documents = options.number("documents", 100);
    Network.measure(network -> figures(network, documents)).print();
  }

  private static ResultLine figures(Network network, int documents)
      throws IOException, InterruptedException {
    network.startNode(Side.BOTH);
    HandIn handIn = network.handIn("completed", 1);
    oneByOne(network, handIn, WARM_UP);

    CountedDatabase.Counts start = network.database().counts();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    CountedDatabase.Counts idle = network.database().since(start);
    double idleStatements = idle.statements() / (double) IDLE_SECONDS;
    double idleCommits = idle.commits() / (double) IDLE_SECONDS;
    double idleSyncs = idle.logSyncs() / (double) IDLE_SECONDS;

    start = network.database().counts();
    double seconds = oneByOne(network, handIn, documents);
    CountedDatabase.Counts all = network.database().since(start);
    double statements = (all.statements() - idleStatements * seconds) / documents;
    double commits = (all.commits() - idleCommits * seconds) / documents;
    double syncs = (all.logSyncs() - idleSyncs * seconds) / documents;
    System.out.printf(
        "alone: %.1f statements, %.1f commits, %.1f syncs of the log a document, %.0f ms until"
            + " completed; idle: %.1f statements, %.1f commits, %.1f syncs a second%n",
        statements,
        commits,
        syncs,
        seconds * 1000 / documents,
        idleStatements,
        idleCommits,
        idleSyncs);
    return ResultLine.of("alone")
        .with("statementsPerDocument", statements)
        .with("commitsPerDocument", commits)
        .with("logSyncsPerDocument", syncs)
        .with("millisUntilCompleted", seconds * 1000 / documents)
        .with("idleStatementsPerSecond", idleStatements)
        .with("idleCommitsPerSecond", idleCommits);
  }

  /** Hands in one after the other is completed; gives the seconds it took. */
  private static double oneByOne(Network network, HandIn handIn, int documents)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < documents; i++) {
      handIn.handIn(1, false);
      // Asked of the database beside the node: looking must not be counted.
      while (network.database().uncompleted() > 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
