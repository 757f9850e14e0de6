package gpcm.node.web;

import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a long list, read from where the part beside it ended, and the addresses of the parts
 * beside it. The list is asked for one more than is shown, which tells whether there is more.
 *
 * @param rows what is shown, newest first
 * @param newer the address of the part before; empty at the beginning of the list
 * @param older the address of the part that follows; empty at its end
 */
record Listing<T>(List<T> rows, Optional<String> newer, Optional<String> older) {
  private static final String AFTER = "after";
  private static final String BEFORE = "before";
  private static final Set<String> PLACES = Set.of(AFTER, BEFORE);

  /**
   * Reads the part that the request asks for.
   *
   * @param size how many rows to show at most
   * @param list gives the rows of a part
   * @param place where a row stands
   */
  static <T> Listing<T> of(
      Context context,
      Query query,
      int size,
      Function<Slice, List<T>> list,
      Function<T, Keyset> place) {
    Optional<Keyset> after = query.value(AFTER, Cursor::read, Cursor.RULE);
    Optional<Keyset> before = query.value(BEFORE, Cursor::read, Cursor.RULE);
    if (after.isPresent() && before.isPresent()) {
      throw ProblemException.parameter(BEFORE, "given with 'after' as well", "give one of them");
    }
    if (before.isPresent()) {
      List<T> rows = list.apply(Slice.before(before.get(), size + 1));
      if (rows.size() > size) {
        List<T> shown = rows.subList(1, rows.size());
        return new Listing<>(
            shown,
            Optional.of(address(context, BEFORE, place.apply(shown.getFirst()))),
            Optional.of(address(context, AFTER, place.apply(shown.getLast()))));
      }
      // The beginning of the list: as long as any other part, not just what is newer than the edge.
    }
    List<T> rows =
        list.apply(
            after.map(edge -> Slice.after(edge, size + 1)).orElseGet(() -> Slice.newest(size + 1)));
    List<T> shown = rows.subList(0, Math.min(size, rows.size()));
    return new Listing<>(
        shown,
        after.isPresent() && !shown.isEmpty()
            ? Optional.of(address(context, BEFORE, place.apply(shown.getFirst())))
            : Optional.empty(),
        rows.size() > size
            ? Optional.of(address(context, AFTER, place.apply(shown.getLast())))
            : Optional.empty());
  }

  private static String address(Context context, String direction, Keyset place) {
    return address(context, direction, Cursor.write(place));
  }

  /** The address of this list, from another place on. */
  static String address(Context context, String direction, String place) {
    return context.path()
        + "?"
        + Stream.concat(
                context.queryParamMap().entrySet().stream()
                    .filter(each -> !PLACES.contains(each.getKey()))
                    .map(each -> each.getKey() + "=" + encoded(each.getValue().getFirst())),
                Stream.of(direction + "=" + place))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
