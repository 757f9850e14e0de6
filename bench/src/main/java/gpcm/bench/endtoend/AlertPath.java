package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.Patients;
import gpcm.bench.ResultLine;
import gpcm.cli.node.DemoMail;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Consultations none of which can be delivered, all of one cause: PDS knows no practice of any of
 * these patients. However many they are, people get one alert and one mail.
 */
public final class AlertPath {
  private static final int THREADS = 16;
  private static final String OPEN =
      " from alert where document is not null and resolved_at is null";

  private AlertPath() {}

  /** What was found, and whether it is what people are promised. */
  private record Found(ResultLine line, boolean one) {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options = BenchmarkOptions.read(arguments, Set.of("documents"), Set.of());
    int documents = options.number("documents", 10_000);
    Found found = Network.measure(network -> figures(network, documents));
    found.line.print();
    if (!found.one) {
      System.exit(1);
    }
  }

  private static Found figures(Network network, int documents)
      throws IOException, InterruptedException, SQLException {
    network.lookPatientsUp();
    DemoMail mail = network.catchAlerts();
    network.startNode(Side.BOTH);
    CountedDatabase database = network.database();
    database.summariesLeaveAfter(Duration.ZERO);
    tellTheDesk(database);

    CountedDatabase.Counts start = database.counts();
    ProcessorTime used = ProcessorTime.of(network);
    long began = System.nanoTime();
    network.handIn("held", THREADS).record(documents, Patients::ofNoPractice);
    database.await("select count(*) from document where state = 'held'", documents);
    double untilHeld = (System.nanoTime() - began) / 1e9;
    // Whatever was raised has been looked at, and what is still to be mailed is not due for a
    // while.
    database.await("select count(*) from alert where noticed_at is null", 0);
    database.await(
        "select count(*) from notice where state = 'waiting' and due_at < now() + interval '5"
            + " minutes'",
        0);
    double untilTold = (System.nanoTime() - began) / 1e9;
    ProcessorTime cpu = ProcessorTime.of(network).since(used);
    double statements = database.since(start).statements() / (double) documents;

    long failures = database.number("select count(*)" + OPEN);
    long alerts = database.number("select count(distinct (organisation, severity, cause))" + OPEN);
    int mails = mail.letters().size();
    System.out.printf(
        Locale.ROOT,
        "%d failures of one cause in %.0f s: %d alerts, %d mails after %.0f s; %.1f ms of processor"
            + " time and %.1f statements each%n",
        failures,
        untilHeld,
        alerts,
        mails,
        untilTold,
        cpu.total(documents),
        statements);
    return new Found(
        ResultLine.of("alerts")
            .with("failures", failures)
            .with("alerts", alerts)
            .with("mails", mails)
            .with("secondsUntilHeld", untilHeld)
            .with("secondsUntilTold", untilTold)
            .with("cpuMillisPerFailure", cpu.total(documents))
            .with("statementsPerFailure", statements),
        failures == documents && alerts == 1 && mails == 1);
  }

  private static void tellTheDesk(CountedDatabase database) throws SQLException {
    database.change(
        """
        insert into alert_channel (id, organisation, name, kind, address, step, severity, sending, receiving, technical, open_only,
          now_waits, naming, summary, made_at)
        values (gen_random_uuid(), 'A99901', 'Desk', 'mail', 'desk@hub.example', 'first', 2, true, true, true, false, false, false,
          false, now())
        """);
  }
}
