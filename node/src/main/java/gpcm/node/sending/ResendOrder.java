package gpcm.node.sending;

import java.util.List;
import java.util.UUID;

/**
 * Which documents are to be sent again.
 *
 * @param view what whoever wants it may see
 * @param ids this node's ids of them
 * @param unansweredOnly whether one goes only when its receiver has answered nothing
 * @param although whether one goes although MESH says that its recipient has collected it
 * @param person in whose name
 */
public record ResendOrder(
    OutboxView view, List<UUID> ids, boolean unansweredOnly, boolean although, String person) {
  /** Copies the ids. */
  public ResendOrder {
    ids = List.copyOf(ids);
  }
}
