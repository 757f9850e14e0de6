package gpcm.fhir;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** An attachment kept in a file whose name is random. */
final class FileTarget implements AttachmentSink.Target {
  private final Path file;
  private final OutputStream out;

  FileTarget(Path folder) throws IOException {
    file = folder.resolve("attachment-" + UUID.randomUUID());
    // The reader decodes in small pieces; few large writes are several times cheaper.
    out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            1 << 16);
  }

  @Override
  public void write(byte[] chunk, int offset, int length) throws IOException {
    out.write(chunk, offset, length);
  }

  @Override
  public AttachmentContent complete(long size, String sha256) throws IOException {
    out.close();
    return AttachmentContent.of(size, sha256, () -> Files.newInputStream(file));
  }

  @Override
  public void abandon() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
