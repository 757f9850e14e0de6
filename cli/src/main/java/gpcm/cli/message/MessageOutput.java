package gpcm.cli.message;

import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where and how the user wants a built message written: the options, and the writing. */
final class MessageOutput {
  @Option(names = "--json", description = "FHIR JSON instead of XML")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "instead of standard output; never overwrites")
  private Optional<Path> output = Optional.empty();

  /**
   * To the file, which must be new, or else as text to the writer.
   *
   * @throws java.nio.file.FileAlreadyExistsException instead of overwriting
   */
  void write(ReadMessage message, PrintWriter out) throws IOException {
    if (output.isPresent()) {
      try (OutputStream to =
          new BufferedOutputStream(
              Files.newOutputStream(output.get(), StandardOpenOption.CREATE_NEW))) {
        write(message, to);
      }
      out.println("wrote " + output.get());
    } else {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(message, bytes);
      out.println(bytes.toString(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private void write(ReadMessage message, OutputStream to) throws IOException {
    if (json) {
      new MessageWriter().writeJson(message, to);
    } else {
      new MessageWriter().writeXml(message, to);
    }
  }
}
