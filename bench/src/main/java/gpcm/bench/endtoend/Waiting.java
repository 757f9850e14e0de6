package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.Patients;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a consultation that leaves at once costs while ten thousand, while a million others have not
 * left: one half waits for its time, the other is held and people have been told.
 */
public final class Waiting {
  private static final String SIZES = "10000,1000000";

  /** Longer than the benchmark takes, so that none of those that wait becomes due. */
  private static final Duration DELAY = Duration.ofDays(2);

  private static final Lists LISTS =
      Lists.of(
          "/api/v1/documents",
          "/api/v1/documents?state=waiting",
          "/api/v1/documents?state=held",
          "/api/v1/alerts",
          "/outbox",
          "/outbox?view=needs-attention",
          "/outbox?view=held",
          "/outbox?view=waiting",
          "/outbox?view=on-the-way",
          "/outbox?view=all",
          "/outbox/follow-ups",
          "/alerts");

  private Waiting() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("sizes", "documents", "warm-up-seconds"), Set.of());
    int[] sizes = sizes(options.text("sizes").orElse(SIZES));
    int documents = options.number("documents", 3_000);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    Network.measure(network -> figures(network, sizes, documents, warmUp)).print();
  }

  private static int[] sizes(String given) {
    if (!given.matches("[1-9][0-9]{1,7}(,[1-9][0-9]{1,7})*")) {
      throw new IllegalArgumentException(
          "--sizes " + given + ": numbers from 10 to 99999999 with commas between are expected");
    }
    return Arrays.stream(given.split(",", -1)).mapToInt(Integer::parseInt).sorted().toArray();
  }

  private static ResultLine figures(Network network, int[] sizes, int documents, Duration warmUp)
      throws IOException, InterruptedException, SQLException {
    network.lookPatientsUp();
    URI node = network.startNode(Side.BOTH).address();
    CountedDatabase database = network.database();
    oneWaitsAndOneIsHeld(network);
    Callers callers = Callers.of(database);
    ResultLine line = ResultLine.of("waiting");
    double smallest = 0;
    double last = 0;
    try (History history = History.ofWhatHasNotLeft(database)) {
      database.summariesLeaveAfter(Duration.ZERO);
      HandIn handIn = network.handIn("completed", 8);
      for (int size : sizes) {
        history.fillUpTo(size / 2 - 1);
        handIn.warmUpRecording(warmUp);
        Map<String, Long> before = database.readWhole();
        Measurement measured = Measurement.ofRecorded(network, handIn, documents);
        double listMillis = LISTS.slowestMillis(node, callers);
        Map<String, Long> after = database.readWholeSince(before);
        System.out.printf("%,d have not left  %s%n", size, measured.told());
        line.with("with" + size, LISTS.addTo(measured, listMillis, after));
        last = measured.cpu().total(documents);
        smallest = smallest == 0 ? last : smallest;
        allAreStillThere(database, size / 2);
      }
    }
    return line.with("timesCpu", last / smallest);
  }

  /** Both by the node itself, which has nothing left to do about either. */
  private static void oneWaitsAndOneIsHeld(Network network)
      throws IOException, InterruptedException, SQLException {
    CountedDatabase database = network.database();
    database.summariesLeaveAfter(Duration.ZERO);
    HandIn held = network.handIn("held", 1);
    held.awaitAll(held.record(1, Patients::ofNoPractice));
    database.summariesLeaveAfter(DELAY);
    HandIn waiting = network.handIn("waiting", 1);
    waiting.awaitAll(waiting.record(1));
    for (String done :
        List.of(
            "select count(*) from document_look where due_at is not null",
            "select count(*) from alert where noticed_at is null")) {
      database.await(done, 0);
    }
    database.await("select count(*) from alert where problem like 'held/%'", 1);
  }

  private static void allAreStillThere(CountedDatabase database, int half)
      throws IOException, SQLException {
    for (String question :
        List.of(
            "select count(*) from document where state = 'waiting' and due_at > now()",
            "select count(*) from document d where state = 'held' and due_at > now()"
                + " and exists (select from alert a where a.document = d.id"
                + " and a.problem = 'held/' || d.id and a.resolved_at is null)")) {
      long found = database.number(question);
      if (found != half) {
        throw new IOException(found + " instead of " + half + ": " + question);
      }
    }
  }
}
