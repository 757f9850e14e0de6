package gpcm.oidc.server;

import static gpcm.oidc.server.Relying.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import gpcm.oidc.testing.OidcServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the provider says about itself and about people. */
class ClaimsTest {
  @RegisterExtension
  static final OidcServerExtension provider =
      OidcServerExtension.with(settings -> settings.client(Relying.client()));

  private final OidcServer server = provider.server();
  private final Relying relying = new Relying(server);

  @Test
  void itsMetadataSaysWhereEverythingIs() throws Exception {
    OIDCProviderMetadata metadata =
        OIDCProviderMetadata.parse(relying.get("/.well-known/openid-configuration").body());
    assertThat(metadata.getIssuer().getValue()).isEqualTo(server.issuer().toString());
    assertThat(metadata.getTokenEndpointURI()).hasToString(server.issuer() + "/token");
    assertThat(metadata.getCodeChallengeMethods()).hasToString("[S256]");
    assertThat(metadata.supportsBackChannelLogoutSession()).isTrue();
    assertThat(metadata.supportsAuthorizationResponseIssuerParam()).isTrue();
  }

  @Test
  void anIdTokenHasTheClaimsOfCis2() throws Exception {
    JsonNode tokens = relying.tokens("clinician");
    JWTClaimsSet claims = claims(tokens);
    assertThat(claims.getSubject()).isEqualTo("910000000002");
    assertThat(claims.getStringClaim("selected_roleid")).isEqualTo("555000000002");
    assertThat(claims.getStringClaim("id_assurance_level")).isEqualTo("3");
    assertThat(claims.getStringClaim("authentication_assurance_level")).isEqualTo("3");
    assertThat(claims.getStringClaim("acr")).isEqualTo("AAL3_CIS2_SMARTCARD");
    assertThat(claims.getStringListClaim("amr")).containsExactly("CIS2_SMARTCARD");
    assertThat(claims.getStringClaim("sid")).hasSizeGreaterThan(20);
    assertThat(claims.getLongClaim("auth_time")).isPositive();
    assertThat(claims.getStringClaim("nonce")).isEqualTo(Relying.NONCE);
  }

  @Test
  void userInfoHasTheRolesAndTheName() {
    JsonNode info =
        json(relying.userInfo(relying.tokens("clinician").path("access_token").asText()));
    assertThat(info.path("sub").asText()).isEqualTo("910000000002");
    assertThat(info.path("uid").asText()).isEqualTo("910000000002");
    assertThat(info.path("nhsid_useruid").asText()).isEqualTo("910000000002");
    assertThat(info.path("name").asText()).isEqualTo("Clinician Persona-Example");
    JsonNode role = info.path("nhsid_nrbac_roles").path(0);
    assertThat(role.path("person_roleid").asText()).isEqualTo("555000000002");
    assertThat(role.path("org_code").asText()).isEqualTo("A99902");
    assertThat(role.path("role_code").asText()).isEqualTo("S8000:G8000:R8000");
    assertThat(role.path("role_name").asText()).startsWith("\"Clinical\":");
    assertThat(role.path("activity_codes").path(0).asText()).isEqualTo("B0360");
    assertThat(info.path("nhsid_user_orgs").path(0).path("org_name").asText())
        .isEqualTo("Testford Surgery");
  }

  @Test
  void withoutAScopeItsClaimsStayOut() throws Exception {
    JsonNode tokens = relying.tokens("clinician", "scope", "openid");
    assertThat(claims(tokens).getClaim("selected_roleid")).isNull();
    assertThat(json(relying.userInfo(tokens.path("access_token").asText())).size()).isEqualTo(1);
  }

  @Test
  void userInfoWantsAToken() {
    assertThat(relying.get("/userinfo").statusCode()).isEqualTo(401);
    assertThat(relying.userInfo("guessed").statusCode()).isEqualTo(401);
  }

  @Test
  void afterARotationBothKeysArePublishedAndTheNewOneSigns() throws Exception {
    JWT before = JWTParser.parse(relying.tokens("clerk").path("id_token").asText());
    server.rotateKeys();
    JWT after = JWTParser.parse(relying.tokens("clerk").path("id_token").asText());
    assertThat(keyId(after)).isNotEqualTo(keyId(before));
    check(before);
    check(after);
    server.forgetOldKeys();
    check(after);
    assertThatThrownBy(() -> check(before)).hasMessageContaining("no matching key");
  }

  /** By another's reading of the standard: Nimbus' validator. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "WRONG_SIGNATURE",
        "ALG_NONE",
        "HMAC_SIGNED",
        "UNKNOWN_KEY",
        "WRONG_ISSUER",
        "WRONG_AUDIENCE",
        "EXPIRED",
        "ISSUED_LATER",
        "WRONG_NONCE",
        "MISSING_NONCE"
      })
  void aMisbehavingPersonasIdTokenIsWrong(Misbehaviour misbehaviour) throws Exception {
    String persona = misbehaviour.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    JWT token = JWTParser.parse(relying.tokens(persona).path("id_token").asText());
    assertThatThrownBy(() -> check(token))
        .isInstanceOf(com.nimbusds.jose.proc.BadJOSEException.class);
  }

  @Test
  void aWellBehavedPersonasIdTokenIsRight() throws Exception {
    for (Persona persona : server.personas()) {
      if (persona.misbehaviour() == Misbehaviour.NONE && persona.roles().size() <= 1) {
        check(JWTParser.parse(relying.tokens(persona.id()).path("id_token").asText()));
      }
    }
  }

  private void check(JWT token) throws Exception {
    new IDTokenValidator(
            new Issuer(server.issuer()),
            new ClientID(Relying.CLIENT),
            JWSAlgorithm.RS256,
            JWKSet.parse(relying.get("/jwks").body()))
        .validate(token, new Nonce(Relying.NONCE));
  }

  private static String keyId(JWT token) {
    return ((SignedJWT) token).getHeader().getKeyID();
  }

  private static JWTClaimsSet claims(JsonNode tokens) throws Exception {
    return SignedJWT.parse(tokens.path("id_token").asText()).getJWTClaimsSet();
  }
}
