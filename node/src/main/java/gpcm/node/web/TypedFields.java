package gpcm.node.web;

import gpcm.node.people.TypedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The table {@code typed.txt}: which fields of forms people type, and what they are called. What is
 * not there is never given back: ids, versions, tokens, choices and files. Immutable.
 */
final class TypedFields {
  /** Where secrets are typed, or who somebody is is found out. */
  private static final Pattern OF_SECRETS =
      Pattern.compile("/(sign-in|sign-out|session|sessions|passkeys|password)(/.*)?");

  private final List<Line> lines;

  private TypedFields(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * One kind of field.
   *
   * @param name its name, or with a star the beginning of it
   * @param places the beginnings of addresses where it is typed; empty for everywhere
   */
  private record Line(String name, String label, List<String> places) {
    static Line of(String text) {
      String[] cells = text.split("\\|", -1);
      if (cells.length < 2 || cells.length > 3) {
        throw new IllegalStateException("typed.txt: cannot be read: " + text);
      }
      return new Line(
          cells[0].strip(),
          cells[1].strip(),
          cells.length == 2 ? List.of() : List.of(cells[2].strip().split(" +", -1)));
    }

    private Optional<String> label(String field, String path) {
      if (!places.isEmpty() && places.stream().noneMatch(path::startsWith)) {
        return Optional.empty();
      }
      if (!name.endsWith("*")) {
        return name.equals(field) ? Optional.of(label) : Optional.empty();
      }
      String beginning = name.substring(0, name.length() - 1);
      return field.startsWith(beginning)
          ? Optional.of(label + " " + field.substring(beginning.length()))
          : Optional.empty();
    }
  }

  /** The table that comes with this program. */
  static TypedFields shipped() {
    return new TypedFields(
        new String(Resources.read("typed.txt"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Line::of)
            .toList());
  }

  /** What a field is called at an address; empty where it is not typed, or is a secret. */
  Optional<String> label(String field, String path) {
    return OF_SECRETS.matcher(path).matches()
        ? Optional.empty()
        : lines.stream().flatMap(line -> line.label(field, path).stream()).findFirst();
  }

  /** What was typed into the fields of a form that was sent to an address, in their order. */
  List<TypedText.Field> of(Form form, String path) {
    return form.names().stream().flatMap(name -> of(form, path, name)).toList();
  }

  private Stream<TypedText.Field> of(Form form, String path, String name) {
    return label(name, path).stream()
        .flatMap(
            label -> form.all(name).stream().map(text -> new TypedText.Field(label, text.strip())))
        .filter(typed -> !typed.text().isEmpty());
  }
}
