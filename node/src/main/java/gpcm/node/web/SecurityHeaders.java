package gpcm.node.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every answer tells the browser: run nothing, embed nothing, keep nothing. */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private static final String NOTHING_ASKED =
      Stream.of(
                  "accelerometer",
                  "autoplay",
                  "browsing-topics",
                  "camera",
                  "clipboard-read",
                  "clipboard-write",
                  "display-capture",
                  "encrypted-media",
                  "fullscreen",
                  "gamepad",
                  "geolocation",
                  "gyroscope",
                  "hid",
                  "idle-detection",
                  "local-fonts",
                  "magnetometer",
                  "microphone",
                  "midi",
                  "payment",
                  "picture-in-picture",
                  "screen-wake-lock",
                  "serial",
                  "storage-access",
                  "usb",
                  "window-management",
                  "xr-spatial-tracking")
              .map(feature -> feature + "=()")
              // Sign-in by passkey is on pages of our own.
              .collect(Collectors.joining(", "))
          + ", publickey-credentials-create=(self), publickey-credentials-get=(self)";

  private static final Map<String, String> ALL = all();

  private static Map<String, String> all() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    // Not no-referrer: with it, browsers send our own forms as if they came from another site.
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Permissions-Policy", NOTHING_ASKED);
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Embedder-Policy", "require-corp");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("X-Permitted-Cross-Domain-Policies", "none");
    // Patient data stays out of caches, shared or not.
    headers.put("Cache-Control", "no-store");
    return headers;
  }

  private SecurityHeaders() {}

  /** On the pages of passkeys, which no browser uses without a script: ours, from a file. */
  static void allowOwnScript(Context context) {
    context.header("Content-Security-Policy", POLICY + "; script-src 'self'");
  }

  /** On pages that take small steps with htmx, which fetches from this node alone. */
  static void allowSmallSteps(Context context) {
    context.header("Content-Security-Policy", POLICY + "; script-src 'self'; connect-src 'self'");
  }

  /** With their values. */
  static Map<String, String> everywhere() {
    return ALL;
  }

  static void add(Context context) {
    ALL.forEach(context::header);
  }

  /**
   * Never plain HTTP again, for a year, under this name and those below it. Not under a name of
   * this machine: other programs on it use that too, on other ports, which the browser would hold
   * to it as well.
   */
  static void addStrictTransport(Context context) {
    String host = Optional.ofNullable(context.header("Host")).orElse("");
    if (ClientAddress.of(context).encrypted() && !Gate.isThisMachine(host)) {
      context.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
  }
}
