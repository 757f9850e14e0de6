package gpcm.mesh.server;

import gpcm.mesh.MeshToken;
import gpcm.mesh.store.MessageStoreException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that were used within their two hours. A client that keeps its nonce and counts up costs
 * one range, so a busy client takes no more memory than a quiet one. Each use is handed to the
 * operating system before its request is answered, so a restart, or the death of the process,
 * forgets none; that a power failure may is not worth a disk sync for each request. Thread-safe.
 */
final class UsedTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsedTokens.class);
  private static final Duration KEPT = Duration.ofHours(5);
  private static final long LEAST_TO_REWRITE = 16L << 20;

  private final Path file;
  private final Map<String, Counts> byNonce = new HashMap<>();
  private FileChannel log;
  private long size;
  private long rewriteAt;

  private UsedTokens(Path file) {
    this.file = file;
  }

  /**
   * Takes up what is in the file, which is made when missing.
   *
   * @throws MessageStoreException when the file can't be used
   */
  static UsedTokens open(Path file, Instant now) {
    UsedTokens used = new UsedTokens(file);
    try {
      if (Files.exists(file)) {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
          lines.forEach(used::read);
        }
      }
      used.rewrite(now);
      return used;
    } catch (IOException e) {
      throw new MessageStoreException(
          "The used tokens in " + file + " can't be read or written", e);
    }
  }

  /** A line: when, first and last count, mailbox and nonce. */
  private void read(String line) {
    String[] part = line.split(" ", 4);
    try {
      Counts counts = byNonce.computeIfAbsent(part[3], key -> new Counts());
      counts.add(Long.parseLong(part[1]), Long.parseLong(part[2]));
      counts.lastUse = Instant.ofEpochSecond(Long.parseLong(part[0]));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // Only the last line can be cut short, and its request was never answered.
      LOG.warn("A line of {} is no used token and is left out", file);
    }
  }

  /**
   * Marks a token as used; false when it already was.
   *
   * @throws MessageStoreException when that can't be written down
   */
  boolean use(MeshToken token, Instant now) {
    String key = token.mailbox() + ":" + token.nonce();
    long count = Long.parseLong(token.nonceCount());
    return use(key, count, now, line(now, count, count, key).getBytes(StandardCharsets.UTF_8));
  }

  private synchronized boolean use(String key, long count, Instant now, byte[] line) {
    Counts counts = byNonce.computeIfAbsent(key, unused -> new Counts());
    counts.lastUse = now;
    if (!counts.add(count, count)) {
      return false;
    }
    try {
      size += write(line);
      if (size > rewriteAt) {
        rewrite(now);
      }
    } catch (IOException e) {
      throw new MessageStoreException("The used token can't be written to " + file, e);
    }
    return true;
  }

  private int write(byte[] line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      log.write(bytes);
    }
    return line.length;
  }

  private static String line(Instant at, long first, long last, String key) {
    return at.getEpochSecond() + " " + first + " " + last + " " + key + "\n";
  }

  /** Leaves the file with no more than what still counts. */
  private void rewrite(Instant now) throws IOException {
    byNonce.values().removeIf(counts -> counts.lastUse.plus(KEPT).isBefore(now));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, Counts> one : byNonce.entrySet()) {
        one.getValue().write(one.getKey(), out);
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    close();
    log = FileChannel.open(file, StandardOpenOption.WRITE);
    size = log.size();
    log.position(size);
    rewriteAt = Math.max(LEAST_TO_REWRITE, 2 * size);
  }

  @Override
  public synchronized void close() {
    try {
      if (log != null) {
        log.close();
      }
    } catch (IOException e) {
      throw new MessageStoreException("The used tokens in " + file + " can't be closed", e);
    }
  }

  /** Whole numbers as ranges, first to last. */
  private static final class Counts {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private Instant lastUse = Instant.EPOCH;

    /** Adds a range; false when it begins within one that is there. */
    boolean add(long from, long to) {
      Map.Entry<Long, Long> below = ranges.floorEntry(from);
      if (below != null && below.getValue() >= from) {
        return false;
      }
      long first = below != null && below.getValue() == from - 1 ? below.getKey() : from;
      Long after = ranges.remove(to + 1);
      ranges.put(first, after == null ? to : after);
      return true;
    }

    void write(String key, Writer out) throws IOException {
      for (Map.Entry<Long, Long> range : ranges.entrySet()) {
        out.write(line(lastUse, range.getKey(), range.getValue(), key));
      }
    }
  }
}
