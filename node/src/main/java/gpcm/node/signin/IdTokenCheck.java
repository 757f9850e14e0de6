package gpcm.node.signin;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import gpcm.node.signin.SignInRefusal.Expired;
import gpcm.node.signin.SignInRefusal.IssuedInFuture;
import gpcm.node.signin.SignInRefusal.WrongAccessTokenHash;
import gpcm.node.signin.SignInRefusal.WrongAudience;
import gpcm.node.signin.SignInRefusal.WrongAuthorizedParty;
import gpcm.node.signin.SignInRefusal.WrongIssuer;
import gpcm.node.signin.SignInRefusal.WrongNonce;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * Whether an id token of the provider is for this client and this sign-in (OpenID Connect Core,
 * 3.1.3.7).
 *
 * @param issuer to the letter
 * @param clientId ours
 * @param skew how far the provider's clock may be from ours
 */
record IdTokenCheck(String issuer, String clientId, Duration skew) {

  void check(JWTClaimsSet claims, String nonce, Instant now) throws Refused {
    if (!issuer.equals(claims.getIssuer())) {
      throw new Refused(new WrongIssuer(String.valueOf(claims.getIssuer())));
    }
    List<String> audience = claims.getAudience();
    if (!audience.contains(clientId)) {
      throw new Refused(new WrongAudience(String.valueOf(audience)));
    }
    String party = text(claims, "azp");
    if (party.isEmpty() ? audience.size() > 1 : !party.equals(clientId)) {
      throw new Refused(new WrongAuthorizedParty(party));
    }
    Date expires = claims.getExpirationTime();
    if (expires == null || !now.isBefore(expires.toInstant().plus(skew))) {
      throw new Refused(new Expired());
    }
    Date issued = claims.getIssueTime();
    if (issued == null || issued.toInstant().isAfter(now.plus(skew))) {
      throw new Refused(new IssuedInFuture());
    }
    if (!nonce.equals(text(claims, "nonce"))) {
      throw new Refused(new WrongNonce());
    }
  }

  /** The hash is optional in the code flow, and wrong nowhere. */
  void checkHash(JWTClaimsSet claims, String accessToken, JWSAlgorithm algorithm) throws Refused {
    String hash = text(claims, "at_hash");
    if (!hash.isEmpty()
        && !new AccessTokenHash(hash)
            .equals(AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null))) {
      throw new Refused(new WrongAccessTokenHash());
    }
  }

  /** Empty where there is none. */
  static String text(JWTClaimsSet claims, String name) throws Refused {
    try {
      String text = claims.getStringClaim(name);
      return text == null ? "" : text;
    } catch (ParseException e) {
      throw new Refused(new TokenFault.Unreadable(name + " is no text"));
    }
  }
}
