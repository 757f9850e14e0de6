package gpcm.report;

import java.time.Instant;

/**
 * What a report says about itself beside the consultation. Immutable.
 *
 * @param now the moment the report is made; the same input and moment give the same bytes
 * @param relatedDocuments how many documents are linked to the consultation, zero or more
 * @param withheld whether they do not travel with the report, because the consultation is
 *     confidential
 */
public record ReportContext(Instant now, int relatedDocuments, boolean withheld) {
  /**
   * @throws IllegalArgumentException when the number of documents is negative
   */
  public ReportContext {
    if (relatedDocuments < 0) {
      throw new IllegalArgumentException(
          "The number of related documents must not be negative: " + relatedDocuments);
    }
  }

  /** Of a report whose related documents travel with it. */
  public ReportContext(Instant now, int relatedDocuments) {
    this(now, relatedDocuments, false);
  }
}
