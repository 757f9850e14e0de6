package gpcm.node.signin;

import java.time.Instant;

/** Remembers which logout tokens have come, for every node. */
public interface SeenTokens {
  /**
   * Whether this is the first time; from now on it is not.
   *
   * @param until after which the token is refused anyway, and need not be remembered
   */
  boolean first(String issuer, String tokenId, Instant until);
}
