package gpcm.consultation;

import java.util.List;
import java.util.Optional;

/**
 * A question as it was put, and the answers to it. Immutable.
 *
 * <p>A coded answer travels as an Observation too: of what the question's code asks for with the
 * answer as its value, or, where the question has no code, of what the answer's code says. A
 * question with a code makes Observations of its texts and numbers as well (GPCM-SD-OC-049, -053).
 *
 * @param text the question
 * @param code what it asks for, as a code
 * @param noObservation whether its answers say nothing of the patient as such, such as the illness
 *     of a relative, and make no Observation
 * @param answers the answers, empty when it was left out
 */
public record Question(
    String text, Optional<ClinicalCode> code, boolean noObservation, List<QuestionAnswer> answers) {
  private static final int MOST_ANSWERS = 200;

  /**
   * @throws InvalidValueException when the question is blank, has more than 200 answers, or has a
   *     code that nothing is made of
   */
  public Question {
    CheckedText.note("Question", text);
    answers = CheckedText.list("Answers", answers, MOST_ANSWERS);
    if (noObservation && code.isPresent()) {
      throw new InvalidValueException(
          "Question",
          "must have a code or noObservation, not both",
          "Leave the code out where no Observation is to be made");
    }
  }

  /** A question without a code. */
  public Question(String text, List<QuestionAnswer> answers) {
    this(text, Optional.empty(), false, answers);
  }

  @Override
  public String toString() {
    return "Question[" + answers.size() + " answers, masked]";
  }
}
