package gpcm.rules.catalogue;

import gpcm.rules.Strength;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One numbered requirement of the specification and how this project meets it.
 *
 * @param id such as {@code GPCM-SD-CS-018}
 * @param useCase {@code consultation-summary}, {@code online-consultation}, {@code generic}, or
 *     {@code core} for what holds for all
 * @param strength as the specification gives it; a rule that can only see part of it may be weaker
 * @param kind how it is accounted for
 * @param words what it asks for, in this project's words
 * @param conditions what a rule that fulfils it checks, one by one, each broken by a message of its
 *     own; empty where it is no rule
 * @param proof the tests that show it, separated by blanks; for what is open, what will bring it;
 *     for what is no requirement on software, the reason
 */
public record Requirement(
    String id,
    String useCase,
    Strength strength,
    Kind kind,
    String words,
    List<Condition> conditions,
    String proof) {
  /**
   * One condition.
   *
   * @param element what it is about
   * @param name what must hold there, in a word or two
   */
  public record Condition(String element, String name) {
    /** The names of each element's conditions, elements and names in their order. */
    public static List<Map.Entry<String, List<String>>> byElement(List<Condition> conditions) {
      Map<String, List<String>> names = new LinkedHashMap<>();
      for (Condition condition : conditions) {
        names
            .computeIfAbsent(condition.element(), element -> new ArrayList<>())
            .add(condition.name());
      }
      return List.copyOf(names.entrySet());
    }
  }

  // Allowed for a while, counted in docs/requirements.md.
  private static final String AWAITED = "awaited";

  /** The six ways to account for a requirement. */
  public enum Kind {
    /** Checked on every message. */
    RULE("rule"),
    /** Checked on what travels beside the message on MESH. */
    MESH_RULE("mesh-rule"),
    /** Shown by a named test. */
    BEHAVIOUR("behaviour"),
    /** Shown by a test of the pages. */
    PAGE("page"),
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
      throw new IllegalArgumentException("no kind of requirement is called " + label);
    }
  }

  public Requirement {
    Objects.requireNonNull(strength, "strength");
    Objects.requireNonNull(kind, "kind");
    conditions = List.copyOf(conditions);
    if (id.isBlank() || useCase.isBlank() || words.isBlank() || proof.isBlank()) {
      throw new IllegalArgumentException("requirement " + id + " has an empty column");
    }
  }

  /** True when its last column names tests. */
  public boolean proven() {
    return kind != Kind.NOT_SOFTWARE && kind != Kind.OPEN && !awaited();
  }

  /** The tests that show it; none unless it is {@link #proven()}. */
  public List<String> proofs() {
    return proven() ? List.of(proof.split(" ")) : List.of();
  }

  /** True while its proof is still to be written. */
  public boolean awaited() {
    return proof.startsWith(AWAITED);
  }
}
