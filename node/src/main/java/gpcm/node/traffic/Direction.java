package gpcm.node.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which way a message travels. */
public enum Direction {
  /** From an organisation of this node. */
  SENT,
  /** To an organisation of this node. */
  RECEIVED;

  /** As addresses and the API have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The direction of this text, if there is one. */
  public static Optional<Direction> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
