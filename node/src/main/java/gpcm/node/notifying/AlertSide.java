package gpcm.node.notifying;

import gpcm.node.journal.AlertView;
import java.util.Locale;

/** What an alert has to do with. */
public enum AlertSide {
  /** What the organisation sends. */
  SENDING("what we send"),
  /** What it receives. */
  RECEIVING("what we receive"),
  /** The node and its ways, and what is not set. */
  TECHNICAL("what is technical");

  private final String words;

  AlertSide(String words) {
    this.words = words;
  }

  /** For a sentence of the organisation's own people. */
  public String words() {
    return words;
  }

  /** As forms and the API have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AlertSide of(AlertView.Kind kind) {
    return switch (kind) {
      case SENT -> SENDING;
      case RECEIVED -> RECEIVING;
      case TECHNICAL, SETTINGS -> TECHNICAL;
    };
  }
}
