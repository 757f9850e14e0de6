package gpcm.oidc.server;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import gpcm.oidc.server.Grants.Grant;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the provider says about somebody, in the claims of CIS2. */
final class Claims {
  static final List<String> SCOPES =
      List.of(
          "openid",
          "profile",
          "email",
          "nhsperson",
          "associatedorgs",
          "nationalrbacaccess",
          "selectedrole",
          "changedrole");

  private final URI issuer;
  private final SigningKeys keys;
  private final InstantSource clock;

  Claims(URI issuer, SigningKeys keys, InstantSource clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.clock = clock;
  }

  String idToken(Grant grant, String accessToken) {
    ProviderSession session = grant.session();
    Persona persona = session.persona();
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer.toString())
            .subject(persona.nationalId())
            .audience(grant.client())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Grants.TOKEN_LIFETIME)))
            .jwtID(RandomText.next())
            .claim("auth_time", session.since().getEpochSecond())
            .claim("sid", session.sid())
            .claim("acr", session.acr())
            .claim("amr", Authenticators.methods(session.acr()))
            .claim("id_assurance_level", Integer.toString(persona.identityLevel()))
            .claim(
                "authentication_assurance_level",
                Integer.toString(Authenticators.level(session.acr())))
            .claim(
                "at_hash",
                AccessTokenHash.compute(new BearerAccessToken(accessToken), keys.algorithm(), null)
                    .getValue());
    grant.nonce().ifPresent(nonce -> claims.claim("nonce", nonce));
    if (grant.scopes().contains("selectedrole")) {
      session.role().ifPresent(role -> claims.claim("selected_roleid", role.roleId()));
    }
    persona.claims().forEach(claims::claim);
    return keys.sign(
        "JWT", persona.misbehaviour().distort(claims, now).build(), persona.misbehaviour());
  }

  Map<String, Object> userInfo(Grant grant) {
    Persona persona = grant.session().persona();
    Set<String> scopes = grant.scopes();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put(
        "sub",
        persona.misbehaviour() == Misbehaviour.OTHER_USERINFO_SUB
            ? "919999999999"
            : persona.nationalId());
    if (scopes.contains("profile")) {
      claims.put(
          "uid",
          persona.misbehaviour() == Misbehaviour.OTHER_UID ? "919999999999" : persona.nationalId());
      claims.put("name", persona.name().toString());
      claims.put("given_name", persona.name().given());
      claims.put("family_name", persona.name().family());
    }
    if (scopes.contains("email")) {
      claims.put("email", persona.id() + "@persona.example");
    }
    if (scopes.contains("nhsperson")) {
      claims.put("nhsid_useruid", persona.nationalId());
      claims.put("display_name", persona.name().toString());
      if (persona.misbehaviour() != Misbehaviour.MISSING_IDENTITY_LEVEL) {
        claims.put("idassurancelevel", Integer.toString(persona.identityLevel()));
      }
    }
    if (scopes.contains("associatedorgs")) {
      claims.put(
          "nhsid_user_orgs",
          persona.organisations().stream()
              .map(each -> Map.of("org_code", each.code(), "org_name", each.name()))
              .toList());
    }
    if (scopes.contains("nationalrbacaccess")) {
      claims.put("nhsid_nrbac_roles", persona.roles().stream().map(NationalRole::claim).toList());
    }
    claims.putAll(persona.claims());
    return claims;
  }

  /** A token that a machine client gets for itself, as RFC 9068 has it. */
  String machineToken(String client, Set<String> scopes, String audience) {
    Instant now = clock.instant();
    return keys.sign(
        "at+jwt",
        new JWTClaimsSet.Builder()
            .issuer(issuer.toString())
            .subject(client)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Grants.TOKEN_LIFETIME)))
            .jwtID(RandomText.next())
            .claim("client_id", client)
            .claim("scope", String.join(" ", scopes))
            .build());
  }

  String logoutToken(String client, ProviderSession session) {
    Instant now = clock.instant();
    return keys.sign(
        "logout+jwt",
        new JWTClaimsSet.Builder()
            .issuer(issuer.toString())
            .subject(session.persona().nationalId())
            .audience(client)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(120)))
            .jwtID(RandomText.next())
            .claim("sid", session.sid())
            .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
            .build());
  }
}
