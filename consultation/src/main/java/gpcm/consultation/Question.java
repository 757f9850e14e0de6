package gpcm.consultation;

import java.util.List;

/**
 * A question as it was put, and the answers to it. Immutable.
 *
 * @param text the question
 * @param answers the answers, empty when it was left out
 */
public record Question(String text, List<QuestionAnswer> answers) {
  private static final int MOST_ANSWERS = 200;

  /**
   * @throws InvalidValueException when the question is blank, or has more than 200 answers
   */
  public Question {
    CheckedText.note("Question", text);
    answers = CheckedText.list("Answers", answers, MOST_ANSWERS);
  }

  @Override
  public String toString() {
    return "Question[" + answers.size() + " answers, masked]";
  }
}
