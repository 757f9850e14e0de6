package gpcm.oidc.server;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** What the provider does wrong when a persona signs in: what a client has to notice. */
public enum Misbehaviour {
  /** Nothing. */
  NONE,
  /** The id token is signed by a key that the provider does not publish, under a published kid. */
  WRONG_SIGNATURE,
  /** The id token is not signed at all. */
  ALG_NONE,
  /** The id token is signed by HMAC, with the provider's public key as the secret. */
  HMAC_SIGNED,
  /** The id token names a key that the provider does not publish. */
  UNKNOWN_KEY,
  WRONG_ISSUER,
  WRONG_AUDIENCE,
  /** For the client and others, without saying in {@code azp} which of them asked. */
  SEVERAL_AUDIENCES,
  /** Good until two minutes ago. */
  EXPIRED,
  /** Issued in ten minutes' time. */
  ISSUED_LATER,
  /** Signed in an hour ago. */
  STALE_AUTH_TIME,
  MISSING_AUTH_TIME,
  WRONG_NONCE,
  MISSING_NONCE,
  /** {@code at_hash} belongs to another access token. */
  WRONG_ACCESS_TOKEN_HASH,
  MISSING_ACR,
  /** {@code acr} is a value that nobody has heard of. */
  UNKNOWN_ACR,
  /** {@code authentication_assurance_level} is lower than what {@code acr} says. */
  CONTRADICTING_LEVEL,
  MISSING_IDENTITY_LEVEL,
  /** {@code selected_roleid} is none of the roles in userinfo. */
  ROLE_FROM_NOWHERE,
  /** No {@code selected_roleid}, though it was asked for. */
  NO_ROLE_SELECTED,
  /** Userinfo is about somebody else. */
  OTHER_USERINFO_SUB,
  /** {@code uid} in userinfo is somebody else's. */
  OTHER_UID,
  /** Userinfo is no JSON. */
  UNREADABLE_USERINFO,
  /** The token endpoint answers without an id token. */
  NO_ID_TOKEN;

  JWTClaimsSet.Builder distort(JWTClaimsSet.Builder claims, Instant now) {
    return switch (this) {
      case WRONG_ISSUER -> claims.issuer("https://another-provider.example");
      case WRONG_AUDIENCE -> claims.audience("another-client");
      case SEVERAL_AUDIENCES ->
          claims.audience(List.of(claims.build().getAudience().getFirst(), "another-client"));
      case EXPIRED ->
          claims
              .issueTime(Date.from(now.minus(Duration.ofMinutes(7))))
              .expirationTime(Date.from(now.minus(Duration.ofMinutes(2))));
      case ISSUED_LATER ->
          claims
              .issueTime(Date.from(now.plus(Duration.ofMinutes(10))))
              .expirationTime(Date.from(now.plus(Duration.ofMinutes(15))));
      case STALE_AUTH_TIME ->
          claims.claim("auth_time", now.minus(Duration.ofHours(1)).getEpochSecond());
      case MISSING_AUTH_TIME -> claims.claim("auth_time", null);
      case WRONG_NONCE -> claims.claim("nonce", "a-nonce-of-another-request");
      case MISSING_NONCE -> claims.claim("nonce", null);
      case WRONG_ACCESS_TOKEN_HASH -> claims.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA");
      case MISSING_ACR -> claims.claim("acr", null);
      case UNKNOWN_ACR -> claims.claim("acr", "LEVEL_OF_ITS_OWN");
      case CONTRADICTING_LEVEL -> claims.claim("authentication_assurance_level", "1");
      case MISSING_IDENTITY_LEVEL -> claims.claim("id_assurance_level", null);
      case ROLE_FROM_NOWHERE -> claims.claim("selected_roleid", "555999999999");
      case NO_ROLE_SELECTED -> claims.claim("selected_roleid", null);
      default -> claims;
    };
  }
}
