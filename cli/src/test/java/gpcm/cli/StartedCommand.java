package gpcm.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as the process that a person starts.
 *
 * @param output what it says, in whichever stream
 */
public record StartedCommand(Process process, Path output) implements AutoCloseable {

  /** Starts a command with its options. */
  public static StartedCommand of(Path output, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add(Main.class.getName());
    command.addAll(words);
    return new StartedCommand(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** What it says in the end where this pattern has its last group, or the whole of it. */
  public String awaited(Pattern said) {
    Matcher found =
        await()
            .atMost(Duration.ofMinutes(4))
            .until(() -> said.matcher(Files.readString(output)), Matcher::find);
    return found.group(found.groupCount());
  }

  /** Ends it as a polite kill does; gives its exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
