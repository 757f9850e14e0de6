package gpcm.rules.catalogue;

import gpcm.rules.UseCaseKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One user story of the specification, or one of its process maps.
 *
 * @param id such as {@code GPC-SD05}, or {@code PM-CS} for a process map
 * @param words what it is about, in this project's words
 * @param criteria its acceptance criteria, or its steps, in the order of the specification
 */
public record UserStory(String id, String words, List<Criterion> criteria) {
  public UserStory {
    if (id.isBlank() || words.isBlank() || criteria.isEmpty()) {
      throw new IllegalArgumentException("user story " + id + " lacks its words or its criteria");
    }
    criteria = List.copyOf(criteria);
  }

  /** {@code consultation-summary} or {@code online-consultation}: the others have no stories. */
  public String useCase() {
    return (id.contains("OC") ? UseCaseKey.OC : UseCaseKey.CS).label();
  }

  /** This story with its open criteria alone; empty when none is open. */
  public Optional<UserStory> open() {
    List<Criterion> open = criteria.stream().filter(c -> c.kind() == Kind.OPEN).toList();
    return open.isEmpty() ? Optional.empty() : Optional.of(new UserStory(id, words, open));
  }

  /** How a criterion is accounted for. */
  public enum Kind {
    /** Shown by named tests. */
    PROVEN("proven"),
    /** Not yet, or not wholly, there. */
    OPEN("open"),
    /** Nothing this software could do or leave undone. */
    NOT_SOFTWARE("not-software");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in tables and JSON. */
    public String label() {
      return label;
    }

    static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label.equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of criterion is called " + label);
    }
  }

  /**
   * One acceptance criterion or step.
   *
   * @param id of story and criterion, such as {@code GPC-SD05/S1}; of a step, such as {@code
   *     PM-CS-04}
   * @param who it is for: {@code sender}, {@code receiver} or {@code both}
   * @param kind how it is accounted for
   * @param words what it asks for, in this project's words
   * @param account for what is proven, the tests, {@code package.Class#method}, separated by
   *     blanks; for what is open, what will bring it; else the reason
   */
  public record Criterion(String id, String who, Kind kind, String words, String account) {
    public Criterion {
      Objects.requireNonNull(kind, "kind");
      if (id.isBlank() || who.isBlank() || words.isBlank() || account.isBlank()) {
        throw new IllegalArgumentException("criterion " + id + " has an empty column");
      }
    }

    /** The tests that show it; none unless it is proven. */
    public List<String> proofs() {
      return kind == Kind.PROVEN ? List.of(account.split(" ")) : List.of();
    }
  }
}
