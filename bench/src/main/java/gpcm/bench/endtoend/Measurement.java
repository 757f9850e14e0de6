package gpcm.bench.endtoend;

import gpcm.bench.ResultLine;
import java.io.IOException;
import java.util.List;

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
    CountedDatabase.Counts before = network.database().counts();
    ProcessorTime used = ProcessorTime.of(network);
    long start = System.nanoTime();
    List<String> ids = handIn.handIn(documents, rendered);
    handIn.awaitSample(ids);
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessorTime cpu = ProcessorTime.of(network).since(used);
    CountedDatabase.Counts counts = network.database().since(before);
    return new Measurement(documents, seconds, counts, cpu, handIn.awaitAll(ids));
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
