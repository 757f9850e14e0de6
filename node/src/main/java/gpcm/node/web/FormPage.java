package gpcm.node.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page that a form stood on, as far as the browser says; always one of this node's. A form that
 * was shown again stands at an address that is only sent to: then it is the nearest page above.
 */
final class FormPage {
  private static final List<Pattern> PAGES =
      RouteTable.shipped().routes().stream()
          .filter(route -> route.startsWith("GET /") && !route.startsWith("GET /api/"))
          .map(route -> pattern(route.substring("GET ".length())))
          .toList();

  private FormPage() {}

  private static Pattern pattern(String route) {
    return Pattern.compile(
        Stream.of(route.split("/", -1))
            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
            .collect(Collectors.joining("/")));
  }

  /** Its address with what it asks for; the overview's when there is none. */
  static String of(Context context) {
    String page = LocalPath.ofReferer(Optional.ofNullable(context.header("Referer")));
    int query = page.indexOf('?');
    String path = query < 0 ? page : page.substring(0, query);
    if (isPage(path)) {
      return page;
    }
    while (!isPage(path)) {
      path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
      if (path.isEmpty()) {
        return "/";
      }
    }
    return path;
  }

  private static boolean isPage(String path) {
    return PAGES.stream().anyMatch(page -> page.matcher(path).matches());
  }
}
