package gpcm.node.sending;

import gpcm.mesh.Tracking;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mailboxes to which MESH has lately delivered what was for a practice, and which it names as
 * that practice's own: while one is known, MESH need not be asked again for each answer from there.
 * What went to a mailbox of somebody else, because the patient has moved, says nothing of the next
 * document. Thread-safe.
 */
final class PracticeMailboxes {
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Named> mailboxes =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Named> eldest) {
              return size() > MOST;
            }
          });

  private record Named(String mailbox, Instant at) {}

  PracticeMailboxes(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Whether a mailbox is known as a practice's own.
   *
   * @param practice as documents name it: its name, and its ODS code in brackets
   */
  boolean areServedBy(String practice, String mailbox) {
    Named named = mailboxes.get(odsCode(practice));
    return named != null
        && named.mailbox.equalsIgnoreCase(mailbox)
        && clock.instant().isBefore(named.at.plus(GOOD_FOR));
  }

  /** MESH has said where something for a practice went. */
  void named(String practice, Tracking delivered) {
    String odsCode = odsCode(practice);
    boolean own =
        delivered
            .field("recipient_ods_code")
            .or(() -> delivered.field("meshRecipientOdsCode"))
            .filter(odsCode::equalsIgnoreCase)
            .isPresent();
    if (own) {
      mailboxes.put(odsCode, new Named(delivered.recipient(), clock.instant()));
    } else {
      mailboxes.remove(odsCode);
    }
  }

  private static String odsCode(String practice) {
    return practice.substring(practice.lastIndexOf('(') + 1).replace(")", "");
  }
}
