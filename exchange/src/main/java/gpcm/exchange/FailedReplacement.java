package gpcm.exchange;

import java.util.Set;

/**
 * A document that replaces another and has a fault (GPCM-SD-024, GPCM-SD-025; section 7 of the
 * specification digest, "A replacement that fails"): what its receiver answers, and what its sender
 * makes of the answer.
 */
public final class FailedReplacement {
  private static final String FAILED = "20014";

  /** Attachments, payload, and whom the payload is for. */
  private static final Set<String> PAYLOAD_FAULTS =
      Set.of("20004", "20005", "20009", "20010", "20011");

  private FailedReplacement() {}

  /**
   * The code a receiver answers with when the leading fault of a replacement has, in a first
   * version, this one: whatever is wrong with the payload, the replacement could not be processed.
   */
  public static String answerFor(String fault) {
    return voids(fault) ? FAILED : fault;
  }

  /**
   * Whether neither the replacement nor the document it was to replace counts any more. ITK3 gives
   * 20014 just this meaning; other suppliers may answer with the payload fault itself.
   */
  public static boolean voids(String code) {
    return code.equals(FAILED) || PAYLOAD_FAULTS.contains(code);
  }

  /** Whether the receiver, too, has marked both void, as far as this answer tells. */
  static boolean saidToBeVoid(String code) {
    return code.equals(FAILED);
  }
}
