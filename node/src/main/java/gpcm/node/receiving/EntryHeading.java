package gpcm.node.receiving;

import java.util.OptionalInt;

/**
 * What a received document says of itself at its head.
 *
 * @param subject the subject line as MESH carried it (GPCM-SD-CS-030)
 * @param title Composition.title
 * @param version the report's version, when the subject or text names it
 * @param confidential whether the sender marked it restricted
 */
public record EntryHeading(
    String subject, String title, OptionalInt version, boolean confidential) {

  /** Without the subject and title, which may name the patient. */
  @Override
  public String toString() {
    return "EntryHeading[version=%s, confidential=%s]".formatted(version, confidential);
  }
}
