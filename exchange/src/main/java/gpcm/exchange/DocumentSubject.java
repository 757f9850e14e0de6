package gpcm.exchange;

/**
 * How people are told which document is meant.
 *
 * @param who the patient and the consultation, in one breath
 * @param recipient name and ODS code of the organisation it goes to
 */
public record DocumentSubject(String who, String recipient) {

  /** Nothing: it names the patient. */
  @Override
  public String toString() {
    return "DocumentSubject[]";
  }
}
