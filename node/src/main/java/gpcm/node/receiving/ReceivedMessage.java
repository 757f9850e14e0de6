package gpcm.node.receiving;

import gpcm.node.content.StoredContent;
import java.util.Optional;
import java.util.UUID;

/**
 * A message as it was taken from a mailbox.
 *
 * @param id this node's id of it
 * @param entry the entry of the worklist that it became; empty when it became none
 * @param content its bytes
 * @param confidential whether it carries a confidential document
 */
public record ReceivedMessage(
    UUID id, Optional<UUID> entry, StoredContent content, boolean confidential) {}
