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
 * @param named only when their organisation names them for it, or with one of those codes
 */
public record Grant(
    boolean ownOnly, boolean fresh, boolean secondPerson, Set<String> activities, boolean named) {
  /** Copies the codes. */
  public Grant {
    activities = Set.copyOf(activities);
  }

  /** Reads a cell that is not {@code -}. */
  static Grant of(String cell) {
    boolean own = false;
    boolean fresh = false;
    boolean second = false;
    boolean named = false;
    Set<String> activities = new LinkedHashSet<>();
    for (String word : cell.split(" ", -1)) {
      switch (word) {
        case "yes" -> {}
        case "own" -> own = true;
        case "fresh" -> fresh = true;
        case "second" -> second = true;
        case "named" -> named = true;
        default -> {
          if (!word.matches("B[0-9]{4}")) {
            throw new IllegalStateException("permissions.txt: what is '" + word + "'?");
          }
          activities.add(word);
        }
      }
    }
    return new Grant(own, fresh, second, activities, named);
  }

  /** Whether somebody is, for this permission, who it asks for beyond their role. */
  boolean fits(Acting acting, Permission permission) {
    boolean asksMore = named || !activities.isEmpty();
    return !asksMore
        || activities.stream().anyMatch(acting.activities()::contains)
        || (named && acting.named().contains(permission));
  }

  boolean asksNothing() {
    return !fresh && !secondPerson;
  }
}
