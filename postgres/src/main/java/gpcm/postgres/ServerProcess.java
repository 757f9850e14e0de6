package gpcm.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes of a PostgreSQL server as this system shows them. Where a Linux container's first
 * process does not collect the dead, a killed server keeps its number for ever; it counts as gone
 * here.
 */
final class ServerProcess {
  private static final Path PROCESSES = Path.of("/proc");

  private ServerProcess() {}

  static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && !isDead(process.pid());
  }

  private static boolean isDead(long pid) {
    try {
      String line = Files.readString(PROCESSES.resolve(pid + "/stat"));
      // The state follows the name, which may itself contain anything.
      return line.startsWith("Z", line.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false; // no such file system: the handle knows as much as there is to know
    }
  }

  /** Waits for the end of a process, at most this long. */
  static boolean endsWithin(ProcessHandle process, Duration time) throws InterruptedException {
    if (!isAlive(process)) {
      return true;
    }
    try {
      process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !isAlive(process);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
    }
  }

  /**
   * The processes whose working folder is this data folder: a server and those that it has started.
   * Only Linux tells; elsewhere PostgreSQL's own check of its shared memory has to do.
   */
  static List<ProcessHandle> in(Path data) throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    if (!PostgresBinaries.isLinux() || !Files.isDirectory(PROCESSES)) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (isPostgres(process) && workingFolder(process).filter(data::equals).isPresent()) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .filter(ServerProcess::isAlive)
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean isPostgres(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip().equals("postgres");
    } catch (IOException e) {
      return false; // gone
    }
  }

  static Optional<Path> workingFolder(long pid) {
    return workingFolder(PROCESSES.resolve(Long.toString(pid)));
  }

  private static Optional<Path> workingFolder(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("cwd")));
    } catch (IOException e) {
      return Optional.empty(); // gone, or another user's
    }
  }
}
