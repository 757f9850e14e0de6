package gpcm.node.people;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom organisations name for what neither a role nor a provider gives. Immutable.
 *
 * @param restricted who may open documents of restricted records, of each organisation by its ODS
 *     code: user names of this node's own accounts, and what providers call people
 */
public record NamedPeople(Map<String, Set<String>> restricted) {
  /** No organisation names anybody. */
  public static final NamedPeople NOBODY = new NamedPeople(Map.of());

  /** Copies the names. */
  public NamedPeople {
    restricted =
        restricted.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, each -> Set.copyOf(each.getValue())));
  }

  /** All subjects that somebody who is named at any of them can have. */
  public List<String> names() {
    return restricted.values().stream()
        .flatMap(Set::stream)
        .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
        .distinct()
        .toList();
  }

  /**
   * For what somebody is named at an organisation.
   *
   * @param issuer their provider's issuer, or {@link Person#LOCAL}
   * @param subject what that calls them, or their user name
   */
  public Set<Permission> of(String organisation, String issuer, String subject) {
    // User names are the same in capital letters; what a provider says is taken to the letter.
    Predicate<String> isThem =
        issuer.equals(Person.LOCAL)
            ? name -> name.toLowerCase(Locale.ROOT).equals(subject)
            : subject::equals;
    return restricted.getOrDefault(organisation, Set.of()).stream().anyMatch(isThem)
        ? Set.of(Permission.OPEN_RESTRICTED_PATIENT)
        : Set.of();
  }
}
