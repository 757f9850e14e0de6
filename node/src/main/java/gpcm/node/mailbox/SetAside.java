package gpcm.node.mailbox;

import gpcm.exchange.AlertText;
import gpcm.mesh.MeshException;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnreadable;
import gpcm.node.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages of one mailbox that MESH lists and does not give in a form that can be read. The fault
 * is theirs alone: the mailbox is well, and whatever else waits in it arrives. A person is told of
 * each once, and it is asked for again after an hour. Thread-safe.
 */
final class SetAside {
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Ledger ledger;
  private final Mailbox mailbox;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /**
   * @param until when it is asked for again
   * @param times how often it was asked for in vain
   */
  private record Held(Instant until, int times) {}

  SetAside(Ledger ledger, Mailbox mailbox) {
    this.ledger = ledger;
    this.mailbox = mailbox;
  }

  /** Whether a message is not to be asked for now. */
  boolean holds(String meshMessageId) {
    Held one = held.get(meshMessageId);
    return one != null && ledger.clock().instant().isBefore(one.until);
  }

  /** Sets a message aside. */
  void add(String meshMessageId, MeshException cause) {
    Held before = held.get(meshMessageId);
    int times = before == null ? 1 : before.times + 1;
    // What is gone was fetched in the meantime, as by another node, unless MESH goes on listing it.
    if (times == (isGone(cause) ? 2 : 1)) {
      ledger.tell(mailbox.organisation().value(), alert(meshMessageId, cause));
    }
    held.put(meshMessageId, new Held(ledger.clock().instant().plus(PAUSE), times));
  }

  /** Forgets what its mailbox does not list any more. */
  void keepOnly(Collection<String> listed) {
    held.keySet().retainAll(listed);
  }

  private static boolean isGone(MeshException cause) {
    return cause instanceof MeshRefused refused
        && (refused.status() == 404 || refused.status() == 410);
  }

  private AlertText alert(String id, MeshException cause) {
    return new AlertText(
        "mesh-message/" + id,
        "A message in mailbox " + mailbox.id().value() + " cannot be fetched",
        "MESH message "
            + id
            + ": "
            + cause.getMessage()
            + " Everything else in the mailbox arrives. This message stays on MESH; when nobody has"
            + " collected it after five days, MESH reports that to its sender.",
        "Ask "
            + sender(cause)
            + " to send it again, and give them the MESH message id. This node asks for the message"
            + " once an hour.");
  }

  private static String sender(MeshException cause) {
    return switch (cause) {
      case MeshUnreadable unreadable ->
          unreadable
              .headers()
              .from()
              .map(from -> "the holder of mailbox " + from)
              .orElse("its sender");
      default -> "the people who run MESH why it is refused, or its sender";
    };
  }
}
