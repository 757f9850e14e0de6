package gpcm.node.web;

import gpcm.node.people.Token;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookies. The prefix makes browsers take them from this host only, for all of it, and over
 * HTTPS or this machine's own loopback.
 */
final class Cookies {
  static final String SESSION = "__Host-gpcm";
  static final String DEVICE = "__Host-gpcm-device";
  static final String FORM = "__Host-gpcm-form";
  private static final String SCOPE = "; Path=/; Secure; HttpOnly; SameSite=Lax";

  private Cookies() {}

  static Optional<String> session(Context context) {
    return Optional.ofNullable(context.cookie(SESSION)).filter(id -> !id.isEmpty());
  }

  static void session(Context context, String id) {
    add(context, SESSION + "=" + id + SCOPE);
  }

  static void endSession(Context context) {
    add(context, SESSION + "=; Max-Age=0" + SCOPE);
  }

  /** What tells a browser from which somebody has signed in before. */
  static Optional<String> device(Context context) {
    return Optional.ofNullable(context.cookie(DEVICE)).filter(id -> !id.isEmpty());
  }

  static void device(Context context, String id) {
    add(
        context,
        "%s=%s; Max-Age=%d%s".formatted(DEVICE, id, Duration.ofDays(365).toSeconds(), SCOPE));
  }

  /**
   * What ties the form for signing in to the browser that was shown it; made when there is none.
   */
  static String form(Context context, SecureRandom random) {
    return Optional.ofNullable(context.cookie(FORM))
        .filter(id -> id.matches("[A-Za-z0-9_-]{20,100}"))
        .orElseGet(
            () -> {
              String made = Token.random(random);
              add(context, FORM + "=" + made + SCOPE);
              return made;
            });
  }

  static Optional<String> form(Context context) {
    return Optional.ofNullable(context.cookie(FORM));
  }

  private static void add(Context context, String cookie) {
    context.res().addHeader("Set-Cookie", cookie);
  }
}
