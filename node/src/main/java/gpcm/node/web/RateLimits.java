package gpcm.node.web;

import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import io.javalin.http.Context;
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
  private static final String ATTRIBUTE = "gpcm.limits";
  private static final String SIGN_IN = "/sign-in";

  /** A provider tells from one address of all the people who sign out, and tells once. */
  private static final String TOLD = SIGN_IN + "/back-channel-logout";

  private final Limit addresses;
  private final Limit callers;
  private final Limit signIns;
  private final Limit refusals;

  /**
   * Starts with full allowances.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  RateLimits(LimitSettings settings, LongSupplier nanoTime) {
    this.addresses = new Limit("http.limits.per-address", settings.perAddress(), nanoTime);
    this.callers = new Limit("http.limits.per-caller", settings.perCaller(), nanoTime);
    this.signIns = new Limit("http.limits.sign-ins", settings.signIns(), nanoTime);
    this.refusals = new Limit("http.limits.sign-ins", settings.signIns(), nanoTime);
  }

  /** Before anything is looked up for a request. */
  void beforeAccess(Context context) {
    context.attribute(ATTRIBUTE, this);
    String address = ClientAddress.of(context).network();
    addresses.take(context, address);
    boolean asks = !Set.of("GET", "HEAD").contains(context.req().getMethod());
    String path = context.path();
    if (asks && (path.equals(SIGN_IN) || path.startsWith(SIGN_IN + "/")) && !path.equals(TOLD)) {
      signIns.take(context, address);
    }
  }

  /**
   * Before the audit log is told of somebody whom nobody knows: what it has once it keeps for ever,
   * so strangers may not write into it as often as they like.
   *
   * @throws ProblemException when they have been refused too often; nothing is written then
   */
  static void beforeRefusalIsWritten(Context context) {
    RateLimits limits = context.attribute(ATTRIBUTE);
    if (limits == null) {
      throw new IllegalStateException("nothing has been looked at of this request");
    }
    limits.refusals.take(context, ClientAddress.of(context).network());
  }

  /** When it is known who asks: the session or the machine is its allowance's name. */
  void afterAccess(Context context) {
    Asked.of(context)
        .map(asked -> name(asked.caller()))
        .ifPresent(name -> callers.take(context, name));
  }

  private static String name(Caller caller) {
    return switch (caller) {
      case Caller.Person person -> "session " + person.acting().session();
      case Caller.Machine machine -> machine.shown();
    };
  }

  /** One kind of limit. */
  private record Limit(String setting, Rate rate, Allowances allowances) {
    Limit(String setting, Rate rate, LongSupplier nanoTime) {
      this(setting, rate, new Allowances(rate, nanoTime));
    }

    void take(Context context, String name) {
      Allowances.Taken taken = allowances.take(name);
      if (taken.granted()) {
        return;
      }
      if (taken.newlyEmpty()) {
        LOG.warn(
            "more requests than {} ({}) allows, told to wait: from {}",
            setting,
            rate,
            ClientAddress.of(context).text());
      }
      long seconds = taken.pause().plusSeconds(1).toSeconds();
      context.header("Retry-After", Long.toString(seconds));
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "more requests than %s allows (%s); send it again in %d s"
              .formatted(setting, rate, seconds));
    }
  }
}
