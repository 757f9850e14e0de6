package gpcm.bench.endtoend;

import gpcm.bench.ResultLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pages and answers that list what there is.
 *
 * @param paths their addresses at a node
 */
record Lists(List<String> paths) {

  static Lists of(String... paths) {
    return new Lists(List.of(paths));
  }

  /** Asks for each; gives how long the slowest took, and tells which that was. */
  double slowestMillis(URI node, Callers callers) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    double slowest = 0;
    String which = "";
    for (String path : paths) {
      long start = System.nanoTime();
      HttpResponse<byte[]> answer =
          http.send(callers.ask(node, path), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(path + " answers " + answer.statusCode());
      }
      double millis = (System.nanoTime() - start) / 1e6;
      if (millis > slowest) {
        slowest = millis;
        which = path;
      }
    }
    System.out.printf(Locale.ROOT, "the slowest list: %s in %.0f ms%n", which, slowest);
    return slowest;
  }

  /** What was measured, with these lists: how slow, and what the database read whole meanwhile. */
  ResultLine addTo(Measurement measured, double slowestMillis, Map<String, Long> readWhole) {
    readWhole.forEach(
        (table, rows) -> System.out.printf("  %s was read whole: %,d rows%n", table, rows));
    return measured
        .addTo(ResultLine.part().with("documentsPerSecond", measured.perSecond()))
        .with("slowestListMillis", slowestMillis)
        .with("rowsReadWhole", readWhole.values().stream().mapToLong(rows -> rows).sum());
  }
}
