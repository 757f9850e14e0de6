package gpcm.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stood behind a benchmark's name: {@code --name value} pairs and flags. Immutable. */
public final class BenchmarkOptions {
  private final Map<String, String> values;
  private final Set<String> flags;

  private BenchmarkOptions(Map<String, String> values, Set<String> flags) {
    this.values = Map.copyOf(values);
    this.flags = Set.copyOf(flags);
  }

  /**
   * Reads the arguments.
   *
   * @param names the options that take a value
   * @param flags those that take none
   * @throws IllegalArgumentException naming what is not understood
   */
  public static BenchmarkOptions read(String[] arguments, Set<String> names, Set<String> flags) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> given = new HashSet<>();
    List<String> rest = Arrays.asList(arguments);
    for (int i = 0; i < rest.size(); i++) {
      String name = rest.get(i).startsWith("--") ? rest.get(i).substring(2) : "";
      if (flags.contains(name)) {
        given.add(name);
      } else if (names.contains(name) && i + 1 < rest.size()) {
        values.put(name, rest.get(++i));
      } else {
        throw new IllegalArgumentException(
            rest.get(i) + " is not understood here; bench/run alone lists the options");
      }
    }
    return new BenchmarkOptions(values, given);
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Path path(String name, Path standard) {
    return text(name).map(Path::of).orElse(standard);
  }

  /**
   * A whole number of at least 1.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public int number(String name, int standard) {
    String given = values.getOrDefault(name, Integer.toString(standard));
    if (!given.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "--" + name + " " + given + ": a whole number from 1 to 999999999 is expected");
    }
    return Integer.parseInt(given);
  }
}
