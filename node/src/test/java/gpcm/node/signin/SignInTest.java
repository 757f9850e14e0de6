package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import gpcm.consultation.OdsCode;
import gpcm.node.people.Role;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People who may come in, and what is known of them then. */
class SignInTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  @BeforeEach
  void register() {
    provider.server().add(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK));
  }

  @Test
  void aClinicianComesInWithWhatTheProviderSays(OidcServer server) throws Exception {
    SignInOutcome.Accepted accepted = accepted(signIn(cis2(server), "clinician"));
    SignedIn person = only(accepted);
    assertThat(person.issuer()).isEqualTo(server.issuer().toString());
    assertThat(person.subject()).isEqualTo("910000000002");
    assertThat(person.nationalId()).contains("910000000002");
    assertThat(person.name()).isEqualTo("Clinician Persona-Example");
    assertThat(person.organisation()).isEqualTo(new OdsCode("A99902"));
    assertThat(person.roles()).containsExactly(Role.CLINICIAN);
    assertThat(person.activities()).containsExactly("B0360");
    assertThat(person.nationalRole())
        .contains(
            new SignedIn.NationalRole(
                "R8000",
                "Clinical:Clinical Provision:Clinical Practitioner Access Role",
                "555000000002"));
    assertThat(person.providerSession()).isPresent();
    assertThat(person.level()).isEqualTo(3);
    long authTime =
        SignedJWT.parse(accepted.idToken().reveal()).getJWTClaimsSet().getLongClaim("auth_time");
    assertThat(person.authenticatedAt()).isEqualTo(Instant.ofEpochSecond(authTime));
    assertThat(accepted.toString()).doesNotContain("eyJ");
  }

  @ParameterizedTest
  @CsvSource({
    "clerk, A99902, CLERK",
    "sender, A99901, CLERK SENDER",
    "operator, A99902, OPERATOR",
    "auditor, A99902, AUDITOR",
    "administrator, A99902, CLERK ADMINISTRATOR",
    "several-roles:555000000008, A99902, CLINICIAN",
    "several-roles:555000000009, A99901, CLERK SENDER",
  })
  void everyPersonaHasItsRoles(String persona, String ods, String roles) {
    SignedIn person = only(signIn(cis2(provider.server()), persona));
    assertThat(person.organisation().value()).isEqualTo(ods);
    assertThat(person.roles().stream().map(Enum::name))
        .containsExactlyInAnyOrder(roles.split(" ", -1));
  }

  @Test
  void theRequestAsksWhatCis2NeedsToBeAsked(OidcServer server) {
    Way way = begin(cis2(server));
    assertThat(way.parameter("response_type")).isEqualTo("code");
    assertThat(way.parameter("scope"))
        .isEqualTo("openid profile nhsperson associatedorgs nationalrbacaccess selectedrole");
    assertThat(way.parameter("acr_values")).isEqualTo("AAL2_OR_AAL3_ANY");
    assertThat(way.parameter("prompt")).isEqualTo("login");
    assertThat(way.parameter("max_age")).isEqualTo("300");
    assertThat(way.parameter("code_challenge_method")).isEqualTo("S256");
    assertThat(way.parameter("state")).hasSize(43);
    assertThat(way.parameter("nonce")).hasSize(43).isNotEqualTo(way.parameter("state"));
  }

  @Test
  void anOrganisationMayAskForMore(OidcServer server) {
    assertThat(reason(signIn(cis2(server, "minimum-level-at: [A99902 = 3]"), "clerk")))
        .isEqualTo(new SignInRefusal.LevelTooLow(2, 3));
    assertThat(
            only(signIn(
                    cis2(server, "minimum-level-at: [A99902 = 3]", "acr-values: [AAL3_ANY]"),
                    "clerk"))
                .level())
        .isEqualTo(3);
    assertThat(only(signIn(cis2(server, "minimum-level-at: [A99902 = 3]"), "sender")).level())
        .isEqualTo(2);
  }

  @Test
  void aBranchIsItsOrganisation(OidcServer server) {
    OpenIdProvider client =
        client(provider("cis2", server.issuer()), "branches: [Z99999 = A99901]");
    assertThat(only(signIn(client, "elsewhere")).organisation()).isEqualTo(new OdsCode("A99901"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          R8010 = clerk + sender                       | CLERK SENDER
          R8010@A99902 = operator                      | OPERATOR
          R8010@A99901 = operator                      | CLERK
          R8010@A99902 = auditor, R8010 = operator     | AUDITOR
          R8009 = clerk                                | CLERK
          S8000:G8001:R8010 = operator                 | CLERK
          """)
  void theMappingComesBeforeTheUsual(String mapping, String roles) {
    SignedIn person = only(signIn(cis2(provider.server(), "roles: [" + mapping + "]"), "clerk"));
    assertThat(person.roles().stream().map(Enum::name))
        .containsExactlyInAnyOrder(roles.split(" ", -1));
  }

  @Test
  void aRoleMayBeTakenAway(OidcServer server) {
    assertThat(reason(signIn(cis2(server, "roles: [R8010 = none]"), "clerk")))
        .isEqualTo(
            new SignInRefusal.RoleGivesNothing(
                "R8010", "Admin & Clerical:Admin & Clerical:Clerical Access Role"));
  }

  @Test
  void whoHasToProveItAgainIsAskedAgain(OidcServer server) {
    OpenIdProvider client = cis2(server, "ask-again: no");
    assertThat(begin(client).parameter("prompt")).isEmpty();
    Purpose again = new Purpose.ProveAgain("910000000001");
    assertThat(begin(client, again).parameter("prompt")).isEqualTo("login");
    assertThat(only(signIn(client, again, "clerk")).subject()).isEqualTo("910000000001");
    assertThat(reason(signIn(client, again, "clinician")))
        .isEqualTo(new SignInRefusal.OtherPerson());
  }

  @Test
  void toProveItAgainIsMoreThanToHaveProvedItLately(OidcServer server) {
    OpenIdProvider client = cis2(server, "max-authentication-age: 1 d");
    assertThat(only(signIn(client, "stale-auth-time")).subject()).isEqualTo("910000000020");
    assertThat(reason(signIn(client, new Purpose.ProveAgain("910000000020"), "stale-auth-time")))
        .isEqualTo(new SignInRefusal.AuthenticationTooOld());
  }

  @Test
  void whoChangesTheRoleMayChooseAgain(OidcServer server) {
    OpenIdProvider client = cis2(server);
    Purpose change = new Purpose.ChangeRole("910000000007");
    assertThat(begin(client, change).parameter("scope")).endsWith(" changedrole");
    assertThat(only(signIn(client, change, "several-roles:555000000008")).roles())
        .containsExactly(Role.CLINICIAN);
  }

  @Test
  void signingOutGoesToTheProviderToo(OidcServer server) {
    URI after = URI.create("http://127.0.0.1:9/");
    server.add(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK).returningTo(after));
    OpenIdProvider client = cis2(server);
    SignInOutcome.Accepted accepted = accepted(signIn(client, "clerk"));
    Optional<URI> address = client.signOutAddress(accepted.idToken(), after);
    assertThat(address).isPresent();
    assertThat(location(address.get().toString())).isEqualTo(after.toString());
  }

  @Test
  void tokensMayBeSignedRs512() {
    try (OidcServer other =
        OidcServer.start(
            gpcm.oidc.server.OidcSettings.builder()
                .algorithm("RS512")
                .client(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK))
                .build())) {
      assertThat(only(signIn(cis2(other), "clerk")).roles()).containsExactly(Role.CLERK);
      assertThat(reason(signIn(cis2(other, "algorithms: [RS256]"), "clerk")))
          .isEqualTo(new TokenFault.AlgorithmNotAllowed("RS512"));
    }
  }

  @Test
  void keycloakSaysRolesAndOrganisations() {
    Map<String, Object> claims =
        Map.of(
            "realm_access",
            Map.of("roles", List.of("send-document-clerk", "offline_access")),
            "ods_codes",
            List.of("A99901", "A99902", "Z99999"));
    try (OidcServer other = with(claims)) {
      OpenIdProvider client =
          client(
              provider(
                  "keycloak",
                  other.issuer(),
                  "roles: [send-document-clerk = clerk, send-document-clerk@A99901 = sender]",
                  "levels: [AAL2_TOTP = 2]"));
      assertThat(accepted(signIn(client, "other")).choices())
          .extracting(each -> each.organisation().value() + " " + each.roles())
          .containsExactly("A99901 [SENDER]", "A99902 [CLERK]");
    }
  }

  @Test
  void withoutAMappingAPlainRoleGivesNothingWhateverItsName() {
    Map<String, Object> claims =
        Map.of(
            "realm_access",
            Map.of("roles", List.of("administrator", "R8010")),
            "ods_codes",
            "A99902");
    try (OidcServer other = with(claims)) {
      OpenIdProvider client =
          client(provider("keycloak", other.issuer(), "levels: [AAL2_TOTP = 2]"));
      assertThat(reason(signIn(client, "other")))
          .isEqualTo(new SignInRefusal.RoleGivesNothing("administrator, R8010", ""));
    }
  }

  @Test
  void withoutAWordAboutOrganisationsTheMappingSaysWhere() {
    try (OidcServer other = with(Map.of("realm_access", Map.of("roles", "office")))) {
      String[] common = {"levels: [AAL2_TOTP = 2]", "claims: {organisations: []}"};
      OpenIdProvider client =
          client(
              provider(
                  "keycloak",
                  other.issuer(),
                  "roles: [office@A99902 = clerk]",
                  common[0],
                  common[1]));
      assertThat(only(signIn(client, "other")).organisation().value()).isEqualTo("A99902");
      OpenIdProvider nowhere =
          client(
              provider(
                  "keycloak", other.issuer(), "roles: [office = clerk]", common[0], common[1]));
      assertThat(reason(signIn(nowhere, "other")))
          .isEqualTo(new SignInRefusal.RoleGivesNothing("office", ""));
    }
  }

  @Test
  void entraSaysTheOrganisationBeforeTheRole() {
    Map<String, Object> claims =
        Map.of(
            "oid", "object-1",
            "amr", List.of("pwd", "mfa"),
            "roles", List.of("A99902:clerk", "Z99999:administrator", "administrator"));
    try (OidcServer other = with(claims)) {
      OpenIdProvider client =
          client(
              provider(
                  "entra",
                  other.issuer(),
                  "roles: [clerk = clerk, administrator = administrator]"));
      SignedIn person = only(signIn(client, "other"));
      assertThat(person.subject()).isEqualTo("object-1");
      assertThat(person.organisation().value()).isEqualTo("A99902");
      assertThat(person.roles()).isEqualTo(Set.of(Role.CLERK));
      assertThat(person.level()).isEqualTo(2);
    }
  }

  @Test
  void whoCannotBeNamedIsTurnedAway(OidcServer server) {
    assertThat(reason(signIn(cis2(server, "claims: {subject: [/nothing]}"), "clerk")))
        .isEqualTo(new SignInRefusal.NoSubject());
  }

  @ParameterizedTest
  @CsvSource({
    "auth_time, 4102444800, issued-in-future",
    "auth_time, yesterday, auth-time-missing",
    "authentication_assurance_level, high, level-contradicts",
    "authentication_assurance_level, 4, level-contradicts",
    "id_assurance_level, well, identity-level-too-low",
    "sub2, x, no-role",
  })
  void whatIsWrittenInAnotherWayCountsForNothing(String claim, String value, String reason) {
    Object written =
        claim.equals("auth_time") && value.matches("\\d+") ? Long.parseLong(value) : value;
    Map<String, Object> claims = new HashMap<>(Map.of("id_assurance_level", "3"));
    claims.put(claim, written);
    try (OidcServer other = with(claims)) {
      assertThat(reason(signIn(cis2(other), "other")).reason()).isEqualTo(reason);
    }
  }

  @Test
  void aRoleThatIsThereTwiceIsNone() {
    Map<String, Object> role =
        Map.of("person_roleid", "1", "org_code", "A99902", "role_code", "S8000:G8001:R8010");
    Map<String, Object> claims =
        Map.of(
            "id_assurance_level",
            "3",
            "selected_roleid",
            "1",
            "nhsid_nrbac_roles",
            List.of(role, role));
    try (OidcServer other = with(claims)) {
      assertThat(reason(signIn(cis2(other), "other")))
          .isEqualTo(new SignInRefusal.SelectedRoleUnknown("1"));
    }
  }

  private static OidcServer with(Map<String, Object> claims) {
    return OidcServer.start(
        gpcm.oidc.server.OidcSettings.builder()
            .client(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK))
            .personas(
                List.of(
                    new gpcm.oidc.server.Persona(
                        "other",
                        "of another provider",
                        new gpcm.oidc.server.Persona.Name("Other", "Persona-Example"),
                        "910000009002",
                        0,
                        List.of("AAL2_TOTP"),
                        List.of(),
                        List.of(),
                        claims,
                        gpcm.oidc.server.Misbehaviour.NONE)))
            .build());
  }
}
