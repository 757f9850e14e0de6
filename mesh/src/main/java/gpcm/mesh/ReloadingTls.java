package gpcm.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of the moment: made anew when its files change. Calls under way finish on the old
 * one. A file that is half written or broken leaves the old one in use. Thread-safe.
 */
final class ReloadingTls {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final TlsFiles source;
  private final List<Path> files;
  private final long lookEveryNanos;
  private long lookedAt = System.nanoTime();
  private List<Long> stamps;
  private SSLContext context;

  ReloadingTls(TlsFiles source) {
    this(source, LOOK_EVERY);
  }

  ReloadingTls(TlsFiles source, Duration lookEvery) {
    this.source = source;
    files = source.files();
    lookEveryNanos = lookEvery.toNanos();
    stamps = stamps();
    context = source.context();
  }

  synchronized SSLContext context() {
    if (!files.isEmpty() && System.nanoTime() - lookedAt >= lookEveryNanos) {
      lookedAt = System.nanoTime();
      List<Long> now = stamps();
      if (!now.equals(stamps)) {
        reload(now);
      }
    }
    return context;
  }

  private void reload(List<Long> now) {
    try {
      context = source.context();
      stamps = now;
      LOG.info("The TLS files changed and are in use now: {}", files);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "The TLS files changed but can't be used, so the earlier ones stay in use: {}",
          e.getMessage());
    }
  }

  private List<Long> stamps() {
    return files.stream().map(ReloadingTls::stamp).toList();
  }

  private static long stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis() * 31 + Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }
}
