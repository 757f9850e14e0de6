package gpcm.consultation.json;

/**
 * One thing that is wrong with a consultation's JSON. Immutable.
 *
 * @param pointer where, as a JSON pointer such as {@code /patient/nhsNumber}; empty for the whole
 *     document
 * @param value what stood there, masked where it could identify a patient or say what is the matter
 *     with one
 * @param rule the rule it breaks
 * @param remedy what to do
 */
public record JsonProblem(String pointer, String value, String rule, String remedy) {
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "(document)" : pointer)
        + ": "
        + rule
        + ", found "
        + value
        + ". "
        + remedy
        + ".";
  }
}
