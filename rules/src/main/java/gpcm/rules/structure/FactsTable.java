package gpcm.rules.structure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the table of facts. A line is one element below the {@code *type}, {@code *profile} or
 * {@code *extension} line before it: its path, then cells told apart by how they begin: {@code
 * 0..1} cardinality, {@code :} types, {@code =} value set, {@code !} fixed value, {@code <} length,
 * {@code /} discriminator.
 */
final class FactsTable {
  private static final String TABLE = "facts.txt";

  private final Map<String, CodeSet> codeSets = new HashMap<>();
  private final Map<String, Types> readTypes = new HashMap<>();
  private final Map<String, Set<String>> codes = new HashMap<>();
  private final Map<String, Set<String>> units = new HashMap<>();
  private final Map<String, Draft> types = new LinkedHashMap<>();
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, Supplier<Profile>> profiles = new LinkedHashMap<>();
  private final Map<String, Supplier<Profile>> extensions = new LinkedHashMap<>();

  private FactsTable() {}

  static Facts read() {
    try (InputStream in = FactsTable.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      FactsTable table = new FactsTable();
      Draft about = new Draft("");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        about = table.take(line.split("\t", -1), about);
      }
      return table.facts();
    } catch (IOException e) {
      throw new UncheckedIOException("the table of facts cannot be read: " + TABLE, e);
    }
  }

  private Draft take(String[] cells, Draft about) {
    switch (cells[0]) {
      case "*type" -> {
        if (cells.length > 2) {
          parents.put(cells[1], cells[2]);
        }
        return types.computeIfAbsent(cells[1], Draft::new);
      }
      case "*profile" -> {
        Draft facts = new Draft("");
        profiles.put(cells[1], () -> profile(cells[1], cells[2], Set.of(), facts));
        return facts;
      }
      case "*extension" -> {
        Draft facts = new Draft("");
        boolean anywhere = cells.length < 3 || cells[2].isEmpty();
        Set<String> contexts =
            anywhere ? Set.of() : Set.copyOf(Arrays.asList(cells[2].split("\\|", -1)));
        extensions.put(cells[1], () -> profile(cells[1], "Extension", contexts, facts));
        return facts;
      }
      case "*values" -> codeSets.put(cells[1], codeSet(cells));
      case "*units" -> units.put(cells[1], Set.of(cells[2].split(" ", -1)));
      case "*codes" -> codes.put(cells[1], Set.of(cells[2].split(" ", -1)));
      default -> about.at(cells[0]).fill(cells);
    }
    return about;
  }

  private static CodeSet codeSet(String[] cells) {
    Map<String, Set<String>> systems = new HashMap<>();
    for (String cell : Arrays.asList(cells).subList(2, cells.length)) {
      String[] words = cell.split(" ", -1);
      systems.put(words[0], Set.of(Arrays.copyOfRange(words, 1, words.length)));
    }
    return new CodeSet(cells[1], Map.copyOf(systems));
  }

  private Profile profile(String url, String type, Set<String> contexts, Draft facts) {
    return Profile.of(url, type, contexts, facts.facts(this));
  }

  private Facts facts() {
    Map<String, List<ElementFacts>> own = new HashMap<>();
    types.forEach(
        (type, draft) -> own.put(type, List.copyOf(draft.facts(this).children().values())));
    Map<String, TypeFacts> elements = new HashMap<>();
    for (String type : own.keySet()) {
      List<TypeElement> all = new ArrayList<>();
      for (String at = type; own.containsKey(at); at = parents.getOrDefault(at, "")) {
        own.get(at).forEach(facts -> all.add(TypeElement.of(type, facts)));
      }
      elements.put(type, new TypeFacts(List.copyOf(all), Invariants.about(type)));
    }
    Map<String, Profile> definitions = built(extensions);
    return new Facts(
        Map.copyOf(elements),
        built(profiles),
        definitions,
        definitions.values().stream()
            .collect(
                Collectors.groupingBy(
                    known -> Extensions.bare(known.url()), Collectors.toUnmodifiableList())),
        Map.copyOf(codes),
        new Units(units.get("prefix"), units.get("metric"), units.get("other")));
  }

  private static Map<String, Profile> built(Map<String, Supplier<Profile>> suppliers) {
    Map<String, Profile> built = new HashMap<>();
    suppliers.forEach((url, supplier) -> built.put(url, supplier.get()));
    return Map.copyOf(built);
  }

  /** An element whose lines are still being read. */
  private static final class Draft {
    private final String name;
    private final Map<String, Draft> children = new LinkedHashMap<>();
    private final Map<String, Draft> slices = new LinkedHashMap<>();
    private List<String> cells = List.of();

    Draft(String name) {
      this.name = name;
    }

    Draft at(String path) {
      Draft at = this;
      for (String step : path.split("\\.", -1)) {
        at = at.step(step);
      }
      return at;
    }

    /** {@code identifier}, {@code identifier:nhsNumber} or {@code value#Quantity}. */
    private Draft step(String step) {
      int end = step.indexOf('#') >= 0 ? step.indexOf('#') : step.indexOf(':');
      if (end < 0) {
        return children.computeIfAbsent(step, Draft::new);
      }
      String slice = step.charAt(end) == '#' ? step.substring(end) : step.substring(end + 1);
      return children
          .computeIfAbsent(step.substring(0, end), Draft::new)
          .slices
          .computeIfAbsent(slice, Draft::new);
    }

    void fill(String[] line) {
      cells = Arrays.asList(line).subList(1, line.length);
    }

    /** A choice of which the profile names the types one by one has no other. */
    private Types chosen(List<ElementFacts> parts) {
      boolean choice = !parts.isEmpty() && cells.isEmpty();
      return choice && parts.stream().allMatch(part -> part.name().startsWith("#"))
          ? Types.of(
              parts.stream().map(part -> part.name().substring(1)).collect(Collectors.joining("|")))
          : Types.ANY;
    }

    // Every start reads all of it: the table has thousands of lines, and few that differ in a cell.
    ElementFacts facts(FactsTable table) {
      Map<String, ElementFacts> inside = new LinkedHashMap<>();
      children.forEach((child, draft) -> inside.put(child, draft.facts(table)));
      int min = 0;
      int max = ElementFacts.UNBOUNDED;
      int length = ElementFacts.UNBOUNDED;
      CodeSet codes = CodeSet.ANY;
      String fixed = "";
      List<String> discriminator = List.of();
      Types types = null;
      for (String cell : cells) {
        String rest = cell.substring(1);
        switch (cell.charAt(0)) {
          case ':' -> types = table.readTypes.computeIfAbsent(rest, Types::of);
          case '=' -> codes = table.codeSets.getOrDefault(rest, CodeSet.ANY);
          case '!' -> fixed = rest;
          case '<' -> length = Integer.parseInt(rest);
          case '/' -> discriminator = List.of(rest.split("\\.", -1));
          default -> {
            int dots = cell.indexOf("..");
            min = Integer.parseInt(cell.substring(0, dots));
            String most = cell.substring(dots + 2);
            max = most.equals("*") ? ElementFacts.UNBOUNDED : Integer.parseInt(most);
          }
        }
      }
      List<ElementFacts> parts = new ArrayList<>();
      for (Draft slice : slices.values()) {
        parts.add(slice.facts(table).withKey(discriminator));
      }
      return new ElementFacts(
          name,
          min,
          max,
          types == null ? chosen(parts) : types,
          codes,
          fixed,
          length,
          "",
          discriminator,
          Collections.unmodifiableMap(inside),
          List.copyOf(parts));
    }
  }
}
