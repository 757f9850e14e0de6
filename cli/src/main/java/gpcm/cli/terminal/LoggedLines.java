package gpcm.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * Takes what a library prints on a standard stream and logs it line by line, so that it does not
 * stand unmarked between the events. Thread-safe.
 */
final class LoggedLines extends OutputStream {
  private static final int LONGEST = 8192;

  private final Logger log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LoggedLines(Logger log) {
    this.log = log;
  }

  @Override
  public synchronized void write(int next) {
    if (next == '\n' || line.size() == LONGEST) {
      String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
      line.reset();
      if (!text.isEmpty()) {
        log.warn("{}", text);
      }
    }
    if (next != '\n') {
      line.write(next);
    }
  }
}
