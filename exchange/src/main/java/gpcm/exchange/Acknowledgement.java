package gpcm.exchange;

/**
 * One acknowledgement that came back for a document.
 *
 * @param code the ITK3 response code, known to us or not
 * @param display what the code means, in words
 * @param verdict what it says of the document
 */
public record Acknowledgement(String code, String display, AnswerVerdict verdict) {

  /** Whether it is an infrastructure acknowledgement, else a business one. */
  public boolean infrastructure() {
    return verdict.infrastructure();
  }

  /**
   * 20007 and 20008 say that the receiver already has this message or document: no failure, the
   * first copy was taken (section 7 of the specification digest; FHIR-RR-05).
   */
  public boolean duplicate() {
    return verdict == AnswerVerdict.DUPLICATE;
  }

  /** Whether it tells that the document did not get where it was to go. */
  boolean refusal() {
    return verdict.refusal();
  }

  String words() {
    return code + " " + display;
  }
}
