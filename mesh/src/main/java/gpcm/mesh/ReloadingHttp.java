package gpcm.mesh;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP client that is made anew when its certificate files change. Calls under way finish on the
 * old one. A file that is half written or broken leaves the old one in use. Thread-safe.
 */
final class ReloadingHttp implements HttpSource {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingHttp.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Supplier<HttpClient> maker;
  private final List<Path> files;
  private final long lookEveryNanos;
  private long lookedAt = System.nanoTime();
  private List<Long> stamps;
  private HttpClient client;

  ReloadingHttp(Supplier<HttpClient> maker, List<Path> files) {
    this(maker, files, LOOK_EVERY);
  }

  ReloadingHttp(Supplier<HttpClient> maker, List<Path> files, Duration lookEvery) {
    this.maker = maker;
    this.files = List.copyOf(files);
    lookEveryNanos = lookEvery.toNanos();
    stamps = stamps();
    client = maker.get();
  }

  @Override
  public synchronized HttpClient client() {
    if (!files.isEmpty() && System.nanoTime() - lookedAt >= lookEveryNanos) {
      lookedAt = System.nanoTime();
      List<Long> now = stamps();
      if (!now.equals(stamps)) {
        reload(now);
      }
    }
    return client;
  }

  private void reload(List<Long> now) {
    try {
      HttpClient renewed = maker.get();
      client.shutdown();
      client = renewed;
      stamps = now;
      LOG.info("The TLS files changed and are in use now: {}", files);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "The TLS files changed but can't be used, so the earlier ones stay in use: {}",
          e.getMessage());
    }
  }

  private List<Long> stamps() {
    return files.stream().map(ReloadingHttp::stamp).toList();
  }

  private static long stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis() * 31 + Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public synchronized void close() {
    client.shutdownNow();
  }
}
