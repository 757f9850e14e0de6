package gpcm.bench.endtoend;

import gpcm.bench.ResultLine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What so many documents took.
 *
 * @param seconds from the first that was handed in until the last were completed
 * @param late documents that were not yet completed then, although later ones were
 */
record Measurement(
    int documents, double seconds, CountedDatabase.Counts database, ProcessorTime cpu, int late) {

  static Measurement of(Network network, HandIn handIn, int documents, boolean rendered)
      throws IOException, InterruptedException {
    return of(network, handIn, documents, () -> handIn.handIn(documents, rendered));
  }

  /** As {@link #of}, of consultations that are recorded. */
  static Measurement ofRecorded(Network network, HandIn handIn, int consultations)
      throws IOException, InterruptedException {
    return of(network, handIn, consultations, () -> handIn.record(consultations));
  }

  @FunctionalInterface
  private interface All {
    List<HandIn.Accepted> accepted() throws IOException, InterruptedException;
  }

  private static Measurement of(Network network, HandIn handIn, int documents, All all)
      throws IOException, InterruptedException {
    CountedDatabase.Counts before = network.database().counts();
    ProcessorTime used = ProcessorTime.of(network);
    long start = System.nanoTime();
    List<HandIn.Accepted> accepted = all.accepted();
    handIn.awaitSample(accepted);
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessorTime cpu = ProcessorTime.of(network).since(used);
    CountedDatabase.Counts counts = network.database().since(before);
    return new Measurement(documents, seconds, counts, cpu, handIn.awaitAll(accepted));
  }

  /** In a line for people. */
  String told() {
    return String.format(
        Locale.ROOT,
        "%d documents, %.1f/s; a document: %.1f statements, %.1f commits, %.1f syncs of the log,"
            + " %.1f ms of processor time (node %.1f, MESH server %.1f, database %.1f; besides:"
            + " compiler %.1f, handing in %.1f)",
        documents,
        perSecond(),
        each(database.statements()),
        each(database.commits()),
        each(database.logSyncs()),
        cpu.total(documents),
        each(cpu.node()),
        each(cpu.mesh()),
        each(cpu.database()),
        each(cpu.compiler()),
        each(cpu.client()));
  }

  double perSecond() {
    return documents / seconds;
  }

  double each(double all) {
    return all / documents;
  }

  double each(long all) {
    return (double) all / documents;
  }

  ResultLine addTo(ResultLine line) {
    return line.with("documents", documents)
        .with("statementsPerDocument", each(database.statements()))
        .with("transactionBoundsPerDocument", each(database.bounds()))
        .with("commitsPerDocument", each(database.commits()))
        .with("logSyncsPerDocument", each(database.logSyncs()))
        .with("cpuMillisPerDocument", cpu.total(documents))
        .with("nodeCpuMillisPerDocument", each(cpu.node()))
        .with("meshServerCpuMillisPerDocument", each(cpu.mesh()))
        .with("databaseCpuMillisPerDocument", each(cpu.database()))
        .with("jitMillisPerDocument", each(cpu.compiler()))
        .with("clientCpuMillisPerDocument", each(cpu.client()))
        .with("late", late);
  }
}
