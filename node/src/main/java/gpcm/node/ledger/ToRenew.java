package gpcm.node.ledger;

import gpcm.node.content.StoredContent;

/**
 * A document that is sent again, and for which another message is to be made.
 *
 * @param message the message that it had before
 * @param recipientType what its recipient is asked to do, as the message has it
 * @param subject as before
 * @param address as before
 */
public record ToRenew(
    Lease lease, StoredContent message, String recipientType, String subject, String address) {}
