package gpcm.node.sending;

/**
 * What a document that this node sends says of itself.
 *
 * @param useCase such as {@code consultation-summary}
 * @param confidential whether the whole consultation is confidential
 * @param restrictedPatient whether it is the copy of a received document, which was sent on, of a
 *     patient whose record is restricted, as the register says
 * @param subject the subject line, from state built on
 */
public record DocumentHeading(
    String useCase, boolean confidential, boolean restrictedPatient, String subject) {

  /** Without the subject, which may name the patient. */
  @Override
  public String toString() {
    return "DocumentHeading[useCase=%s, confidential=%s]".formatted(useCase, confidential);
  }
}
