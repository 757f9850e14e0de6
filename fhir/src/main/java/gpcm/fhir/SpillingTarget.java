package gpcm.fhir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** An attachment that begins in memory and moves to a file when it grows. */
final class SpillingTarget implements AttachmentSink.Target {
  private final int threshold;
  private final Path folder;
  private final ByteArrayOutputStream start = new ByteArrayOutputStream();
  private Optional<FileTarget> file = Optional.empty();

  SpillingTarget(int threshold, Path folder) {
    this.threshold = threshold;
    this.folder = folder;
  }

  @Override
  public void write(byte[] chunk, int offset, int length) throws IOException {
    if (file.isEmpty() && length <= threshold - start.size()) {
      start.write(chunk, offset, length);
      return;
    }
    if (file.isEmpty()) {
      FileTarget target = new FileTarget(folder);
      file = Optional.of(target);
      target.write(start.toByteArray(), 0, start.size());
      start.reset();
    }
    file.get().write(chunk, offset, length);
  }

  @Override
  public AttachmentContent complete(long size, String sha256) throws IOException {
    if (file.isPresent()) {
      return file.get().complete(size, sha256);
    }
    byte[] all = start.toByteArray();
    return AttachmentContent.of(size, sha256, () -> new ByteArrayInputStream(all));
  }

  @Override
  public void abandon() throws IOException {
    start.reset();
    if (file.isPresent()) {
      file.get().abandon();
    }
  }
}
