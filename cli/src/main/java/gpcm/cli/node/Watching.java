package gpcm.cli.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** Prints what a node answers: once, or again whenever it has changed. */
final class Watching {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private Watching() {}

  /** Asks a node, and gives what is printed. */
  interface Question {
    String ask() throws IOException, InterruptedException;
  }

  /**
   * Prints.
   *
   * @param on whether to go on until the command is ended
   * @throws IOException when the node does not answer
   */
  static void print(PrintWriter out, boolean on, Question question)
      throws IOException, InterruptedException {
    String before = null;
    do {
      String now = question.ask();
      if (!now.equals(before)) {
        out.println(now);
        out.flush();
      }
      before = now;
      if (on) {
        Thread.sleep(BETWEEN);
      }
    } while (on);
  }
}
