package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Content in a file of its own for as long as it is looked into, for readers that jump about in it.
 * The file's name owes nothing to the message.
 */
record HeldContent(Path file) implements AutoCloseable {

  static HeldContent of(AttachmentContent content) throws IOException {
    HeldContent held = new HeldContent(Files.createTempFile("gpcm-attachment", ""));
    try (InputStream in = content.open();
        var out = Files.newOutputStream(held.file)) {
      in.transferTo(out);
      return held;
    } catch (IOException | RuntimeException | Error e) {
      held.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
