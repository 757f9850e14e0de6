package gpcm.node.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something a person must know and act on (GPCM-SD-034, GPCM-SD-035).
 *
 * @param id the alert's number
 * @param organisation ODS code of the organisation whose people are told
 * @param problem names the problem, so that the same one is not raised twice
 * @param document the document it is about, when there is one
 * @param received the received message it is about, when there is one
 * @param title one line; may name the patient
 * @param whatHappened the reason in plain words
 * @param whatToDo the next step for a person
 * @param times how often the problem came up while the alert was open
 * @param raisedAt when it came up first
 * @param lastAt when it came up last
 */
public record Alert(
    long id,
    String organisation,
    String problem,
    Optional<UUID> document,
    Optional<UUID> received,
    String title,
    String whatHappened,
    String whatToDo,
    int times,
    Instant raisedAt,
    Instant lastAt) {
  private static final String ANSWER = "response/";

  /** The answer it is about, which a person can send again, when it is about one. */
  public Optional<UUID> answer() {
    return problem.startsWith(ANSWER)
        ? Optional.of(UUID.fromString(problem.substring(ANSWER.length())))
        : Optional.empty();
  }
}
