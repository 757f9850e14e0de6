package gpcm.message.coded;

/**
 * One thing more that a coded entry says: a dosage, a reaction, a question and its answer.
 *
 * @param label what it is, or the question
 * @param value what is said of it, or the answer; empty for the heading of a group of questions
 * @param depth how deep it stands among groups of questions; 0 elsewhere
 */
public record CodedDetail(String label, String value, int depth) {
  @Override
  public String toString() {
    return "CodedDetail[masked]";
  }
}
