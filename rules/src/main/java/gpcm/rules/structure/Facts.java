package gpcm.rules.structure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of facts: what base FHIR STU3 asks of the elements of its types, and what the official
 * profiles ask beyond that. Computed once from the definitions, by a test that also compares them.
 * Immutable.
 *
 * @param types by name or, where an element has elements of its own, by its path
 * @param profiles by url
 * @param extensions the definitions of extensions, by url
 * @param extensionsByName the same by what is left of the url without publisher and version
 * @param codes the codes of code systems that are known as a whole
 * @param units those of UCUM
 */
record Facts(
    Map<String, TypeFacts> types,
    Map<String, Profile> profiles,
    Map<String, Profile> extensions,
    Map<String, List<Profile>> extensionsByName,
    Map<String, Set<String>> codes,
    Units units) {
  private static final Facts OFFICIAL = FactsTable.read();

  /** Those of base FHIR STU3 and the official profiles. */
  static Facts official() {
    return OFFICIAL;
  }

  TypeFacts of(String type) {
    TypeFacts known = types.get(type);
    return known == null ? TypeFacts.unknown(type) : known;
  }

  Optional<Profile> profile(String url) {
    return Optional.ofNullable(profiles.get(url));
  }

  Optional<Profile> extension(String url) {
    return Optional.ofNullable(extensions.get(url));
  }

  /** The definitions of extensions that go by this bare name. */
  List<Profile> near(String name) {
    return extensionsByName.getOrDefault(name, List.of());
  }
}
