package gpcm.mesh;

import java.time.Duration;

/**
 * Hears how each call to MESH ended, its repetitions too. It is told in the thread of the call, so
 * it must be quick and must not throw. Thread-safe.
 */
@FunctionalInterface
public interface MeshCallListener {
  /** How a call ended. */
  enum Outcome {
    /** MESH did what was asked. */
    DONE,
    /** MESH, or what stands before it, refused it, and would do so again. */
    REFUSED,
    /** MESH was too busy or broken to do it now. */
    BUSY,
    /** There was no answer. */
    UNANSWERED
  }

  /** Nobody listens. */
  MeshCallListener NONE = (outcome, took) -> {};

  /**
   * A call ended.
   *
   * @param took until its answer began
   */
  void ended(Outcome outcome, Duration took);
}
