package gpcm.node.config;

/**
 * What a value of {@code acr} is worth.
 *
 * @param acr the value
 * @param level 1 for a password alone, 2 for a second factor, 3 for a smartcard or security key
 */
public record AcrLevel(String acr, int level) {
  static final ValueFormat<AcrLevel> FORMAT =
      new ValueFormat<>(
          "a value, '=' and a level from 1 to 3", "AAL2_TOTP = 2", AcrLevel::parse, false);

  private static AcrLevel parse(String text) {
    int sign = text.lastIndexOf('=');
    if (sign < 1) {
      throw new IllegalArgumentException();
    }
    String acr = text.substring(0, sign).strip();
    if (acr.isEmpty()) {
      throw new IllegalArgumentException();
    }
    return new AcrLevel(
        acr, ValueFormat.number(1, 3).parser().apply(text.substring(sign + 1).strip()));
  }

  @Override
  public String toString() {
    return acr + " = " + level;
  }
}
