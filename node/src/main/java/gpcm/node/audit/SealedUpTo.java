package gpcm.node.audit;

import java.util.UUID;

/**
 * Up to which entry all are sealed, in the order of transactions.
 *
 * @param xid the transaction of the last sealed entry, in decimal
 * @param id its id
 */
record SealedUpTo(String xid, UUID id) {
  static final SealedUpTo NOTHING = new SealedUpTo("0", new UUID(0, 0));
}
