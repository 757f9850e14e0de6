package gpcm.node.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.people.Token;
import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps callers to the rates of the configuration. Each address, key and session has an allowance
 * of its own, so that none is used up by others. Bounded memory. Thread-safe.
 */
final class RateLimits {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);
  private static final int REMEMBERED = 50_000;
  private static final String SIGN_IN = "/sign-in";
  private static final String COOKIE = "__Host-";

  private final Limit addresses;
  private final Limit callers;
  private final Limit signIns;

  /**
   * Starts with full allowances.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  RateLimits(LimitSettings settings, LongSupplier nanoTime) {
    this.addresses = new Limit("http.limits.per-address", settings.perAddress(), nanoTime);
    this.callers = new Limit("http.limits.per-caller", settings.perCaller(), nanoTime);
    this.signIns = new Limit("http.limits.sign-ins", settings.signIns(), nanoTime);
  }

  /** Before anything is looked up for a request. */
  void beforeAccess(Context context) {
    String address = network(ClientAddress.of(context).address());
    addresses.take(context, address);
    boolean asks = !Set.of("GET", "HEAD").contains(context.req().getMethod());
    if (asks && (context.path().equals(SIGN_IN) || context.path().startsWith(SIGN_IN + "/"))) {
      signIns.take(context, address);
    }
  }

  /** When the caller has shown that it may ask: what it showed is its allowance's name. */
  void afterAccess(Context context) {
    caller(context).ifPresent(name -> callers.take(context, name));
  }

  private static Optional<String> caller(Context context) {
    Optional<String> shown =
        Optional.ofNullable(context.header("Authorization"))
            .or(
                () ->
                    context.cookieMap().entrySet().stream()
                        .filter(cookie -> cookie.getKey().startsWith(COOKIE))
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .sorted()
                        .reduce((one, other) -> one + ";" + other));
    // The hash, so that no secret stays in memory with its allowance.
    return shown
        .map(secret -> HexFormat.of().formatHex(Token.hash(secret)))
        .or(() -> ClientCertificate.of(context).map(ClientCertificate::fingerprint));
  }

  /** Who has one address of IPv6 has the other 2^64 of its network too. */
  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, address instanceof Inet6Address ? 8 : bytes.length);
  }

  /** One kind of allowance. */
  private static final class Limit {
    private final String setting;
    private final Rate rate;
    private final LongSupplier nanoTime;
    private final Cache<String, Allowance> allowances;

    Limit(String setting, Rate rate, LongSupplier nanoTime) {
      this.setting = setting;
      this.rate = rate;
      this.nanoTime = nanoTime;
      // An allowance that nobody touched for its period is full, and so needs no memory.
      this.allowances =
          Caffeine.newBuilder()
              .maximumSize(REMEMBERED)
              .expireAfterAccess(rate.period().plus(Duration.ofSeconds(1)))
              .ticker(nanoTime::getAsLong)
              .build();
    }

    void take(Context context, String name) {
      long now = nanoTime.getAsLong();
      Allowance allowance = allowances.get(name, unused -> new Allowance(rate, now));
      OptionalLong wait = allowance.take(now);
      if (wait.isEmpty()) {
        return;
      }
      if (allowance.isNewlyEmpty()) {
        LOG.warn(
            "more requests than {} ({}) allows, told to wait: from {}",
            setting,
            rate,
            ClientAddress.of(context).text());
      }
      long seconds = Duration.ofNanos(wait.getAsLong()).plusSeconds(1).toSeconds();
      context.header("Retry-After", Long.toString(seconds));
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "more requests than %s allows (%s); send it again in %d s"
              .formatted(setting, rate, seconds));
    }
  }

  /** A token bucket. */
  private static final class Allowance {
    private final Rate rate;
    private final double perNano;
    private double left;
    private long at;
    private boolean told;

    Allowance(Rate rate, long now) {
      this.rate = rate;
      this.perNano = (double) rate.count() / rate.period().toNanos();
      this.left = rate.count();
      this.at = now;
    }

    /** Empty when one was left; otherwise in how many nanoseconds there will be. */
    synchronized OptionalLong take(long now) {
      left = Math.min(rate.count(), left + Math.max(0, now - at) * perNano);
      at = now;
      if (left >= 1) {
        left -= 1;
        told = told && left < rate.count() / 2.0;
        return OptionalLong.empty();
      }
      return OptionalLong.of((long) Math.ceil((1 - left) / perNano));
    }

    /** Once until it has filled up by half again: a flood must not fill the log as well. */
    synchronized boolean isNewlyEmpty() {
      boolean before = told;
      told = true;
      return !before;
    }
  }
}
