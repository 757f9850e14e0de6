package gpcm.mesh;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page of the inbox: messages that aren't acknowledged, oldest first. With a filter a page may be
 * empty and still have a next one.
 *
 * @param messageIds ids, opaque
 * @param next what {@link InboxQuery#from} takes to get the next page
 * @param approximateCount how many messages wait in the mailbox, when the server says so (v2)
 */
public record InboxPage(
    List<String> messageIds, Optional<String> next, OptionalLong approximateCount) {
  public InboxPage {
    messageIds = List.copyOf(messageIds);
  }
}
