package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;
import gpcm.node.store.Moment;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

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

  /** That a channel is dead is over: something has arrived there, or it was taken away. */
  static void reaches(Handle handle, AlertChannel channel, String organisation, Instant now) {
    handle
        .createUpdate(
            """
            update alert set resolved_at = :now, resolved_by = 'mended by itself'
            where organisation = :organisation and problem = :problem and resolved_at is null
            """)
        .bind("now", Moment.column(now))
        .bind("organisation", organisation)
        .bind("problem", undeliverable(channel))
        .execute();
  }

  static String undeliverable(AlertChannel channel) {
    return "notice-undeliverable/" + channel.id();
  }
}
