package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;
import java.util.List;

/**
 * Alerts of one organisation and one cause, as one notice tells of them.
 *
 * @param cause what they have in common
 * @param severity how soon somebody has to act
 * @param side what they have to do with
 * @param ids their numbers, the first one first
 */
record AlertLot(String cause, AlertSeverity severity, AlertSide side, List<Long> ids) {
  AlertLot {
    ids = List.copyOf(ids);
  }

  /** Nobody is told by a channel that it is dead. */
  boolean isAbout(AlertChannel channel) {
    return cause.equals(undeliverable(channel));
  }

  static String undeliverable(AlertChannel channel) {
    return "notice-undeliverable/" + channel.id();
  }
}
