package gpcm.message;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which deviations a reader tolerates: the named list of the digest, section 9, each switchable
 * off. A deviation is recorded either way; the tolerance decides whether it counts as tolerated or
 * as a fault. Immutable.
 *
 * @param tolerated the kinds that are tolerated
 */
public record Tolerances(Set<SourceFinding.Kind> tolerated) {
  /** Everything that may be tolerated is; the default. */
  public static final Tolerances ALL = new Tolerances(tolerable());

  /** Nothing is: strict receiving, for assurance. */
  public static final Tolerances NONE = new Tolerances(Set.of());

  /**
   * Checks that only tolerable kinds are named.
   *
   * @throws IllegalArgumentException for a kind that is never tolerated
   */
  public Tolerances {
    tolerated = Set.copyOf(tolerated);
    for (SourceFinding.Kind kind : tolerated) {
      if (!kind.tolerable()) {
        throw new IllegalArgumentException(
            kind + " is never tolerated; tolerable are " + tolerable());
      }
    }
  }

  /** The same without one. */
  public Tolerances without(SourceFinding.Kind kind) {
    EnumSet<SourceFinding.Kind> rest = EnumSet.noneOf(SourceFinding.Kind.class);
    rest.addAll(tolerated);
    rest.remove(kind);
    return new Tolerances(rest);
  }

  /** Whether a finding of this kind is tolerated. */
  public boolean tolerates(SourceFinding.Kind kind) {
    return tolerated.contains(kind);
  }

  private static Set<SourceFinding.Kind> tolerable() {
    EnumSet<SourceFinding.Kind> kinds = EnumSet.noneOf(SourceFinding.Kind.class);
    for (SourceFinding.Kind kind : SourceFinding.Kind.values()) {
      if (kind.tolerable()) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
