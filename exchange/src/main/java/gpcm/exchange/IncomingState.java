package gpcm.exchange;

import java.util.Locale;

/** What has become of a received message. */
public enum IncomingState {
  /** Its bytes are kept; it has still to be read. */
  STORED,
  /** It is a document and stands in the worklist. */
  ACCEPTED,
  /** It was sent back to its sender. */
  REJECTED,
  /** It was here before. */
  DUPLICATE,
  /** It could not be read, and its sender was told. */
  UNREADABLE,
  /** It is an answer to a document of ours. */
  RESPONSE,
  /** It is MESH's own report about a message of ours. */
  REPORT,
  /** It is nothing this node can use, and a person was told. */
  UNEXPECTED;

  /** The name in the database. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state with this {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static IncomingState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
