package gpcm.consultation;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which report of which encounter a document is. Immutable.
 *
 * @param id the sender's unique id of the encounter, the same for every version (GPCM-SD-CS-046)
 * @param version 1 for the original, one more for each later report of the same encounter
 *     (GPCM-SD-CS-007)
 * @param confidential whether it is restricted (GPCM-SD-CS-008, GPCM-SD-OC-005)
 * @param occurredAt when the encounter took place
 * @param replaces what this version replaces, where the sender says so: the id of a document, or
 *     what a node knows the document by. A message can be built of it once it is the document's id
 */
public record ReportedEncounter(
    String id, int version, boolean confidential, Instant occurredAt, Optional<String> replaces) {
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /**
   * @throws InvalidValueException when the id, the version or what it replaces breaks its rule
   */
  public ReportedEncounter {
    id(id);
    version(version);
    replaces.ifPresent(ReportedEncounter::replaced);
  }

  /**
   * Checks an encounter's id by itself.
   *
   * @return the same text
   * @throws InvalidValueException when it is empty, too long, or holds other than visible ASCII
   */
  public static String id(String value) {
    if (!ID.matcher(value).matches()) {
      throw new InvalidValueException(
          "Encounter id",
          "must be 1 to 255 visible ASCII characters without spaces",
          "Send the encounter's own id, for example a UUID");
    }
    return value;
  }

  /**
   * Checks a version by itself (GPCM-SD-CS-007).
   *
   * @return the same number
   * @throws InvalidValueException when it is below 1
   */
  public static int version(int value) {
    if (value < 1) {
      throw new InvalidValueException(
          "Version", "must be 1 or more (GPCM-SD-CS-007)", "Send 1 for the original");
    }
    return value;
  }

  /**
   * Checks what a document replaces by itself.
   *
   * @return the same text
   * @throws InvalidValueException when it is empty, too long, or holds other than visible ASCII
   */
  public static String replaced(String value) {
    if (!ID.matcher(value).matches()) {
      throw new InvalidValueException(
          "What is replaced",
          "must be 1 to 255 visible ASCII characters without spaces",
          "Send the id of the document to replace");
    }
    return value;
  }

  /** The same encounter as another report, in place of that document where there is one. */
  public ReportedEncounter as(int version, Optional<String> replaces) {
    return new ReportedEncounter(id, version, confidential, occurredAt, replaces);
  }

  /** The same report in place of this document. */
  public ReportedEncounter replacing(String documentId) {
    return new ReportedEncounter(id, version, confidential, occurredAt, Optional.of(documentId));
  }

  /** Whether it says that it replaces a document and is the first version all the same. */
  boolean replacesAsOriginal() {
    return replaces.isPresent() && version == 1;
  }
}
