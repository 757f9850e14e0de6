package gpcm.consultation;

/**
 * How far the NHS number was traced, with the codes of CareConnect-NHSNumberVerificationStatus-1.
 */
public enum NhsNumberVerification {
  PRESENT_AND_VERIFIED("01", "Number present and verified"),
  PRESENT_NOT_TRACED("02", "Number present but not traced"),
  TRACE_REQUIRED("03", "Trace required"),
  TRACE_ATTEMPTED("04", "Trace attempted - No match or multiple match found"),
  TRACE_TO_BE_RESOLVED(
      "05", "Trace needs to be resolved - (NHS number or patient detail conflict)"),
  TRACE_IN_PROGRESS("06", "Trace in progress"),
  NOT_PRESENT_TRACE_NOT_REQUIRED("07", "Number not present and trace not required"),
  TRACE_POSTPONED("08", "Trace postponed (baby under six weeks old)");

  private final String code;
  private final String display;

  NhsNumberVerification(String code, String display) {
    this.code = code;
    this.display = display;
  }

  /** The two-digit code. */
  public String code() {
    return code;
  }

  /** The code system's own words for the code. */
  public String display() {
    return display;
  }
}
