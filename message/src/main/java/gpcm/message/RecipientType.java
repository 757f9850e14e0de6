package gpcm.message;

import java.util.Optional;

/**
 * What the recipient is asked to do with a message: the RecipientType key of the handling extension
 * (GPCM-SD-CS-043).
 */
public enum RecipientType {
  /** The recipient is expected to act. */
  FOR_ACTION("FA", "For Action"),
  /** The recipient files it; nobody expects an action. */
  FOR_INFORMATION("FI", "For Information");

  /** The code system of the two codes. */
  public static final String SYSTEM = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-RecipientType-1";

  private final String code;
  private final String display;

  RecipientType(String code, String display) {
    this.code = code;
    this.display = display;
  }

  /** {@code FA} or {@code FI}. */
  public String code() {
    return code;
  }

  /** The text of the code system. */
  public String display() {
    return display;
  }

  /** The type with this code; empty for any other text. */
  public static Optional<RecipientType> of(String code) {
    return switch (code) {
      case "FA" -> Optional.of(FOR_ACTION);
      case "FI" -> Optional.of(FOR_INFORMATION);
      default -> Optional.empty();
    };
  }
}
