package gpcm.node.signin;

import com.nimbusds.jwt.JWTClaimsSet;
import gpcm.node.people.ProviderSessions;
import gpcm.node.signin.LogoutRefusal.HasNonce;
import gpcm.node.signin.LogoutRefusal.LogoutExpired;
import gpcm.node.signin.LogoutRefusal.LogoutForOther;
import gpcm.node.signin.LogoutRefusal.LogoutNotOfNow;
import gpcm.node.signin.LogoutRefusal.LogoutOfOtherIssuer;
import gpcm.node.signin.LogoutRefusal.NoLogoutEvent;
import gpcm.node.signin.LogoutRefusal.NoTokenId;
import gpcm.node.signin.LogoutRefusal.NobodyNamed;
import gpcm.node.signin.LogoutRefusal.SeenBefore;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a token that the provider signed ends something here (OpenID Connect Back-Channel Logout
 * 1.0, 2.6).
 *
 * @param issuer to the letter
 * @param clientId ours
 * @param skew how far the provider's clock may be from ours
 * @param seen those that have come
 */
record LogoutTokenCheck(String issuer, String clientId, Duration skew, SeenTokens seen) {
  static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration OLDEST = Duration.ofMinutes(5);

  LogoutOutcome check(JWTClaimsSet claims, Instant now) {
    try {
      return checked(claims, now);
    } catch (ParseException e) {
      return new LogoutOutcome.Ignored(new TokenFault.Unreadable("a claim is of another kind"));
    }
  }

  private LogoutOutcome checked(JWTClaimsSet claims, Instant now) throws ParseException {
    if (!issuer.equals(claims.getIssuer())) {
      return ignored(new LogoutOfOtherIssuer(String.valueOf(claims.getIssuer())));
    }
    if (!claims.getAudience().contains(clientId)) {
      return ignored(new LogoutForOther(String.valueOf(claims.getAudience())));
    }
    if (claims.getIssueTime() == null) {
      return ignored(new LogoutNotOfNow());
    }
    Instant issued = claims.getIssueTime().toInstant();
    if (issued.isAfter(now.plus(skew)) || issued.isBefore(now.minus(OLDEST).minus(skew))) {
      return ignored(new LogoutNotOfNow());
    }
    if (claims.getExpirationTime() != null
        && !now.isBefore(claims.getExpirationTime().toInstant().plus(skew))) {
      return ignored(new LogoutExpired());
    }
    if (!(claims.getClaim("events") instanceof Map<?, ?> events)
        || !(events.get(EVENT) instanceof Map)) {
      return ignored(new NoLogoutEvent());
    }
    if (claims.getClaims().containsKey("nonce")) {
      return ignored(new HasNonce());
    }
    Optional<String> session = given(claims.getStringClaim("sid"));
    Optional<String> subject = given(claims.getSubject());
    if (session.isEmpty() && subject.isEmpty()) {
      return ignored(new NobodyNamed());
    }
    Optional<String> id = given(claims.getJWTID());
    if (id.isEmpty()) {
      return ignored(new NoTokenId());
    }
    if (!seen.first(issuer, id.get(), issued.plus(OLDEST).plus(skew).plus(skew))) {
      return ignored(new SeenBefore());
    }
    return new LogoutOutcome.End(new ProviderSessions.End(issuer, session, subject));
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(each -> !each.isBlank());
  }

  private static LogoutOutcome ignored(LogoutRefusal reason) {
    return new LogoutOutcome.Ignored(reason);
  }
}
