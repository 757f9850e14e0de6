package gpcm.exchange;

/**
 * One acknowledgement that came back for a document.
 *
 * @param code the ITK3 response code, known to us or not
 * @param display what the code means, in words
 * @param infrastructure true for an infrastructure acknowledgement, false for a business one
 * @param positive whether the receiver took the document (infrastructure) or knows the patient
 *     (business)
 */
public record Acknowledgement(
    String code, String display, boolean infrastructure, boolean positive) {

  /**
   * 20007 and 20008 say that the receiver already has this message or document: no failure, the
   * first copy was taken (section 7 of the specification digest; FHIR-RR-05).
   */
  public boolean duplicate() {
    return code.equals("20007") || code.equals("20008");
  }

  /** 20014: neither this document nor the one it was to replace counts any more (GPCM-SD-025). */
  boolean voidsReplaced() {
    return code.equals("20014");
  }

  String words() {
    return code + " " + display;
  }
}
