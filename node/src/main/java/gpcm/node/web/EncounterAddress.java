package gpcm.node.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How an address names an encounter: by its id as it is, or by {@code =} and the base64url of an id
 * that an address could not carry, such as one with a slash. Stateless.
 */
final class EncounterAddress {
  private static final String ENCODED = "=";

  private EncounterAddress() {}

  /**
   * The id that the address names.
   *
   * @throws ProblemException when what follows {@code =} is no base64url: it names nothing
   */
  static String id(Context context) {
    String segment = context.pathParam("encounter");
    if (!segment.startsWith(ENCODED)) {
      return segment;
    }
    try {
      return new String(
          Base64.getUrlDecoder().decode(segment.substring(ENCODED.length())),
          StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      throw Query.missing();
    }
  }
}
