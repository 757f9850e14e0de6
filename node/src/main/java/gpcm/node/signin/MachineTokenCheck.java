package gpcm.node.signin;

import com.nimbusds.jwt.JWTClaimsSet;
import gpcm.node.signin.MachineRefusal.TokenExpired;
import gpcm.node.signin.MachineRefusal.TokenForOther;
import gpcm.node.signin.MachineRefusal.TokenOfNoMachine;
import gpcm.node.signin.MachineRefusal.TokenOfOtherIssuer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether an access token that the provider signed is a machine's for this node (RFC 9068, 4).
 *
 * @param issuer to the letter
 * @param audience what it must be for
 * @param skew how far the provider's clock may be from ours
 */
record MachineTokenCheck(String issuer, String audience, Duration skew) {

  MachineOutcome check(JWTClaimsSet claims, Instant now) {
    try {
      if (!issuer.equals(claims.getIssuer())) {
        return denied(new TokenOfOtherIssuer(String.valueOf(claims.getIssuer())));
      }
      if (!claims.getAudience().contains(audience)) {
        return denied(new TokenForOther(String.valueOf(claims.getAudience())));
      }
      if (claims.getExpirationTime() == null
          || !now.isBefore(claims.getExpirationTime().toInstant().plus(skew))) {
        return denied(new TokenExpired());
      }
      String client = claims.getStringClaim("client_id");
      if (client == null || client.isBlank() || !client.equals(claims.getSubject())) {
        return denied(new TokenOfNoMachine());
      }
      String scope = claims.getStringClaim("scope");
      Set<String> scopes =
          Arrays.stream((scope == null ? "" : scope).split(" "))
              .filter(each -> !each.isEmpty())
              .collect(Collectors.toSet());
      return new MachineOutcome.Machine(issuer, client, scopes);
    } catch (ParseException e) {
      return denied(new TokenFault.Unreadable("a claim is of another kind"));
    }
  }

  private static MachineOutcome denied(MachineRefusal reason) {
    return new MachineOutcome.Denied(reason);
  }
}
