package gpcm.node.working;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reviews that follow one another.
 *
 * @param name what people call it
 * @param starts with which documents it begins by itself; empty when it is begun by hand only
 * @param levels in their order
 */
public record ReviewTemplate(
    UUID id, String name, Optional<Fits> starts, List<ReviewLevel> levels) {
  /** Copies the list. */
  public ReviewTemplate {
    levels = List.copyOf(levels);
  }

  String in(Telling how) {
    return "the template %s: %s; levels %s"
        .formatted(
            how == Telling.SEALED ? id : how.text(name),
            starts.map(fits -> "begins with " + fits.words()).orElse("begun by hand"),
            levels.stream().map(level -> level.in(how)).collect(Collectors.joining("; ")));
  }
}
