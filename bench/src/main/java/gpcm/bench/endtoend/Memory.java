package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heap a node needs: for a message with a large attachment through both sides, and for many
 * documents that wait while MESH is away. The limit is the JVM's own: a node that needs more ends.
 */
public final class Memory {
  private static final int GROWTH_MEBIBYTES = 64;
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  private Memory() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("attachment-megabytes", "waiting"), Set.of());
    int attachment = options.number("attachment-megabytes", 100);
    int waiting = options.number("waiting", 10_000);
    long idle = Network.measure(Memory::idle);
    System.out.printf("%d MiB are held when nothing is done%n", idle);
    double seconds =
        Network.measure(network -> large(network, idle + GROWTH_MEBIBYTES, attachment));
    System.out.printf(
        "an attachment of %d MB went through both sides in a heap of %d MiB, %.1f s%n",
        attachment, idle + GROWTH_MEBIBYTES, seconds);
    int completed = Network.measure(network -> waiting(network, waiting));
    System.out.printf("%d documents waited and were completed in 256 MiB%n", completed);
    ResultLine.of("memory")
        .with("idleHeapMebibytes", idle)
        .with("heapMebibytes", idle + GROWTH_MEBIBYTES)
        .with("attachmentMegabytes", attachment)
        .with("seconds", seconds)
        .with("waitedIn256Mebibytes", completed)
        .print();
  }

  /** Mebibytes that a node holds after some documents, when all that can go has gone. */
  private static long idle(Network network) throws IOException, InterruptedException {
    Network.RunningNode node = network.startNode(Side.BOTH);
    HandIn handIn = network.handIn("completed", 4);
    handIn.awaitAll(handIn.handIn(200, false));
    ask(node, "GC.run");
    return held(ask(node, "GC.heap_info"));
  }

  private static double large(Network network, long mebibytes, int megabytes)
      throws IOException, InterruptedException {
    network.startNode(Side.BOTH, "-Xmx" + mebibytes + "m");
    HandIn handIn = network.handIn("completed", 4);
    handIn.awaitAll(handIn.handIn(50, false));
    long start = System.nanoTime();
    handIn.awaitAll(List.of(handIn.handInLarge(megabytes * 1_000_000)));
    return (System.nanoTime() - start) / 1e9;
  }

  private static int waiting(Network network, int documents)
      throws IOException, InterruptedException {
    network.startNode(Side.BOTH, "-Xmx256m");
    HandIn handIn = network.handIn("completed", 8);
    network.pauseMesh();
    List<HandIn.Accepted> accepted = handIn.handIn(documents, false);
    network.resumeMesh();
    handIn.awaitAll(accepted);
    return accepted.size();
  }

  private static String ask(Network.RunningNode node, String command)
      throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(node.process().pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("the node's JVM does not answer " + command + ": " + said);
    }
    return said;
  }

  // Of the serial collector, which the launcher asks for: young and old generation.
  private static long held(String heapInfo) throws IOException {
    long kibibytes = 0;
    Matcher used = USED.matcher(heapInfo);
    while (used.find()) {
      kibibytes += Long.parseLong(used.group(1));
    }
    if (kibibytes == 0) {
      throw new IOException("the JVM says something else than expected of its heap:\n" + heapInfo);
    }
    return Math.ceilDiv(kibibytes, 1024);
  }
}
