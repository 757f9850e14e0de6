package gpcm.consultation.json;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A consultation's JSON can't be accepted. It lists every problem found, and holds no patient data.
 */
public final class InvalidConsultationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<JsonProblem> problems;
  private final boolean malformed;

  InvalidConsultationException(List<JsonProblem> problems, boolean malformed) {
    super(
        "The consultation has "
            + problems.size()
            + (problems.size() == 1 ? " problem:" : " problems:")
            + problems.stream()
                .map(problem -> System.lineSeparator() + "  " + problem)
                .collect(Collectors.joining()));
    this.problems = List.copyOf(problems);
    this.malformed = malformed;
  }

  /** Whether it could not be read as JSON at all, so that its fields are not known. */
  public boolean malformed() {
    return malformed;
  }

  /** All problems in the order of the document, at least one. */
  public List<JsonProblem> problems() {
    return problems;
  }
}
