package gpcm.exchange;

import java.util.Arrays;

/**
 * Where a document that this node sends has got to.
 *
 * <p>The straight way is accepted, built, sent, infrastructure-acknowledged, completed. Rejected,
 * failed, overdue and void are states of their own, and each of them has told a person. An overdue
 * document still takes a late acknowledgement.
 */
public enum DocumentState {
  /** Stored with its attachments; the report and the message are still to be made. */
  ACCEPTED,
  /** The message's bytes are fixed and wait to be posted. */
  BUILT,
  /** MESH has taken the message. */
  SENT,
  /**
   * The receiver confirmed that it could process the message (20013); its business acknowledgement
   * is still to come.
   */
  INFRASTRUCTURE_ACKNOWLEDGED,
  /** Both acknowledgements are in and positive. */
  COMPLETED,
  /** The receiver answered with a negative acknowledgement (GPCM-SD-034). */
  REJECTED,
  /**
   * It never reached the receiver: it could not be built, or MESH refused it or could not deliver
   * it.
   */
  FAILED,
  /** An acknowledgement did not come in time (GPCM-SD-035). */
  OVERDUE,
  /**
   * It was to replace another document, or another was to replace it, and the receiver could not
   * process the one that came later: neither of the two counts any more (GPCM-SD-025).
   */
  VOID;

  /**
   * The name in the database, the API and on pages, such as {@code infrastructure-acknowledged}.
   */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /**
   * The state with a {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none, naming the states there are
   */
  public static DocumentState of(String text) {
    return Arrays.stream(values())
        .filter(state -> state.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no document state is called '"
                        + text
                        + "'; there are "
                        + Arrays.stream(values()).map(DocumentState::text).toList()));
  }

  /** Whether nothing more is expected to happen by itself. */
  public boolean isFinal() {
    return this == COMPLETED || this == REJECTED || this == FAILED || this == VOID;
  }
}
