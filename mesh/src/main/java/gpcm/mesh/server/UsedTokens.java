package gpcm.mesh.server;

import gpcm.mesh.MeshToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tokens that were used within their two hours. A client that keeps its nonce and counts up costs
 * one range, so a busy client takes no more room than a quiet one. In memory only: after a restart
 * a token could be used a second time. Thread-safe.
 */
final class UsedTokens {
  private static final Duration KEPT = Duration.ofHours(5);
  private static final int SWEEP_EVERY = 10_000;

  private final Map<String, Counts> byNonce = new HashMap<>();
  private int untilSweep = SWEEP_EVERY;

  /** Marks a token as used; false when it already was. */
  synchronized boolean use(MeshToken token, Instant now) {
    if (--untilSweep <= 0) {
      untilSweep = SWEEP_EVERY;
      byNonce.values().removeIf(counts -> counts.lastUse.plus(KEPT).isBefore(now));
    }
    Counts counts =
        byNonce.computeIfAbsent(token.mailbox() + ":" + token.nonce(), key -> new Counts());
    counts.lastUse = now;
    return counts.add(Long.parseLong(token.nonceCount()));
  }

  /** Whole numbers as ranges, first to last. */
  private static final class Counts {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private Instant lastUse = Instant.EPOCH;

    boolean add(long count) {
      Map.Entry<Long, Long> below = ranges.floorEntry(count);
      if (below != null && below.getValue() >= count) {
        return false;
      }
      long first = below != null && below.getValue() == count - 1 ? below.getKey() : count;
      Long after = ranges.remove(count + 1);
      ranges.put(first, after == null ? count : after);
      return true;
    }
  }
}
