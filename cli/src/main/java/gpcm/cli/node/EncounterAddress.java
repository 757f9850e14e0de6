package gpcm.cli.node;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The addresses of encounters at a node. Stateless. */
final class EncounterAddress {
  private static final Pattern AS_IT_IS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:~-]*");

  private EncounterAddress() {}

  /** Where an encounter with this id is; an id that no address can carry as it is goes encoded. */
  static String of(String id) {
    return "/api/v1/consultations/"
        + (AS_IT_IS.matcher(id).matches()
            ? id
            : "="
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(id.getBytes(StandardCharsets.UTF_8)));
  }
}
