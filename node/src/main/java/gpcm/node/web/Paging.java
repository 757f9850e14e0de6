package gpcm.node.web;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where in a long list a page stands. The list is asked for one more than is shown, which tells
 * whether there is a next page.
 *
 * @param context the request
 * @param page counted from 1
 * @param size how many are shown on a page
 */
record Paging(Context context, int page, int size) {

  /** The addresses of the neighbouring pages. */
  record Links(int page, Optional<String> previous, Optional<String> next) {}

  int offset() {
    return (page - 1) * size;
  }

  <T> List<T> shown(List<T> oneMore) {
    return oneMore.subList(0, Math.min(size, oneMore.size()));
  }

  Links with(List<?> oneMore) {
    return new Links(
        page,
        page > 1 ? Optional.of(address(page - 1)) : Optional.empty(),
        oneMore.size() > size ? Optional.of(address(page + 1)) : Optional.empty());
  }

  private String address(int other) {
    return context.path()
        + "?"
        + Stream.concat(
                context.queryParamMap().entrySet().stream()
                    .filter(each -> !each.getKey().equals("page"))
                    .map(each -> each.getKey() + "=" + encoded(each.getValue().getFirst())),
                Stream.of("page=" + other))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
