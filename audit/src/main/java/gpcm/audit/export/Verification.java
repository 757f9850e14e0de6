package gpcm.audit.export;

import gpcm.audit.tree.Hash;
import java.util.List;

/**
 * What a verifier found.
 *
 * @param origin the name of the log
 * @param size how many leaves there are
 * @param root the root over them
 * @param entries how many entries were checked against their leaves
 * @param personalParts how many personal parts were checked
 * @param erased how many entries have none any more
 * @param checkpoints how many checkpoints of the export were checked
 * @param outside how many checkpoints from elsewhere were checked
 * @param faults what does not fit, what was found first at the beginning; empty when all is well
 * @param remarks what a person should know, though nothing is wrong with it
 */
public record Verification(
    String origin,
    long size,
    Hash root,
    long entries,
    long personalParts,
    long erased,
    long checkpoints,
    long outside,
    List<Fault> faults,
    List<String> remarks) {

  /** Takes them over. */
  public Verification {
    faults = List.copyOf(faults);
    remarks = List.copyOf(remarks);
  }

  /** Whether all is well. */
  public boolean fits() {
    return faults.isEmpty();
  }
}
