package gpcm.node.people;

import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who has signed in or was given an account. The same person at every sign-in with one
 * provider; what two providers call the same is two persons.
 *
 * @param id the node's id of them
 * @param issuer the provider's issuer, or {@link #LOCAL}
 * @param subject what the provider calls them
 * @param name their name as shown, never a key
 * @param nationalId their national user id, where the provider says it
 */
public record Person(
    UUID id, String issuer, String subject, String name, Optional<String> nationalId) {
  /** The issuer of accounts of this node's own. */
  public static final String LOCAL = "local";

  /** How the user name of each organisation's break-glass account begins, and nobody else's. */
  public static final String BREAK_GLASS = "break-glass-";

  /** Whether it is an organisation's break-glass account, which its sealed link alone opens. */
  public boolean isBreakGlass() {
    return issuer.equals(LOCAL) && subject.startsWith(BREAK_GLASS);
  }

  /** Without a name, so that it can be logged. */
  @Override
  public String toString() {
    return "Person[" + id + "]";
  }
}
