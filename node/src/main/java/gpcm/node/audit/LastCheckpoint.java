package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.audit.tree.CompactRange;

/**
 * The newest checkpoint with what is needed to go on from it.
 *
 * @param checkpoint what it says
 * @param note as it was signed
 * @param compact the compact range, encoded
 * @param upTo up to which entry all are sealed
 * @param cluster the database cluster in which that order of transactions holds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LastCheckpoint(
    Checkpoint checkpoint, SignedNote note, byte[] compact, SealedUpTo upTo, String cluster) {

  /**
   * The range to append to.
   *
   * @throws LogDamagedException when the row contradicts itself
   */
  CompactRange range() {
    CompactRange range;
    try {
      range = CompactRange.of(checkpoint.size(), compact);
    } catch (IllegalArgumentException e) {
      throw new LogDamagedException(
          "the row of the last checkpoint was changed: " + e.getMessage());
    }
    if (!range.root().equals(checkpoint.root())) {
      throw new LogDamagedException(
          "the row of the last checkpoint was changed: its compact range has another root than what"
              + " was signed");
    }
    return range;
  }
}
