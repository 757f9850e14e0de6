package gpcm.node.people;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One cell of the table of permissions: on what conditions a role has a permission.
 *
 * @param ownOnly only for what is one's own or assigned to one
 * @param fresh only after a sign-in that is not long ago, and with a reason
 * @param secondPerson only when a second person confirms
 * @param activities only with one of these national activity codes; empty when none is asked for
 */
public record Grant(boolean ownOnly, boolean fresh, boolean secondPerson, Set<String> activities) {
  /** Copies the codes. */
  public Grant {
    activities = Set.copyOf(activities);
  }

  /** Reads a cell that is not {@code -}. */
  static Grant of(String cell) {
    boolean own = false;
    boolean fresh = false;
    boolean second = false;
    Set<String> activities = new LinkedHashSet<>();
    for (String word : cell.split(" ", -1)) {
      switch (word) {
        case "yes" -> {}
        case "own" -> own = true;
        case "fresh" -> fresh = true;
        case "second" -> second = true;
        default -> {
          if (!word.matches("B[0-9]{4}")) {
            throw new IllegalStateException("permissions.txt: what is '" + word + "'?");
          }
          activities.add(word);
        }
      }
    }
    return new Grant(own, fresh, second, activities);
  }

  boolean asksNothing() {
    return !fresh && !secondPerson;
  }
}
