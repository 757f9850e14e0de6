package gpcm.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The message a benchmark reads when it is given none. */
final class ExampleMessage {
  private ExampleMessage() {}

  /** What {@code --input} names, else the project's example consultation as a message. */
  static byte[] chosen(BenchmarkOptions options) throws IOException {
    Optional<Path> input = options.text("input").map(Path::of);
    return input.isPresent()
        ? Files.readAllBytes(input.get())
        : LargeMessage.template().getBytes(StandardCharsets.UTF_8);
  }
}
