package gpcm.node.sending;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an address names an encounter: by its id as it is, or by {@code =} and the base64url of an id
 * that an address could not carry, such as one with a slash. Stateless.
 */
public final class EncounterAddress {
  private static final Pattern AS_IT_IS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:~-]*");
  private static final String ENCODED = "=";

  private EncounterAddress() {}

  /** Where the API of a node has the encounter with this id. */
  public static String of(String id) {
    return "/api/v1/consultations/"
        + (AS_IT_IS.matcher(id).matches()
            ? id
            : ENCODED
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(id.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The id that a part of an address names; empty when what follows {@code =} is no base64url, so
   * that it names nothing.
   */
  public static Optional<String> id(String segment) {
    if (!segment.startsWith(ENCODED)) {
      return Optional.of(segment);
    }
    try {
      return Optional.of(
          new String(
              Base64.getUrlDecoder().decode(segment.substring(ENCODED.length())),
              StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
