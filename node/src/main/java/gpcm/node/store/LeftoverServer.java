package gpcm.node.store;

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
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> process =
        lines.isEmpty() ? Optional.empty() : number(lines.getFirst()).flatMap(ProcessHandle::of);
    if (process.filter(ProcessHandle::isAlive).isEmpty()) {
      return STALE;
    }
    Path workingFolder = Path.of("/proc", Long.toString(process.get().pid()), "cwd");
    if (PostgresBinaries.isLinux() && Files.isSymbolicLink(workingFolder)) {
      // A postmaster's working folder is its data folder.
      return Files.readSymbolicLink(workingFolder).equals(data) ? RUNNING : STALE;
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

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
