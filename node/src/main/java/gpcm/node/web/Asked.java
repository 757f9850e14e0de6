package gpcm.node.web;

import gpcm.node.people.Permission;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link Access} found out about a request that it let through.
 *
 * @param caller who asks
 * @param by the permissions of the route that they have; empty on a route for all who signed in,
 *     and where they have it only when a second person confirms
 * @param reason why, where they had to say
 */
record Asked(Caller caller, Set<Permission> by, Optional<String> reason) {
  private static final String ATTRIBUTE = "gpcm.asked";
  private static final String CALLER = "gpcm.caller";
  private static final String SERVED = "gpcm.served";

  Asked {
    by = Set.copyOf(by);
  }

  /** What is served, for pages that are made when something goes wrong. */
  static void put(Context context, Served served) {
    context.attribute(SERVED, served);
  }

  static Optional<Served> served(Context context) {
    return Optional.ofNullable(context.attribute(SERVED));
  }

  /** Who asks, whatever comes of it: a page that refuses them something still has their head. */
  static void by(Context context, Caller caller) {
    context.attribute(CALLER, caller);
  }

  /** Who asks, let through or not; empty when nobody has been found out. */
  static Optional<Caller> caller(Context context) {
    return of(context).map(Asked::caller).or(() -> Optional.ofNullable(context.attribute(CALLER)));
  }

  static OrganisationNames names(Context context) {
    return served(context)
        .map(served -> served.waysIn().organisations())
        .orElseGet(() -> new OrganisationNames(Map.of()));
  }

  /** What people call the environment; empty where nobody has said. */
  static Optional<String> environment(Context context) {
    return served(context).flatMap(served -> served.desk().own().environment());
  }

  void put(Context context) {
    context.attribute(ATTRIBUTE, this);
  }

  static Optional<Asked> of(Context context) {
    return Optional.ofNullable(context.attribute(ATTRIBUTE));
  }
}
