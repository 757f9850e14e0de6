package gpcm.exchange;

import java.util.Locale;

/** Where an answer to a received message has got to. */
public enum AnswerState {
  /** Its bytes are fixed and wait to be posted. */
  WAITING,
  /** MESH, or its file client, has taken it. */
  SENT,
  /** It could not be delivered, and a person was told. */
  FAILED;

  /** The name in the database, the API and on pages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state with this {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static AnswerState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
