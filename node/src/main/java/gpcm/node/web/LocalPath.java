package gpcm.node.web;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** A page of this node to go to next; whatever an address says, it leads nowhere else. */
final class LocalPath {
  // A second slash or a backslash would make browsers take what follows for a host.
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[!-\\[\\]-~]{0,500}");

  private LocalPath() {}

  /** The path, or the overview's when it is none, or one for signing in. */
  static String of(Optional<String> path) {
    return path.filter(given -> LOCAL.matcher(given).matches() && !given.startsWith("/sign-"))
        .orElse("/");
  }

  /** The page that a form was on, with what its address asks for, as far as the browser says. */
  static String ofReferer(Optional<String> referer) {
    try {
      return of(
          referer
              .map(URI::create)
              .map(
                  uri ->
                      uri.getRawPath()
                          + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())));
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }
}
