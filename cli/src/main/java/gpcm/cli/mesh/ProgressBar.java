package gpcm.cli.mesh;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;

/**
 * A line that shows how far a transfer is, redrawn in place; silent for small transfers and where
 * nobody looks.
 */
final class ProgressBar {
  private static final long WORTH_SHOWING = 8L << 20;
  private static final int WIDTH = 40;

  private final PrintWriter err;
  private final String what;
  private final long total;
  private final boolean shown;
  private long drawn = -1;

  /**
   * A bar on this stream.
   *
   * @param total about how many bytes come; 0 when that isn't known
   */
  ProgressBar(PrintWriter err, String what, long total) {
    this.err = err;
    this.what = what;
    this.total = total;
    shown = (total == 0 || total >= WORTH_SHOWING) && CommandLine.Help.Ansi.AUTO.enabled();
  }

  void at(long done) {
    if (!shown) {
      return;
    }
    if (total == 0) {
      count(done);
      return;
    }
    int percent = (int) Math.min(100, 100 * done / total);
    if (percent == drawn) {
      return;
    }
    drawn = percent;
    int filled = WIDTH * percent / 100;
    err.printf(
        Locale.ROOT,
        "\r%s [%s%s] %3d %% of %d MB",
        what,
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        percent,
        total >> 20);
    err.flush();
  }

  /** Ends the line, so that what is said next has its own. */
  void done() {
    if (drawn >= 0) {
      err.println();
      err.flush();
    }
  }

  private void count(long done) {
    long steps = done / WORTH_SHOWING;
    if (steps > drawn && steps > 0) {
      drawn = steps;
      err.printf(Locale.ROOT, "\r%s %d MB", what, done >> 20);
      err.flush();
    }
  }
}
