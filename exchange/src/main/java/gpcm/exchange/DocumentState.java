package gpcm.exchange;

import java.util.Arrays;

/**
 * Where a document that this node sends has got to.
 *
 * <p>The straight way is waiting, accepted, built, sent, infrastructure-acknowledged, completed.
 * Held, rejected, failed, overdue and void are states of their own, and each of them has told a
 * person. An overdue document still takes a late acknowledgement.
 */
public enum DocumentState {
  /** Waits for somebody's word that it is to be sent at all (GPCM-SD-CS-074). */
  UNCONFIRMED,
  /**
   * The organisation's time runs, in which a later update takes its place (GPCM-SD-CS-075, -076);
   * or that time is over, and where it may go is to be found out, or found out again
   * (GPCM-SD-CS-072).
   */
  WAITING,
  /** It does not go on by itself: a person has to say what is to be done. */
  HELD,
  /** It may go; the report and the message are still to be made. */
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
  VOID,
  /** It was taken back before it left, by a person or because the consultation was deleted. */
  WITHDRAWN,
  /** It was decided, by a rule that its timeline names, that it is not to be sent. */
  NOT_SENT,
  /** A later update of the same consultation came before it left (GPCM-SD-CS-076). */
  SUPERSEDED,
  /** A person got it to its recipient in another way, and said how. */
  OTHER_ROUTE,
  /** A person decided that it does not have to get there any more. */
  GIVEN_UP;

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
    return switch (this) {
      case COMPLETED,
          REJECTED,
          FAILED,
          VOID,
          WITHDRAWN,
          NOT_SENT,
          SUPERSEDED,
          OTHER_ROUTE,
          GIVEN_UP ->
          true;
      case UNCONFIRMED,
          WAITING,
          HELD,
          ACCEPTED,
          BUILT,
          SENT,
          INFRASTRUCTURE_ACKNOWLEDGED,
          OVERDUE ->
          false;
    };
  }

  /** Whether it is still to be handed to MESH. */
  public boolean isOnItsWayOut() {
    return this == BUILT || (isBeforeSending() && !isFinal());
  }

  /**
   * Whether a copy of a document in it does not leave either: what is made anew makes another copy.
   */
  public boolean stopsCopies() {
    return switch (this) {
      case HELD, SUPERSEDED, WITHDRAWN, NOT_SENT -> true;
      default -> false;
    };
  }

  /** Whether no copy of it can ever have left. */
  public boolean isBeforeSending() {
    return switch (this) {
      case UNCONFIRMED, WAITING, HELD, ACCEPTED, WITHDRAWN, NOT_SENT, SUPERSEDED -> true;
      case BUILT,
          SENT,
          INFRASTRUCTURE_ACKNOWLEDGED,
          COMPLETED,
          REJECTED,
          FAILED,
          OVERDUE,
          VOID,
          OTHER_ROUTE,
          GIVEN_UP ->
          false;
    };
  }
}
