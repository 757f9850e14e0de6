package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.Persona;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever goes wrong at the provider, nobody comes in, and the reason is its own. */
class MisbehavingProviderTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  /** Persona, reason, and whether the provider's name of the person is known by then. */
  private static final String REASONS =
      """
      wrong-signature         wrong-signature          -
      alg-none                algorithm-not-allowed    -
      hmac-signed             algorithm-not-allowed    -
      unknown-key             unknown-key              -
      wrong-issuer            wrong-issuer             -
      wrong-audience          wrong-audience           -
      several-audiences       wrong-authorized-party   -
      expired                 expired                  -
      issued-later            issued-in-future         -
      wrong-nonce             wrong-nonce              -
      missing-nonce           wrong-nonce              -
      no-id-token             no-id-token              -
      wrong-access-token-hash wrong-access-token-hash  known
      unreadable-userinfo     user-info-unreadable     known
      other-userinfo-sub      user-info-of-another     known
      other-uid               uid-of-another           known
      stale-auth-time         authentication-too-old   known
      missing-auth-time       auth-time-missing        known
      missing-acr             acr-missing              known
      unknown-acr             acr-unknown              known
      contradicting-level     level-contradicts        known
      password-only           level-too-low            known
      missing-identity-level  identity-level-missing   known
      low-identity            identity-level-too-low   known
      no-role                 no-role                  known
      no-role-selected        no-role-selected         known
      role-from-nowhere       selected-role-unknown    known
      elsewhere               organisation-not-served  known
      unmapped-role           role-gives-nothing       known
      """;

  private static final Set<String> GOOD =
      Set.of(
          "clerk", "clinician", "sender", "operator", "auditor", "administrator", "several-roles");

  @BeforeEach
  void register() {
    provider.server().add(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK));
  }

  @Test
  void everyPersonaIsTurnedAwayForAReasonOfItsOwn(OidcServer server) {
    OpenIdProvider client = cis2(server);
    List<String> found = new ArrayList<>();
    REASONS
        .lines()
        .forEach(
            line -> {
              String persona = line.split(" +", -1)[0];
              SignInOutcome outcome = signIn(client, persona);
              assertThat(outcome).as(persona).isInstanceOf(SignInOutcome.Turned.class);
              SignInOutcome.Turned turned = (SignInOutcome.Turned) outcome;
              assertThat(turned.reason().text()).doesNotContain("eyJ");
              found.add(
                  "%-23s %-24s %s"
                      .formatted(
                          persona,
                          turned.reason().reason(),
                          turned.subject().isPresent() ? "known" : "-"));
            });
    assertThat(found).containsExactlyElementsOf(REASONS.lines().toList());
  }

  @Test
  void noPersonaIsLeftOut(OidcServer server) {
    Set<String> listed = new HashSet<>(GOOD);
    REASONS.lines().forEach(line -> listed.add(line.split(" +", -1)[0]));
    assertThat(server.personas().stream().map(Persona::id))
        .containsExactlyInAnyOrderElementsOf(listed);
  }
}
