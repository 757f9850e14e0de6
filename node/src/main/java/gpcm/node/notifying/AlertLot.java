package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;

/**
 * Alerts of one organisation and one cause, as one notice tells of them.
 *
 * @param cause what they have in common
 * @param severity how soon somebody has to act
 * @param side what they have to do with
 * @param first the number of the first one
 * @param alerts how many there are
 */
record AlertLot(String cause, AlertSeverity severity, AlertSide side, long first, int alerts) {
  /** Nobody is told by a channel that it is dead. */
  boolean isAbout(AlertChannel channel) {
    return cause.equals(undeliverable(channel));
  }

  static String undeliverable(AlertChannel channel) {
    return "notice-undeliverable/" + channel.id();
  }
}
