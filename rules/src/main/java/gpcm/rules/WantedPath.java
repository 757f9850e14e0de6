package gpcm.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The paths somebody wants the places of, as a tree that a scan of the source walks down. */
final class WantedPath {
  private static final WantedPath NOWHERE = new WantedPath();

  private final Map<String, WantedPath> children = new HashMap<>();
  private final List<String> through = new ArrayList<>();
  private Optional<ArrayStep> array = Optional.empty();

  private record ArrayStep(WantedPath owner, String name) {}

  /** The root, above the outermost element. */
  static WantedPath tree(Collection<String> paths) {
    WantedPath root = new WantedPath();
    for (String path : paths) {
      WantedPath at = root;
      for (String segment : path.replaceAll("\\.ofType\\([A-Za-z]+\\)", "").split("\\.", -1)) {
        String key = segment.endsWith("]") ? segment : segment + "[0]";
        at = at.children.computeIfAbsent(key, k -> new WantedPath());
        at.through.add(path);
      }
    }
    return root;
  }

  /** The nth child of this name; {@code valueString} is a {@code value}. */
  WantedPath child(String name, int index) {
    if (children.isEmpty()) {
      return NOWHERE;
    }
    WantedPath exact = children.get(name + "[" + index + "]");
    if (exact != null || index > 0) {
      return exact == null ? NOWHERE : exact;
    }
    for (Map.Entry<String, WantedPath> child : children.entrySet()) {
      String wanted = child.getKey().substring(0, child.getKey().indexOf('['));
      if (child.getKey().endsWith("[0]")
          && name.startsWith(wanted)
          && name.length() > wanted.length()
          && Character.isUpperCase(name.charAt(wanted.length()))) {
        return child.getValue();
      }
    }
    return NOWHERE;
  }

  /** The array of this name, whose items are children of this element. */
  WantedPath array(String name) {
    WantedPath items = new WantedPath();
    items.array = Optional.of(new ArrayStep(this, name));
    return items;
  }

  boolean isArray() {
    return array.isPresent();
  }

  WantedPath item(int index) {
    return array.map(step -> step.owner().child(step.name(), index)).orElse(NOWHERE);
  }

  /** Deeper places come later in the source and take the place of their ancestors'. */
  void place(int line, int column, Map<String, SourcePosition> found) {
    for (String path : through) {
      found.put(path, new SourcePosition(line, column));
    }
  }
}
