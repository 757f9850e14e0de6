package gpcm.node.signin;

import gpcm.consultation.OdsCode;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who has proved who they are, at one organisation.
 *
 * @param issuer the provider's
 * @param subject what the provider knows the person by; with the issuer what we do
 * @param nationalId the national user id, where the provider says it
 * @param name as shown, never a key
 * @param organisation where they work, served here
 * @param roles what that gives here, at least one
 * @param activities national activity codes held with the role
 * @param nationalRole the national role in force
 * @param providerSession what the provider calls its session ({@code sid})
 * @param sub what the provider calls the person when it ends their sessions; need not be the claim
 *     that {@code subject} is
 * @param authenticatedAt when they proved it
 * @param level how, from 1 to 3
 */
public record SignedIn(
    String issuer,
    String subject,
    Optional<String> nationalId,
    String name,
    OdsCode organisation,
    Set<Role> roles,
    Set<String> activities,
    Optional<NationalRole> nationalRole,
    Optional<String> providerSession,
    Optional<String> sub,
    Instant authenticatedAt,
    int level) {
  public SignedIn {
    roles = Set.copyOf(roles);
    activities = Set.copyOf(activities);
  }

  /** The same for the person that the node knows by issuer and subject, to begin a session with. */
  public SignIn by(Person person) {
    SignIn signIn =
        new SignIn(
            person,
            organisation.value(),
            roles,
            activities,
            providerSession,
            level,
            authenticatedAt);
    SignIn called = sub.map(signIn::calledAtProvider).orElse(signIn);
    return nationalRole.map(NationalRole::inForce).map(called::in).orElse(called);
  }

  /** Whether it is this person who signed in. */
  public boolean isOf(Person person) {
    return person.issuer().equals(issuer) && person.subject().equals(subject);
  }

  /**
   * A national role.
   *
   * @param code the part that counts, like {@code R8010}
   * @param name as the provider says it
   * @param profile the id of the role profile that was chosen
   */
  public record NationalRole(String code, String name, String profile) {
    gpcm.node.people.NationalRole inForce() {
      return new gpcm.node.people.NationalRole(code, profile);
    }
  }
}
