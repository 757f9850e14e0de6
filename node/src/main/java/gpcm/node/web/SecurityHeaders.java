package gpcm.node.web;

import io.javalin.http.Context;

/** What every answer tells the browser: run nothing, embed nothing, keep nothing. */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  void add(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    // Not no-referrer: with it, browsers send our own forms as if they came from another site.
    context.header("Referrer-Policy", "same-origin");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    // Patient data stays out of caches, shared or not.
    context.header("Cache-Control", "no-store");
  }
}
