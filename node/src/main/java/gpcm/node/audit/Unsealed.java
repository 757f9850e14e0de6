package gpcm.node.audit;

import gpcm.audit.tree.Hash;
import java.util.UUID;

/**
 * An entry whose turn to be sealed has come.
 *
 * @param upTo its place in the order of transactions
 * @param leaf the hash of its bytes
 */
record Unsealed(SealedUpTo upTo, Hash leaf) {
  UUID id() {
    return upTo.id();
  }
}
