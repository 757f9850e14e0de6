package gpcm.bench.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as a process of its own, which may be killed and started again at any moment. */
final class NodeProcess {
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");

  private final String name;
  private final Path log;
  private final List<String> command;
  private Process process;
  private int starts;

  /**
   * @param command starts it
   */
  NodeProcess(String name, Path folder, List<String> command) {
    this.name = name;
    this.log = folder.resolve(name + ".log");
    this.command = List.copyOf(command);
  }

  String name() {
    return name;
  }

  synchronized void start() throws IOException {
    starts++;
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(current().toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("GPCM_"));
    process = builder.start();
  }

  private Path current() {
    return log.resolveSibling(name + "-" + starts + ".log");
  }

  /** Where its API is; empty as long as it has not said so, or when it does not run. */
  synchronized Optional<URI> api() {
    if (process == null || !process.isAlive()) {
      return Optional.empty();
    }
    try {
      Matcher said = ADDRESS.matcher(Files.readString(current()));
      return said.find() ? Optional.of(URI.create(said.group())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  synchronized boolean hasEnded() {
    return !process.isAlive();
  }

  /** SIGKILL. */
  synchronized void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP, or SIGCONT. */
  synchronized void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  synchronized void stop() throws InterruptedException {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** The end of what it has said, for a person who has to find out why. */
  synchronized String lastWords() {
    try {
      List<String> lines = Files.readAllLines(current());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
