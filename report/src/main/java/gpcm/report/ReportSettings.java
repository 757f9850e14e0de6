package gpcm.report;

import java.util.Objects;

/**
 * What an operator may change in the layout; the rest is fixed by the specification. Immutable.
 *
 * @param left the mark at the left of the title band
 * @param right the mark at its right
 */
public record ReportSettings(Wordmark left, Wordmark right) {
  /**
   * @throws NullPointerException when a mark is null
   */
  public ReportSettings {
    Objects.requireNonNull(left);
    Objects.requireNonNull(right);
  }

  /** The same with the operator's own mark at the left. */
  public ReportSettings withLeft(Wordmark own) {
    return new ReportSettings(own, right);
  }

  /** Neutral words in both corners. */
  public static ReportSettings defaults() {
    return new ReportSettings(new Wordmark.Words("Primary Care"), new Wordmark.Words("GP Connect"));
  }
}
