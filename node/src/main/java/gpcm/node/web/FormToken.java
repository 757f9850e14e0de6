package gpcm.node.web;

import gpcm.node.people.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What every form carries to show that it comes from a page of the session: a hash of the session's
 * id, which other sites cannot read and from which the id cannot be told.
 */
final class FormToken {
  private FormToken() {}

  /** The token of the forms of a session, or of a browser that has none yet. */
  static String of(String session) {
    return Token.ofForms(session);
  }

  static boolean fits(String token, String session) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), of(session).getBytes(StandardCharsets.UTF_8));
  }
}
