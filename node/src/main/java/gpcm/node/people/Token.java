package gpcm.node.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret that is given away once and of which only the hash is kept: a session's id, a link, a
 * key. It holds 256 random bits, so a plain hash cannot be searched.
 */
public final class Token {
  private static final int BYTES = 32;

  private Token() {}

  /** A new one, as text that can stand in an address or a cookie. */
  public static String random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What every form carries to show that it comes from a page of a session: other sites cannot read
   * it, and the session's id cannot be told from it.
   *
   * @param session the session's id
   */
  public static String ofForms(String session) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash("form/" + session));
  }

  /** What is kept of it. */
  public static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
