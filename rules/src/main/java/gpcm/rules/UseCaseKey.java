package gpcm.rules;

/**
 * The use case in a requirement id. {@link #UNKNOWN} stands for a message that says none we know,
 * and for ids that hold for all.
 */
public enum UseCaseKey {
  CS,
  OC,
  GE,
  UNKNOWN;

  /** The use case an id belongs to. */
  public static UseCaseKey of(String requirement) {
    for (UseCaseKey key : values()) {
      if (requirement.startsWith(Rule.PREFIX + key.name() + "-")) {
        return key;
      }
    }
    return UNKNOWN;
  }

  /** The name in commands and JSON: "core" for what holds for all. */
  public String label() {
    return switch (this) {
      case CS -> "consultation-summary";
      case OC -> "online-consultation";
      case GE -> "generic";
      case UNKNOWN -> "core";
    };
  }
}
