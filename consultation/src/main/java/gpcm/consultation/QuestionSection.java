package gpcm.consultation;

import java.util.List;

/**
 * A titled part of a questionnaire. Immutable.
 *
 * @param title the title as it was shown to the person who answered
 * @param byPractitioner whether the consultation's practitioner answered, and neither the patient
 *     nor who did so on the patient's behalf
 * @param questions the questions in the order they were put
 */
public record QuestionSection(String title, boolean byPractitioner, List<Question> questions) {
  private static final int MOST_QUESTIONS = 2_000;

  /**
   * @throws InvalidValueException when the title is blank, or there are no questions
   */
  public QuestionSection {
    CheckedText.line("Section title", title);
    questions = CheckedText.list("Questions", questions, MOST_QUESTIONS);
    if (questions.isEmpty()) {
      throw new InvalidValueException(
          "Section", "must have at least one question", "Leave an empty section out");
    }
  }

  /** A part that the patient, or somebody on the patient's behalf, answered. */
  public QuestionSection(String title, List<Question> questions) {
    this(title, false, questions);
  }

  @Override
  public String toString() {
    return "QuestionSection[" + questions.size() + " questions, masked]";
  }
}
