package gpcm.node.people;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which role has which permission, and on what conditions. Immutable. */
public final class RoleTable {
  /** How long a sign-in counts as fresh. */
  public static final Duration FRESH = Duration.ofMinutes(15);

  private static final RoleTable SHIPPED = read();

  private final Map<Permission, Map<Role, Grant>> grants;

  private RoleTable(Map<Permission, Map<Role, Grant>> grants) {
    this.grants = grants;
  }

  /** The table that comes with this program. */
  public static RoleTable shipped() {
    return SHIPPED;
  }

  private static RoleTable read() {
    try (InputStream in = RoleTable.class.getResourceAsStream("permissions.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<Permission, Map<Role, Grant>> grants = new EnumMap<>(Permission.class);
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\\|", -1)).stream().map(String::strip).toList())
          .forEach(cells -> grants.put(permission(cells.getFirst()), row(cells)));
      for (Permission permission : Permission.values()) {
        if (!grants.containsKey(permission)) {
          throw new IllegalStateException("permissions.txt has no line " + permission.text());
        }
      }
      return new RoleTable(grants);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Permission permission(String name) {
    return Permission.of(name)
        .orElseThrow(() -> new IllegalStateException("permissions.txt: no permission " + name));
  }

  private static Map<Role, Grant> row(List<String> cells) {
    List<Role> roles = List.of(Role.values());
    if (cells.size() != roles.size() + 1) {
      throw new IllegalStateException("permissions.txt: wrong number of cells " + cells);
    }
    Map<Role, Grant> row = new EnumMap<>(Role.class);
    for (int i = 0; i < roles.size(); i++) {
      if (!cells.get(i + 1).equals("-")) {
        row.put(roles.get(i), Grant.of(cells.get(i + 1)));
      }
    }
    return row;
  }

  /** On what conditions a role has a permission; empty when it has not. */
  public Optional<Grant> grant(Permission permission, Role role) {
    return Optional.ofNullable(grants.get(permission).get(role));
  }

  /** The national activities with which restricted records are opened. */
  public static Set<String> clearing() {
    return Arrays.stream(Role.values())
        .flatMap(role -> SHIPPED.grant(Permission.OPEN_RESTRICTED_PATIENT, role).stream())
        .flatMap(grant -> grant.activities().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether somebody has a permission for something at all, so that it is worth showing. */
  public boolean couldEver(Acting acting, Permission permission) {
    return applying(acting, permission, true).findAny().isPresent();
  }

  /** Whether what others do is theirs to see or do too, not only what is their own. */
  public boolean forAll(Acting acting, Permission permission) {
    return applying(acting, permission, false).findAny().isPresent();
  }

  /**
   * Whether somebody may do something at any time and without saying why, as for what stands in a
   * list beside other things.
   *
   * @param own whether it is about something that is theirs
   */
  public boolean freely(Acting acting, Permission permission, boolean own) {
    return applying(acting, permission, own).anyMatch(Grant::asksNothing);
  }

  /**
   * Whether somebody may do something now. With several roles, the one that asks least of them
   * counts.
   *
   * @param own whether it is about something that is theirs or assigned to them
   */
  public Decision decide(Acting acting, Permission permission, boolean own, Instant now) {
    List<Grant> applying = applying(acting, permission, own).toList();
    if (applying.isEmpty()) {
      return new Decision.Refused();
    }
    if (applying.stream().anyMatch(Grant::asksNothing)) {
      return new Decision.Allowed(false);
    }
    if (applying.stream().allMatch(Grant::secondPerson)) {
      boolean stale = applying.stream().allMatch(Grant::fresh) && !isFresh(acting, now);
      return stale ? new Decision.SignInAgain() : new Decision.SecondPerson();
    }
    return isFresh(acting, now) ? new Decision.Allowed(true) : new Decision.SignInAgain();
  }

  /** Whether somebody has a permission, and only when a second person confirms. */
  public boolean asksSecond(Acting acting, Permission permission) {
    List<Grant> applying = applying(acting, permission, true).toList();
    return !applying.isEmpty() && applying.stream().allMatch(Grant::secondPerson);
  }

  /**
   * Whether somebody may confirm now, as the second person, what asks for a permission: who has it
   * themselves, whatever it asks of them, and has just signed in.
   */
  public Decision confirms(Acting acting, Permission permission, Instant now) {
    if (!forAll(acting, permission)) {
      return new Decision.Refused();
    }
    return isFresh(acting, now) ? new Decision.Allowed(false) : new Decision.SignInAgain();
  }

  private static boolean isFresh(Acting acting, Instant now) {
    return !acting.signedInAt().isBefore(now.minus(FRESH));
  }

  private Stream<Grant> applying(Acting acting, Permission permission, boolean own) {
    Map<Role, Grant> row = grants.get(permission);
    return acting.roles().stream()
        .map(row::get)
        .filter(grant -> grant != null && (own || !grant.ownOnly()))
        .filter(grant -> grant.fits(acting, permission));
  }
}
