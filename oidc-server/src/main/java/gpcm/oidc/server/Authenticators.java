package gpcm.oidc.server;

import java.util.List;

/** What the {@code acr} values of CIS2 mean to each other. */
final class Authenticators {
  /** What discovery lists. */
  static final List<String> KNOWN =
      List.of(
          "AAL3_ANY",
          "AAL3_SMARTCARD",
          "AAL3_CIS2_SMARTCARD",
          "AAL3_N3_SMARTCARD",
          "AAL3_FIDO2",
          "AAL3_IOS",
          "AAL2_OR_AAL3_ANY",
          "AAL2_ANY",
          "AAL2_TOTP",
          "AAL2_NHSMAIL",
          "AAL1_USERPASS");

  private Authenticators() {}

  /** Whether who signed in in this way has done what was asked. */
  static boolean satisfies(String way, String asked) {
    return switch (asked) {
      case "AAL2_OR_AAL3_ANY" -> level(way) >= 2;
      case "AAL2_ANY" -> level(way) == 2;
      case "AAL3_ANY" -> level(way) == 3;
      case "AAL3_SMARTCARD" -> way.startsWith("AAL3_") && way.endsWith("SMARTCARD");
      default -> way.equals(asked);
    };
  }

  /** 1 to 3; 0 for a value of nobody's. */
  static int level(String acr) {
    return acr.matches("AAL[123]_.*") ? acr.charAt(3) - '0' : 0;
  }

  /** What {@code amr} says of it. */
  static List<String> methods(String acr) {
    return List.of(acr.replaceFirst("^AAL[123]_", ""));
  }
}
