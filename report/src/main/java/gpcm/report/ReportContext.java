package gpcm.report;

import java.time.Instant;

/**
 * What a report says about itself beside the consultation. Immutable.
 *
 * @param now the moment the report is made; the same input and moment give the same bytes
 * @param relatedDocuments how many documents travel with the report, zero or more
 */
public record ReportContext(Instant now, int relatedDocuments) {
  /**
   * @throws IllegalArgumentException when the number of documents is negative
   */
  public ReportContext {
    if (relatedDocuments < 0) {
      throw new IllegalArgumentException(
          "The number of related documents must not be negative: " + relatedDocuments);
    }
  }
}
