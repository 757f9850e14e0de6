package gpcm.node.web;

import gpcm.node.people.Permission;
import java.util.Set;

/** Who may call a route. */
sealed interface RouteRule {
  /** Anybody. */
  record Open() implements RouteRule {}

  /**
   * Every person who has signed in.
   *
   * @param watching whether the session goes on to run out
   * @param lately whether they have to have signed in in the last 15 minutes
   */
  record SignedIn(boolean watching, boolean lately) implements RouteRule {}

  /**
   * Whoever has one of these.
   *
   * @param permissions the one that asks least counts
   * @param besides what they must have as well, each
   */
  record Permitted(Set<Permission> permissions, Set<Permission> besides) implements RouteRule {
    public Permitted {
      permissions = Set.copyOf(permissions);
      besides = Set.copyOf(besides);
    }
  }

  /**
   * A person who has this, be it only when a second person confirms: then it is asked for here. Who
   * needs a second person says why.
   */
  record Asking(Permission permission) implements RouteRule {}
}
