package gpcm.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code postmaster.pid} found at start stands for. Process numbers are used again, above
 * all in containers, so a living process with the number in the file need not be PostgreSQL, or not
 * the one of this folder.
 */
enum LeftoverServer {
  /** No pid file. */
  NONE,
  /** The process is gone, or its number now belongs to something else. */
  STALE,
  /** The server of this folder is running. */
  RUNNING,
  /** A PostgreSQL has that number, and this system does not tell us whose. */
  UNKNOWN;

  static LeftoverServer behind(Path pidFile, Path data) throws IOException {
    if (!Files.exists(pidFile)) {
      return NONE;
    }
    Optional<ProcessHandle> process = process(pidFile);
    if (process.filter(ServerProcess::isAlive).isEmpty()) {
      return STALE;
    }
    Optional<Path> workingFolder = ServerProcess.workingFolder(process.get().pid());
    if (workingFolder.isPresent()) {
      // A postmaster's working folder is its data folder.
      return workingFolder.get().equals(data) ? RUNNING : STALE;
    }
    ProcessHandle.Info info = process.get().info();
    Optional<String> line = info.commandLine();
    if (line.isPresent()) {
      return line.get().contains(data.toString()) ? RUNNING : STALE;
    }
    return info.command().filter(command -> !command.contains("postgres")).isPresent()
        ? STALE
        : UNKNOWN;
  }

  /** The process whose number the file has, whatever it is. */
  static Optional<ProcessHandle> process(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    return lines.isEmpty() ? Optional.empty() : number(lines.getFirst()).flatMap(ProcessHandle::of);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
