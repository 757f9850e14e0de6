package gpcm.node.sending;

/**
 * What a document that this node sends says of itself.
 *
 * @param useCase such as {@code consultation-summary}
 * @param confidential whether the whole consultation is confidential
 * @param subject the subject line, from state built on
 */
public record DocumentHeading(String useCase, boolean confidential, String subject) {

  /** Without the subject, which may name the patient. */
  @Override
  public String toString() {
    return "DocumentHeading[useCase=%s, confidential=%s]".formatted(useCase, confidential);
  }
}
