package gpcm.cli.testbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import gpcm.cli.mesh.Connection;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.StrangersText;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the sender and the receiver share: the client, the two forms of output, the exit codes. */
abstract class TestbenchCall implements Callable<Integer> {
  private static final int DAY = 86_400;

  @Mixin private Connection connection;
  @Spec private CommandSpec spec;

  /** Does it; gives the exit code. */
  abstract int run(MeshClient mesh) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    try (MeshClient mesh = connection.client().build()) {
      return run(mesh);
    } catch (MeshException e) {
      return failed(3, e.getMessage());
    } catch (IllegalArgumentException | UncheckedIOException | IOException e) {
      return failed(6, FailureMessage.text(e));
    }
  }

  private int failed(int code, String reason) {
    spec.commandLine().getErr().println(reason);
    return code;
  }

  CommandSpec spec() {
    return spec;
  }

  boolean json() {
    return connection.json();
  }

  /**
   * The value of an option.
   *
   * @throws ParameterException naming the option, when its value breaks a rule
   */
  <T> T option(String name, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), name + ": " + e.getMessage(), e);
    }
  }

  /**
   * A number of seconds.
   *
   * @throws ParameterException when it is less than the least or more than a day
   */
  Duration seconds(String name, int seconds, int least) {
    if (seconds < least || seconds > DAY) {
      throw new ParameterException(
          spec.commandLine(), name + " must be " + least + " to " + DAY + " seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  /** Prints the object on a line of its own when JSON is asked for, else the text. */
  void print(String text, Map<String, Object> object) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json() ? write(object) : ansi().string(text));
    out.flush();
  }

  /** A line on the terminal that the next one replaces; nothing where nobody watches. */
  void progress(String line) {
    if (Ansi.AUTO.enabled()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("\r%-70s%s", line, line.isEmpty() ? "\r" : "");
      err.flush();
    }
  }

  /** Words of another system for the terminal, which must not obey them. */
  static String printable(String words) {
    return StrangersText.plain(words).replace("@|", "@ |");
  }

  Ansi ansi() {
    return spec.commandLine().getColorScheme().ansi();
  }

  private static String write(Object value) {
    try {
      return JsonOutput.text(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The result can't be written as JSON", e);
    }
  }
}
