package gpcm.cli;

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

/** Writes a built message where the user wants it. */
final class MessageOutput {
  private MessageOutput() {}

  /**
   * To the file, which must be new, or else as text to the writer.
   *
   * @throws java.nio.file.FileAlreadyExistsException instead of overwriting
   */
  static void write(ReadMessage message, boolean json, Optional<Path> file, PrintWriter out)
      throws IOException {
    if (file.isPresent()) {
      try (OutputStream to =
          new BufferedOutputStream(
              Files.newOutputStream(file.get(), StandardOpenOption.CREATE_NEW))) {
        write(message, json, to);
      }
      out.println("wrote " + file.get());
    } else {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(message, json, bytes);
      out.println(bytes.toString(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private static void write(ReadMessage message, boolean json, OutputStream to) throws IOException {
    if (json) {
      new MessageWriter().writeJson(message, to);
    } else {
      new MessageWriter().writeXml(message, to);
    }
  }
}
