package gpcm.node.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Refuses, whichever route it goes to, a query that is not text: percent signs without two digits,
 * what is no UTF-8, control characters. No value of this API holds any, and the database knows no
 * text with a NUL.
 */
final class AddressCheck {
  private static final String RULE =
      "the query of the address must be UTF-8 text, percent-encoded and without control characters";

  private AddressCheck() {}

  static void check(Context context) {
    String query = context.req().getQueryString();
    if (query != null && !isText(query)) {
      throw new ProblemException(ProblemKind.INVALID_PARAMETER, RULE);
    }
  }

  private static boolean isText(String query) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c != '%') {
        // What HTTP brings are bytes; beyond ASCII they should have been encoded.
        if (c > '~') {
          return false;
        }
        bytes.write(c);
        continue;
      }
      int high = i + 2 < query.length() ? Character.digit(query.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(query.charAt(i + 2), 16) : -1;
      if (low < 0) {
        return false;
      }
      bytes.write((high << 4) | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .chars()
          .noneMatch(Character::isISOControl);
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
