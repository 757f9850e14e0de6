package gpcm.oidc.server;

import java.security.SecureRandom;
import java.util.Base64;

/** Text that nobody can guess: codes, tokens, session ids. */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  static String next() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
