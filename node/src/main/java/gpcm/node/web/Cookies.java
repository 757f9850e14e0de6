package gpcm.node.web;

import gpcm.mesh.Secret;
import gpcm.node.people.Token;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * The cookies. The prefix makes browsers take them from this host only, for all of it, and over
 * HTTPS or this machine's own loopback.
 */
final class Cookies {
  static final String SESSION = "__Host-gpcm";
  static final String DEVICE = "__Host-gpcm-device";
  static final String FORM = "__Host-gpcm-form";
  static final String PROVIDER = "__Host-gpcm-provider";
  static final String CHOICE = "__Host-gpcm-choice";
  static final String KEYS = "__Host-gpcm-keys";
  private static final int TEN_MINUTES = 600;
  private static final String SCOPE = "; Path=/; Secure; HttpOnly; SameSite=Lax";

  private Cookies() {}

  static Optional<String> session(Context context) {
    return Optional.ofNullable(context.cookie(SESSION)).filter(id -> !id.isEmpty());
  }

  static void session(Context context, String id) {
    add(context, SESSION + "=" + id + SCOPE);
  }

  /** Ends it, and has the browser forget what it keeps beside its cookies. */
  static void endSession(Context context) {
    context.header("Clear-Site-Data", "\"cache\", \"storage\"");
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

  /**
   * A sign-in on its way through a provider.
   *
   * @param provider which
   * @param secret what ties the answer to this browser
   * @param to the page to go to afterwards
   */
  record AtProvider(String provider, String secret, String to) {}

  static void atProvider(Context context, String provider, Secret browser, String to) {
    brief(context, PROVIDER, provider + "." + browser.reveal() + "." + packed(to));
  }

  static Optional<AtProvider> atProvider(Context context) {
    return Optional.ofNullable(context.cookie(PROVIDER))
        .map(value -> value.split("\\.", -1))
        .filter(parts -> parts.length == 3)
        .map(parts -> new AtProvider(parts[0], parts[1], unpacked(parts[2])));
  }

  static void backFromProvider(Context context) {
    add(context, PROVIDER + "=; Max-Age=0" + SCOPE);
  }

  /**
   * Somebody who may work for several organisations and has not said for which.
   *
   * @param secret what opens the choice
   * @param to the page to go to afterwards
   */
  record Choice(String secret, String to) {}

  static void choice(Context context, Secret secret, String to) {
    brief(context, CHOICE, secret.reveal() + "." + packed(to));
  }

  static Optional<Choice> choice(Context context) {
    return Optional.ofNullable(context.cookie(CHOICE))
        .map(value -> value.split("\\.", -1))
        .filter(parts -> parts.length == 2)
        .map(parts -> new Choice(parts[0], unpacked(parts[1])));
  }

  static void chosen(Context context) {
    add(context, CHOICE + "=; Max-Age=0" + SCOPE);
  }

  /** Whether single keys do something in this browser. */
  static boolean keys(Context context) {
    return !"off".equals(context.cookie(KEYS));
  }

  static void keys(Context context, boolean on) {
    add(
        context,
        "%s=%s; Max-Age=%d%s"
            .formatted(KEYS, on ? "on" : "off", Duration.ofDays(365).toSeconds(), SCOPE));
  }

  private static void brief(Context context, String name, String value) {
    add(context, "%s=%s; Max-Age=%d%s".formatted(name, value, TEN_MINUTES, SCOPE));
  }

  private static String packed(String path) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(path.getBytes(StandardCharsets.UTF_8));
  }

  private static String unpacked(String text) {
    try {
      return LocalPath.of(
          Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }

  private static void add(Context context, String cookie) {
    context.res().addHeader("Set-Cookie", cookie);
  }
}
