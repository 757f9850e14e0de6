package gpcm.node.people;

import java.util.Optional;

/**
 * Of which organisations somebody is shown figures: of the one that they work for, or of all that a
 * database holds, where that one runs the system. Immutable.
 *
 * @param organisation the ODS code of the one; empty for all
 */
public record Extent(Optional<String> organisation) {
  /** All of them. */
  public static final Extent ALL = new Extent(Optional.empty());

  /** One alone. */
  public static Extent of(String organisation) {
    return new Extent(Optional.of(organisation));
  }

  /** Whether what is of this organisation belongs to it. */
  public boolean includes(String other) {
    return organisation.isEmpty() || organisation.get().equals(other);
  }

  /**
   * As statements take it, which compare a row's organisation with {@code coalesce(:only,
   * organisation)}: null for all.
   */
  public String only() {
    return organisation.orElse(null);
  }
}
