package gpcm.node.journal;

import gpcm.exchange.AlertText;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something a person must know and act on (GPCM-SD-034, GPCM-SD-035).
 *
 * @param id the alert's number
 * @param organisation ODS code of the organisation whose people are told
 * @param text what people are told
 * @param document the document it is about, when there is one
 * @param received the received message it is about, when there is one
 * @param times how often the problem came up while the alert was open
 * @param raisedAt when it came up first
 * @param lastAt when it came up last
 */
public record Alert(
    long id,
    String organisation,
    AlertText text,
    Optional<UUID> document,
    Optional<UUID> received,
    int times,
    Instant raisedAt,
    Instant lastAt) {
  private static final String ANSWER = "response/";

  /** What it is about. */
  public AlertView.Kind kind() {
    if (document.isPresent()) {
      return AlertView.Kind.SENT;
    }
    return received.isPresent() && answer().isEmpty()
        ? AlertView.Kind.RECEIVED
        : AlertView.Kind.TECHNICAL;
  }

  /** Names the problem, so that the same one is not raised twice. */
  public String problem() {
    return text.problem();
  }

  /** One line; may name the patient. */
  public String title() {
    return text.title();
  }

  /** The reason in plain words. */
  public String whatHappened() {
    return text.whatHappened();
  }

  /** The next step for a person. */
  public String whatToDo() {
    return text.whatToDo();
  }

  /** The answer it is about, which a person can send again, when it is about one. */
  public Optional<UUID> answer() {
    return problem().startsWith(ANSWER)
        ? Optional.of(UUID.fromString(problem().substring(ANSWER.length())))
        : Optional.empty();
  }
}
