package gpcm.node.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the audit log is sealed, and who else says so.
 *
 * @param origin the name of the log; empty while it has no key
 * @param entries how many entries the last checkpoint seals
 * @param checkpointAt when that was made; empty when none ever was
 * @param witnesses who is asked to sign checkpoints, and those who have
 */
public record SealState(
    Optional<String> origin,
    long entries,
    Optional<Instant> checkpointAt,
    List<WitnessState> witnesses) {

  /** Takes them over. */
  public SealState {
    witnesses = List.copyOf(witnesses);
  }

  /**
   * A witness elsewhere.
   *
   * @param name what its key is called
   * @param entries up to which entry it has signed; 0 for none
   * @param at when; empty when it never has
   */
  public record WitnessState(String name, long entries, Optional<Instant> at) {}
}
