package gpcm.cli.message;

import java.io.PrintWriter;
import picocli.CommandLine;

/** A bar on the terminal while many files are worked through; silent where nobody watches. */
final class FileProgress {
  /**
   * Set by the launcher when standard error is a terminal. The JVM itself can only tell when input
   * and output are terminals too, and a report is mostly sent into a file.
   */
  static final String TERMINAL = "gpcm.terminal";

  private static final int WIDTH = 40;

  private final PrintWriter err;
  private final int total;
  private int done;
  private int shown = -1;

  private FileProgress(PrintWriter err, int total) {
    this.err = err;
    this.total = total;
  }

  static FileProgress on(PrintWriter err, int total) {
    return Boolean.getBoolean(TERMINAL) || CommandLine.Help.Ansi.AUTO.enabled()
        ? new FileProgress(err, total)
        : none();
  }

  static FileProgress none() {
    return new FileProgress(new PrintWriter(java.io.Writer.nullWriter()), 1);
  }

  void step() {
    done++;
    int filled = (int) ((long) done * WIDTH / total);
    if (filled != shown && filled <= WIDTH) {
      shown = filled;
      err.print(
          "\r[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total);
      err.flush();
    }
  }

  /** Takes the bar away, so that something else can be written in its place. */
  void clear() {
    if (shown >= 0) {
      shown = -1;
      err.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      err.flush();
    }
  }
}
