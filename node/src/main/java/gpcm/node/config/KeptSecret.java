package gpcm.node.config;

import gpcm.mesh.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret that is read again when its file has changed, so that it can be another without a
 * restart. While the file holds none, as when it is being written, the one from before goes on.
 * Thread-safe.
 */
public final class KeptSecret implements Supplier<Secret> {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSecret.class);

  private final SecretSource source;
  private FileStamp seen;
  private Secret secret;

  /**
   * @throws IllegalArgumentException naming the file that holds none
   */
  public KeptSecret(SecretSource source) {
    this.source = source;
    this.seen = stamp();
    this.secret = source.read();
  }

  /** The secret as it is now. */
  @Override
  public synchronized Secret get() {
    FileStamp now = stamp();
    if (!now.equals(seen)) {
      seen = now;
      try {
        secret = source.read();
      } catch (IllegalArgumentException e) {
        LOG.warn("{}. The one from before goes on being used", e.getMessage());
      }
    }
    return secret;
  }

  private FileStamp stamp() {
    return source.file().map(KeptSecret::stamp).orElse(FileStamp.NONE);
  }

  private static FileStamp stamp(Path file) {
    try {
      return FileStamp.of(file);
    } catch (IOException e) {
      return FileStamp.NONE;
    }
  }
}
