package gpcm.report;

import java.util.Objects;

/**
 * What an operator may change in the reports; the rest is fixed by the specification. Immutable.
 *
 * @param left the mark at the left of the title band
 * @param right the mark at its right
 * @param disclosed whether the attachments of confidential documents travel, so that no report says
 *     that they are withheld
 */
public record ReportSettings(Wordmark left, Wordmark right, boolean disclosed) {
  /**
   * @throws NullPointerException when a mark is null
   */
  public ReportSettings {
    Objects.requireNonNull(left);
    Objects.requireNonNull(right);
  }

  /** These marks; the attachments of confidential documents are withheld. */
  public ReportSettings(Wordmark left, Wordmark right) {
    this(left, right, false);
  }

  /** The same with the operator's own mark at the left. */
  public ReportSettings withLeft(Wordmark own) {
    return new ReportSettings(own, right, disclosed);
  }

  /** The same where the attachments of confidential documents travel. */
  public ReportSettings disclosing() {
    return new ReportSettings(left, right, true);
  }

  /** Neutral words in both corners. */
  public static ReportSettings defaults() {
    return new ReportSettings(new Wordmark.Words("Primary Care"), new Wordmark.Words("GP Connect"));
  }
}
