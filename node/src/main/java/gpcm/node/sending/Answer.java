package gpcm.node.sending;

import gpcm.message.ResponseCode;

/**
 * One acknowledgement that came back for a document: its code, which of the two it is, and whether
 * it is good news.
 *
 * @param code the ITK3 response code, known to us or not
 * @param infrastructure true for an infrastructure acknowledgement, false for a business one
 * @param positive whether the receiver took the document (infrastructure) or knows the patient
 *     (business)
 */
record Answer(String code, boolean infrastructure, boolean positive) {

  /**
   * A code as kept in the database; one we do not know counts by its first digit and as negative.
   */
  static Answer ofCode(String code) {
    return ResponseCode.of(code)
        .map(
            known ->
                new Answer(
                    code, known.kind() == ResponseCode.Kind.INFRASTRUCTURE, known.positive()))
        .orElseGet(() -> new Answer(code, !code.startsWith("3"), false));
  }

  /**
   * 20007 and 20008 say that the receiver already has this message or document: no failure, the
   * first copy was taken (section 7 of the specification digest; FHIR-RR-05).
   */
  boolean duplicate() {
    return code.equals(ResponseCode.DUPLICATE_MESSAGE.code())
        || code.equals(ResponseCode.DUPLICATE_DOCUMENT.code());
  }
}
