package gpcm.node.traffic;

import java.util.Locale;

/** Where the node keeps a message. */
public enum Origin {
  /** A document that is sent. */
  DOCUMENT,
  /** An answer that is sent. */
  ANSWER,
  /** Whatever was received. */
  RECEIVED;

  static Origin of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  Direction direction() {
    return this == RECEIVED ? Direction.RECEIVED : Direction.SENT;
  }
}
