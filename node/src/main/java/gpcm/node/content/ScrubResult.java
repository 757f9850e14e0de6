package gpcm.node.content;

import java.util.List;

/**
 * What one stretch of a scrub found.
 *
 * @param next what to hand in as {@code after} to go on; 0 when all content has been looked at and
 *     the next scrub begins again
 * @param looked how many contents were read and checked
 * @param damaged those that are not what was stored
 */
public record ScrubResult(long next, int looked, List<DamagedContentException> damaged) {
  public ScrubResult {
    damaged = List.copyOf(damaged);
  }
}
