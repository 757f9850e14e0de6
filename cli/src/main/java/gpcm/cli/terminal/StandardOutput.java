package gpcm.cli.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/**
 * Standard output, which remembers that it failed: the writers above it swallow that, and a result
 * that went nowhere must not end as a success. One thread writes.
 */
public final class StandardOutput extends FilterOutputStream {
  private Optional<IOException> failure = Optional.empty();

  /** Over the bytes' true destination. */
  public StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
      throw e;
    }
  }

  /**
   * The exit code after everything was flushed: the command's own, also when the reader had enough
   * and closed the pipe, as {@code head} does; a failure when the output is not complete.
   */
  public int exitCode(int code, PrintWriter err) {
    if (failure.isEmpty() || isClosedPipe(failure.get())) {
      return code;
    }
    err.println(
        "gpcm: standard output cannot be written, so the result is not complete: "
            + FailureMessage.reason(failure.get()));
    err.flush();
    return FailureMessage.FAILED;
  }

  private static boolean isClosedPipe(IOException failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }
}
