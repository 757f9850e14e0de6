package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Documents received a second: downloaded, checked, filed and answered twice, by a node that does
 * nothing else and finds them waiting at MESH. Consultation Summaries, and documents with coded
 * entries. Another revision can take turns with this one: both receive what this one sent.
 */
public final class Receiving {
  private final Network network;
  private final int documents;
  private final int warmUp;
  private final int threads;

  private Receiving(Network network, int documents, int warmUp, int threads) {
    this.network = network;
    this.documents = documents;
    this.warmUp = warmUp;
    this.threads = threads;
  }

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("documents", "warm-up", "threads", "turns", "against"), Set.of());
    Optional<String> against = options.text("against");
    int turns = options.number("turns", 2);
    Path folder = Files.createTempDirectory("gpcm-receiving");
    try (Installation here = Installation.here();
        Network network = Network.start(here, folder)) {
      Receiving receiving =
          new Receiving(
              network,
              options.number("documents", 3_000),
              options.number("warm-up", 3_000),
              options.number("threads", 8));
      if (against.isPresent()) {
        try (Installation other = Installation.ofRevision(here.root(), against.get(), folder)) {
          receiving.figures(turns, here, Optional.of(other)).print();
        }
      } else {
        receiving.figures(turns, here, Optional.empty()).print();
      }
    } finally {
      TemporaryFiles.delete(folder);
    }
  }

  private ResultLine figures(int turns, Installation here, Optional<Installation> other)
      throws IOException, InterruptedException, SQLException {
    Map<HandIn.What, Rates> ours = new EnumMap<>(HandIn.What.class);
    Map<HandIn.What, Rates> theirs = new EnumMap<>(HandIn.What.class);
    for (int turn = 1; turn <= turns; turn++) {
      for (HandIn.What what : HandIn.What.values()) {
        if (other.isPresent()) {
          theirs.merge(what, turn(what, other.get()), Rates::and);
        }
        ours.merge(what, turn(what, here), Rates::and);
      }
    }
    ResultLine line = ResultLine.of("receiving");
    add(line, ours);
    if (other.isPresent()) {
      ResultLine part = ResultLine.part().with("revision", other.get().name());
      add(part, theirs);
      line.with("against", part)
          .with("timesReceivedPerSecond", times(HandIn.What.SUMMARY, ours, theirs))
          .with("timesCodedPerSecond", times(HandIn.What.CODED, ours, theirs));
    }
    return line.with("turns", turns);
  }

  private static void add(ResultLine line, Map<HandIn.What, Rates> rates) {
    line.with("receivedPerSecond", rates.get(HandIn.What.SUMMARY).perSecond())
        .with("codedPerSecond", rates.get(HandIn.What.CODED).perSecond())
        .with("received", rates.get(HandIn.What.SUMMARY).last().addTo(ResultLine.part()))
        .with("coded", rates.get(HandIn.What.CODED).last().addTo(ResultLine.part()));
  }

  private static double times(
      HandIn.What what, Map<HandIn.What, Rates> ours, Map<HandIn.What, Rates> theirs) {
    return ours.get(what).perSecond() / theirs.get(what).perSecond();
  }

  /** All of a version's turns together. */
  private record Rates(long documents, double seconds, Measurement last) {
    Rates and(Rates later) {
      return new Rates(documents + later.documents, seconds + later.seconds, later.last);
    }

    double perSecond() {
      return documents / seconds;
    }
  }

  private Rates turn(HandIn.What what, Installation version)
      throws IOException, InterruptedException, SQLException {
    Network.RunningNode sender = network.startNode(Side.SENDING);
    HandIn handIn = network.handIn(what, "sent", threads);
    handIn.awaitAll(handIn.handIn(warmUp + documents, false));
    network.stop(sender);
    Network.RunningNode receiver = network.startReceiver(version);
    Measurement measured = Received.of(network, warmUp, documents);
    network.stop(receiver);
    System.out.printf("%-10s %-8s %s%n", version.name(), what, measured.told());
    System.out.flush();
    return new Rates(measured.documents(), measured.seconds(), measured);
  }
}
