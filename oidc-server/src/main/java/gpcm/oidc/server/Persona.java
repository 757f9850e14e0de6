package gpcm.oidc.server;

import java.util.List;
import java.util.Map;

/**
 * Somebody who can sign in here by being picked. Obviously fictional.
 *
 * @param id what {@code login_hint} picks the persona by
 * @param purpose what the persona is for, in a few words
 * @param name given name and family name
 * @param nationalId {@code sub} and {@code nhsid_useruid}: 12 digits
 * @param identityLevel how well the person was identified, 0 to 3
 * @param authenticators {@code acr} values of the ways in which the persona can sign in, the usual
 *     one first; another is taken when {@code acr_values} asks for it
 * @param roles with several, the persona chooses while signing in
 * @param organisations as userinfo lists them
 * @param claims further claims of id token and userinfo, as other providers than CIS2 have them
 * @param misbehaviour what goes wrong on purpose
 */
public record Persona(
    String id,
    String purpose,
    Name name,
    String nationalId,
    int identityLevel,
    List<String> authenticators,
    List<NationalRole> roles,
    List<Organisation> organisations,
    Map<String, Object> claims,
    Misbehaviour misbehaviour) {

  /** How a persona is called. */
  public record Name(String given, String family) {
    @Override
    public String toString() {
      return given + " " + family;
    }
  }

  public Persona {
    if (!id.matches("[a-z0-9-]{1,60}")) {
      throw new IllegalArgumentException(
          "The persona's id '%s' must be 1 to 60 small letters, digits and '-'".formatted(id));
    }
    if (authenticators.isEmpty()) {
      throw new IllegalArgumentException(
          "The persona '%s' has no authenticators; give at least one acr value".formatted(id));
    }
    authenticators = List.copyOf(authenticators);
    roles = List.copyOf(roles);
    organisations = List.copyOf(organisations);
    claims = Map.copyOf(claims);
  }

  /** The same person under another id, in whose sign-in something goes wrong. */
  public Persona misbehaving(String otherId, Misbehaviour other) {
    return new Persona(
        otherId,
        "misbehaves: " + other.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
        name,
        nationalId,
        identityLevel,
        authenticators,
        roles,
        organisations,
        claims,
        other);
  }

  /** The same person with other further claims. */
  public Persona withClaims(Map<String, Object> others) {
    return new Persona(
        id,
        purpose,
        name,
        nationalId,
        identityLevel,
        authenticators,
        roles,
        organisations,
        others,
        misbehaviour);
  }

  /** The first of the persona's ways that is one of those asked for; else the usual one. */
  String authenticator(List<String> asked) {
    return authenticators.stream()
        .filter(way -> asked.stream().anyMatch(acr -> Authenticators.satisfies(way, acr)))
        .findFirst()
        .orElse(authenticators.getFirst());
  }
}
