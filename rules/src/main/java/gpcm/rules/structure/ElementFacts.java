package gpcm.rules.structure;

import java.util.List;
import java.util.Map;

/**
 * What is asked of one element: by its type, or beyond that by a profile.
 *
 * @param name its name in its owner, or that of the slice
 * @param max {@link #UNBOUNDED} where there is no bound
 * @param fixed the value it must have; empty for any
 * @param length the most characters it may have
 * @param key what tells a slice from its siblings: the url of an extension, the fixed value at the
 *     discriminator, a type with {@code #} before it; empty where the profile fixes none
 * @param discriminator the steps of the path that tells slices apart, such as {@code system}; none
 *     for extensions and choices
 * @param children what is asked of its elements, by name
 */
record ElementFacts(
    String name,
    int min,
    int max,
    Types types,
    CodeSet codes,
    String fixed,
    int length,
    String key,
    List<String> discriminator,
    Map<String, ElementFacts> children,
    List<ElementFacts> slices) {
  static final int UNBOUNDED = Integer.MAX_VALUE;

  /** The same as a slice that this discriminator tells from its siblings. */
  ElementFacts withKey(List<String> told) {
    return new ElementFacts(
        name, min, max, types, codes, fixed, length, keyFor(told), discriminator, children, slices);
  }

  /** Whether there must be one of it, or of one of its slices. */
  boolean demanded() {
    if (min > 0) {
      return true;
    }
    for (ElementFacts slice : slices) {
      if (slice.min > 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether how many there are of this slice matters, and can be told. */
  boolean counted() {
    return !key.isEmpty() && (min > 0 || max < UNBOUNDED);
  }

  private String keyFor(List<String> told) {
    if (name.startsWith("#")) {
      return name;
    }
    if (!types.definition().isEmpty()) {
      return types.definition();
    }
    ElementFacts at = this;
    for (String step : told.isEmpty() ? List.of("url") : told) {
      at = at.children.get(step);
      if (at == null) {
        return "";
      }
    }
    return at.fixed;
  }
}
