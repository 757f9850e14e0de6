package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;

/**
 * How a document is watched while it should be getting on by itself.
 *
 * @param tell when a person is told that it does not; empty when nobody is to be, or that time is
 *     over
 * @param told whether a person was told in the state that it is in
 * @param standing what MESH said of it when it was asked last
 * @param ask when MESH is asked next; empty when it is not
 */
public record Watch(
    Optional<Instant> tell, boolean told, MeshStanding standing, Optional<Instant> ask) {
  /** Nobody watches it. */
  public static final Watch NONE =
      new Watch(Optional.empty(), false, MeshStanding.NOT_ASKED, Optional.empty());

  /** Watched until somebody is told. */
  public static Watch until(Instant tell) {
    return new Watch(Optional.of(tell), false, MeshStanding.NOT_ASKED, Optional.empty());
  }

  /** Nobody watches it, and what MESH said last is kept. */
  static Watch ended(MeshStanding said) {
    return NONE.found(said, Optional.empty());
  }

  Watch asking(Instant next) {
    return new Watch(tell, told, standing, Optional.of(next));
  }

  Watch telling(boolean now) {
    return new Watch(Optional.empty(), told || now, standing, ask);
  }

  Watch untold() {
    return new Watch(tell, false, standing, ask);
  }

  Watch found(MeshStanding said, Optional<Instant> next) {
    return new Watch(tell, told, said, next);
  }
}
