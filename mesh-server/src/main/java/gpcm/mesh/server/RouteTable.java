package gpcm.mesh.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which call answers which verb and path; the first that fits does. Not changed once in use. */
final class RouteTable {
  private final Map<Integer, List<Route>> byLength = new HashMap<>();

  private record Route(String verb, List<String> pattern, CallAnswering.Answer answer) {
    boolean fits(List<String> segments) {
      for (int i = 0; i < pattern.size(); i++) {
        if (!isName(i) && !pattern.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }

    private boolean isName(int i) {
      return pattern.get(i).startsWith("{");
    }

    Map<String, String> names(List<String> segments) {
      Map<String, String> names = new HashMap<>();
      for (int i = 0; i < pattern.size(); i++) {
        if (isName(i)) {
          String name = pattern.get(i);
          names.put(name.substring(1, name.length() - 1), segments.get(i));
        }
      }
      return names;
    }
  }

  /** What was found for a request. */
  sealed interface Found {
    /** A call, with the parts of the path it names. */
    record Call(CallAnswering.Answer answer, Map<String, String> names) implements Found {}

    /** The path has calls, but none with this verb. */
    record OtherVerb() implements Found {}

    /** No call has this path. */
    record Nothing() implements Found {}
  }

  /** Adds a call; a part of the path in braces is a name for what stands there. */
  void add(String verb, String path, CallAnswering.Answer answer) {
    List<String> pattern = path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
    byLength
        .computeIfAbsent(pattern.size(), length -> new ArrayList<>())
        .add(new Route(verb, pattern, answer));
  }

  Found find(String verb, List<String> segments) {
    List<Route> candidates = byLength.getOrDefault(segments.size(), List.of());
    Optional<Route> found = first(candidates, verb, segments);
    if (found.isEmpty() && verb.equals("HEAD")) {
      found = first(candidates, "GET", segments);
    }
    if (found.isPresent()) {
      return new Found.Call(found.get().answer(), found.get().names(segments));
    }
    return candidates.stream().anyMatch(route -> route.fits(segments))
        ? new Found.OtherVerb()
        : new Found.Nothing();
  }

  private static Optional<Route> first(List<Route> candidates, String verb, List<String> segments) {
    for (Route route : candidates) {
      if (route.verb().equals(verb) && route.fits(segments)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }
}
