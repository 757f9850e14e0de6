package gpcm.node.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gpcm.node.config.LimitSettings.Rate;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What each of many may still ask of one rate: a token bucket for each name. Remembers {@value
 * #REMEMBERED} names at most. Thread-safe.
 */
final class Allowances {
  static final int REMEMBERED = 50_000;

  private final Rate rate;
  private final LongSupplier nanoTime;
  private final Cache<String, Allowance> byName;

  /**
   * Starts with full allowances.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  Allowances(Rate rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    // An allowance that nobody touched for its period is full, and so needs no memory.
    this.byName =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(rate.period().plus(Duration.ofSeconds(1)))
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /**
   * What came of it.
   *
   * @param granted whether there was one left
   * @param pause when not, in what time there will be one
   * @param newlyEmpty whether it is the first refusal since the allowance was half full
   */
  record Taken(boolean granted, Duration pause, boolean newlyEmpty) {}

  Taken take(String name) {
    long now = nanoTime.getAsLong();
    return byName.get(name, unused -> new Allowance(rate, now)).take(now);
  }

  /** How many names are remembered now. */
  long remembered() {
    byName.cleanUp();
    return byName.estimatedSize();
  }

  private static final class Allowance {
    private final int most;
    private final double perNano;
    private double left;
    private long at;
    private boolean told;

    Allowance(Rate rate, long now) {
      this.most = rate.count();
      this.perNano = (double) rate.count() / rate.period().toNanos();
      this.left = most;
      this.at = now;
    }

    synchronized Taken take(long now) {
      left = Math.min(most, left + Math.max(0, now - at) * perNano);
      at = now;
      if (left >= 1) {
        left -= 1;
        told = told && left < most / 2.0;
        return new Taken(true, Duration.ZERO, false);
      }
      boolean newly = !told;
      told = true;
      return new Taken(false, Duration.ofNanos((long) Math.ceil((1 - left) / perNano)), newly);
    }
  }
}
