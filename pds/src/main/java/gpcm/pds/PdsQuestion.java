package gpcm.pds;

import gpcm.pds.CallRate.Precedence;
import java.util.UUID;

/**
 * One question to PDS.
 *
 * @param nhsNumber ten digits; who asks has checked them
 * @param organisation ODS code of the organisation on whose behalf it is asked
 * @param correlation what both sides' logs can be joined by, such as the id of a document's case
 * @param request of this question; the same when the same question is asked again after a fault
 * @param precedence whether a person waits for it
 */
public record PdsQuestion(
    String nhsNumber,
    String organisation,
    String correlation,
    UUID request,
    Precedence precedence) {
  /** A new question that nobody waits for. */
  public static PdsQuestion of(String nhsNumber, String organisation, String correlation) {
    return new PdsQuestion(
        nhsNumber, organisation, correlation, UUID.randomUUID(), Precedence.BACKGROUND);
  }

  /** Without the number, so that it can be logged. */
  @Override
  public String toString() {
    return "PdsQuestion[" + request + "]";
  }
}
