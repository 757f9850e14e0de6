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
 * @param kind what it is about
 * @param severity how soon somebody has to act
 * @param text what people are told; of what they may not see, no more than what kind of thing
 *     happened
 * @param about what it is about; for the record, when it is withheld
 * @param withheld whether it is about a document that whoever asked may not see
 * @param times how often the problem came up while the alert was open
 * @param raisedAt when it came up first
 * @param lastAt when it came up last
 * @param closing how it was closed; empty while it is open
 * @param before how the same problem was closed the last time, when it has come up again since
 */
public record Alert(
    long id,
    String organisation,
    AlertView.Kind kind,
    AlertSeverity severity,
    AlertText text,
    AlertSubject about,
    boolean withheld,
    int times,
    Instant raisedAt,
    Instant lastAt,
    Optional<AlertClosing> closing,
    Optional<AlertClosing> before) {
  private static final String ANSWER = "response/";

  /** The document it is about, when there is one and it may be seen. */
  public Optional<UUID> document() {
    return withheld ? Optional.empty() : about.document();
  }

  /** The received message it is about, when there is one and it may be seen. */
  public Optional<UUID> received() {
    return withheld ? Optional.empty() : about.received();
  }

  /** Names the problem, so that the same one is not raised twice. */
  public String problem() {
    return text.problem();
  }

  /** What it has in common with others of the same cause; names nobody. */
  public String cause() {
    return switch (kind) {
      case TECHNICAL, SETTINGS -> title();
      case SENT, RECEIVED -> WithheldText.of(problem()).title();
    };
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
