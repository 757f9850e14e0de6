package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Documents a second from hand-in over the HTTP API to the practice's worklist and back with both
 * acknowledgements, all durable: one node for both sides, a MESH server and PostgreSQL, each a
 * process of its own, started by the launcher. Another revision can take turns with this one,
 * because nothing is asked for that both do not have.
 */
public final class EndToEnd {
  private EndToEnd() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments,
            Set.of("documents", "warm-up-seconds", "threads", "turns", "against"),
            Set.of("rendered", "handed-in"));
    Optional<String> against = options.text("against");
    int turns = options.number("turns", against.isPresent() ? 2 : 1);
    List<Turn> ours = new ArrayList<>();
    List<Turn> theirs = new ArrayList<>();
    Path folder = Files.createTempDirectory("gpcm-end-to-end");
    try (Installation here = Installation.here()) {
      if (against.isPresent()) {
        try (Installation other = Installation.ofRevision(here.root(), against.get(), folder)) {
          for (int turn = 1; turn <= turns; turn++) {
            theirs.add(turn(other, options, folder));
            ours.add(turn(here, options, folder));
          }
        }
      } else {
        for (int turn = 1; turn <= turns; turn++) {
          ours.add(turn(here, options, folder));
        }
      }
    } finally {
      TemporaryFiles.delete(folder);
    }
    ResultLine line = figures(ResultLine.of("end-to-end"), ours);
    if (against.isPresent()) {
      line.with("against", figures(ResultLine.part().with("revision", against.get()), theirs));
      times(line, "timesDocumentsPerSecond", ours, theirs, false);
      times(line, "timesRenderedPerSecond", ours, theirs, true);
    }
    line.print();
  }

  /** What one start of everything measured: PDFs handed in, reports rendered, or both. */
  record Turn(Optional<Measurement> handedIn, Optional<Measurement> rendered) {
    Optional<Measurement> measurement(boolean renders) {
      return renders ? rendered : handedIn;
    }
  }

  private static Turn turn(Installation version, BenchmarkOptions options, Path folder)
      throws IOException, InterruptedException {
    int documents = options.number("documents", 2_000);
    boolean onlyRendered = options.has("rendered");
    boolean onlyHandedIn = options.has("handed-in");
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    Path own = Files.createTempDirectory(folder, "turn-");
    try (Network network = Network.start(version, own)) {
      network.startNode(Side.BOTH);
      HandIn handIn = network.handIn("completed", options.number("threads", 8));
      Optional<Measurement> handedIn = Optional.empty();
      if (!onlyRendered) {
        handIn.warmUp(warmUp, false);
        handedIn = Optional.of(Measurement.of(network, handIn, documents, false));
        print(version, "PDF handed in", handedIn.get());
      }
      Optional<Measurement> rendered = Optional.empty();
      if (!onlyHandedIn) {
        handIn.warmUp(onlyRendered ? warmUp : warmUp.dividedBy(2), true);
        rendered = Optional.of(Measurement.of(network, handIn, Math.ceilDiv(documents, 2), true));
        print(version, "report rendered", rendered.get());
      }
      return new Turn(handedIn, rendered);
    } finally {
      TemporaryFiles.delete(own);
    }
  }

  private static void print(Installation version, String what, Measurement measured) {
    System.out.printf("%-10s %-16s %s%n", version.name(), what, measured.told());
    System.out.flush();
  }

  private static ResultLine figures(ResultLine line, List<Turn> turns) {
    rate(turns, false).ifPresent(rate -> line.with("documentsPerSecond", rate));
    rate(turns, true).ifPresent(rate -> line.with("renderedPerSecond", rate));
    Turn last = turns.getLast();
    Measurement shown = last.handedIn().or(last::rendered).orElseThrow();
    shown.addTo(line);
    if (last.handedIn().isPresent()) {
      last.rendered()
          .ifPresent(measured -> line.with("rendered", measured.addTo(ResultLine.part())));
    }
    return line.with("turns", turns.size());
  }

  private static Optional<Double> rate(List<Turn> turns, boolean renders) {
    List<Double> rates =
        turns.stream()
            .flatMap(turn -> turn.measurement(renders).stream())
            .map(Measurement::perSecond)
            .sorted()
            .toList();
    return rates.isEmpty()
        ? Optional.empty()
        : Optional.of((rates.get((rates.size() - 1) / 2) + rates.get(rates.size() / 2)) / 2);
  }

  private static void times(
      ResultLine line, String name, List<Turn> ours, List<Turn> theirs, boolean renders) {
    rate(ours, renders)
        .ifPresent(rate -> rate(theirs, renders).ifPresent(other -> line.with(name, rate / other)));
  }
}
