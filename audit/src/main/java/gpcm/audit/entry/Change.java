package gpcm.audit.entry;

import java.util.Optional;

/**
 * What became of a state or a setting; never the content of a document or a coded value.
 *
 * @param before what it was
 * @param after what it is
 */
public record Change(Optional<String> before, Optional<String> after) {
  /** None. */
  public static final Change NONE = new Change(Optional.empty(), Optional.empty());

  /** From one to another. */
  public static Change of(String before, String after) {
    return new Change(Optional.of(before), Optional.of(after));
  }
}
