package gpcm.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/**
 * The time of the demo: the machine's, and as much later as it was pushed on, so that nobody has to
 * wait three hours. It is kept with the demo's data, whose times would lie ahead otherwise.
 * Thread-safe.
 */
final class DemoClock implements InstantSource {
  private final Path kept;
  private volatile Duration ahead;

  private DemoClock(Path kept, Duration ahead) {
    this.kept = kept;
    this.ahead = ahead;
  }

  /** The clock of a folder, as far on as an earlier run left it. */
  static DemoClock in(Path folder) throws IOException {
    Path kept = folder.resolve("clock-ahead");
    try {
      return new DemoClock(
          kept, Files.exists(kept) ? Duration.parse(Files.readString(kept)) : Duration.ZERO);
    } catch (DateTimeParseException e) {
      throw new IOException(kept + " does not say how far the demo's clock is ahead", e);
    }
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  /** How far it is ahead of the machine's. */
  Duration ahead() {
    return ahead;
  }

  /** Pushes it on; nothing is ever put back. */
  synchronized void push(Duration by) throws IOException {
    Duration later = ahead.plus(by);
    Files.writeString(kept, later.toString());
    ahead = later;
  }
}
