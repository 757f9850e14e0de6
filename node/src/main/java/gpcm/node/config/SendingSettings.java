package gpcm.node.config;

import java.time.Duration;

/**
 * How documents are sent and how long answers are waited for.
 *
 * @param addressDateOrder how the date of birth stands in an automatic routing address
 * @param infrastructureAcknowledgementDeadline after how long without one a person is told
 *     (GPCM-SD-035)
 * @param businessAcknowledgementDeadline after how long without one a person is told (GPCM-SD-035)
 * @param retryFirst how long to wait after the first failed attempt to reach MESH; doubled at every
 *     further one
 * @param retryLongest the longest wait between attempts
 */
public record SendingSettings(
    AddressDateOrder addressDateOrder,
    Duration infrastructureAcknowledgementDeadline,
    Duration businessAcknowledgementDeadline,
    Duration retryFirst,
    Duration retryLongest) {

  /**
   * The published releases disagree about the order of the date in {@code GPPROVIDER_...}
   * addresses.
   */
  public enum AddressDateOrder {
    YYYYMMDD,
    DDMMYYYY
  }
}
