package gpcm.node.submitting;

import gpcm.node.submitting.SubmissionFolder.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What lay beside a file when it was taken, a line each, so that nothing that comes later under one
 * of these names goes with it.
 *
 * @param folder of what was taken
 */
record Beside(Path folder) {
  private Path file() {
    return folder.resolve("beside");
  }

  void write(List<Seen> beside) throws IOException {
    String lines =
        beside.stream()
            .filter(Seen::plain)
            .map(each -> "%d %s %s\n".formatted(each.size(), each.changed(), each.name()))
            .collect(Collectors.joining());
    SubmissionFolder.write(file(), lines.getBytes(StandardCharsets.UTF_8));
  }

  List<Seen> read() throws IOException {
    return SubmissionFolder.isFile(file())
        ? Files.readString(file()).lines().map(Beside::seen).toList()
        : List.of();
  }

  private static Seen seen(String line) {
    String[] parts = line.split(" ", 3);
    return new Seen(parts[2], Long.parseLong(parts[0]), Instant.parse(parts[1]), true);
  }

  void forget() throws IOException {
    Files.deleteIfExists(file());
  }
}
