package gpcm.node.web;

import gpcm.mesh.Secret;
import gpcm.node.config.HttpSettings;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. With an access token: whoever presents it, as bearer token or as the password of
 * basic authentication, which browsers ask for. Without: everybody on this machine. Either way, not
 * the page of another site that happens to be open in the user's browser.
 */
final class Access {
  private final Optional<Secret> token;

  Access(HttpSettings settings) {
    this.token = settings.accessToken();
  }

  void check(Context context) {
    String host = Optional.ofNullable(context.header("Host")).orElse("");
    if (token.isPresent()) {
      if (!presents(context.header("Authorization"), token.get())) {
        context.header("WWW-Authenticate", "Basic realm=\"gpcm\", charset=\"UTF-8\"");
        throw new ProblemException(
            ProblemKind.UNAUTHORIZED,
            "an access token is needed: send it as 'Authorization: Bearer ...', or as the password"
                + " in a browser");
      }
    }
    boolean changes = !Set.of("GET", "HEAD").contains(context.req().getMethod());
    if (changes && isFromAnotherSite(context, host)) {
      throw new ProblemException(
          ProblemKind.CROSS_SITE,
          "this request comes from a page of another site, and those may not change anything here");
    }
  }

  private static boolean isFromAnotherSite(Context context, String host) {
    String site = context.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    String origin = context.header("Origin");
    return origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host);
  }

  private static boolean presents(String authorization, Secret token) {
    if (authorization == null) {
      return false;
    }
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return same(authorization.substring(7).strip(), token);
    }
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return false;
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(authorization.substring(6).strip()),
              StandardCharsets.UTF_8);
      return same(pair.substring(pair.indexOf(':') + 1), token);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean same(String presented, Secret token) {
    return MessageDigest.isEqual(
        presented.getBytes(StandardCharsets.UTF_8),
        token.reveal().getBytes(StandardCharsets.UTF_8));
  }
}
