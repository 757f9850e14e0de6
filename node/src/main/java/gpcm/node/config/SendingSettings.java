package gpcm.node.config;

import java.time.Duration;

/**
 * How documents are sent and how long answers are waited for.
 *
 * @param addressDateOrder how the date of birth stands in an automatic routing address
 * @param infrastructureAcknowledgementDeadline after how long without one a person is told
 *     (GPCM-SD-035)
 * @param businessAcknowledgementDeadline after how long without one a person is told (GPCM-SD-035)
 * @param providerAcknowledgementDeadline the same at a provider other than the registered practice,
 *     which may answer with its decision only
 * @param retryFirst how long to wait after the first failed attempt to reach MESH; doubled at every
 *     further one
 * @param retryLongest the longest wait between attempts
 * @param batch how many documents, messages or answers are taken up at once, 1 to 512
 * @param confirmationReminder after how long without a word from anybody a person is told that a
 *     document waits to be confirmed
 * @param heldReminder after how long a person is told again that a document is held
 * @param confidentialAttachments whether the attachments and coded entries of a confidential
 *     document are sent
 */
public record SendingSettings(
    AddressDateOrder addressDateOrder,
    Duration infrastructureAcknowledgementDeadline,
    Duration businessAcknowledgementDeadline,
    Duration providerAcknowledgementDeadline,
    Duration retryFirst,
    Duration retryLongest,
    int batch,
    Duration confirmationReminder,
    Duration heldReminder,
    boolean confidentialAttachments) {

  /**
   * The published releases disagree about the order of the date in {@code GPPROVIDER_...}
   * addresses.
   */
  public enum AddressDateOrder {
    YYYYMMDD,
    DDMMYYYY
  }

  /** What applies unless something else is configured. */
  public static SendingSettings defaults() {
    return new SendingSettings(
        AddressDateOrder.YYYYMMDD,
        Duration.ofDays(1),
        Duration.ofDays(5),
        Duration.ofDays(14),
        Duration.ofSeconds(5),
        Duration.ofMinutes(15),
        128,
        Duration.ofHours(4),
        Duration.ofDays(1),
        false);
  }

  /** The same with other deadlines. */
  public SendingSettings withDeadlines(Duration infrastructure, Duration business) {
    return new SendingSettings(
        addressDateOrder,
        infrastructure,
        business,
        providerAcknowledgementDeadline,
        retryFirst,
        retryLongest,
        batch,
        confirmationReminder,
        heldReminder,
        confidentialAttachments);
  }

  /** The same with other waits between attempts to reach MESH. */
  public SendingSettings retrying(Duration first, Duration longest) {
    return new SendingSettings(
        addressDateOrder,
        infrastructureAcknowledgementDeadline,
        businessAcknowledgementDeadline,
        providerAcknowledgementDeadline,
        first,
        longest,
        batch,
        confirmationReminder,
        heldReminder,
        confidentialAttachments);
  }

  /** The same, taking up another number at once. */
  public SendingSettings inBatchesOf(int most) {
    return new SendingSettings(
        addressDateOrder,
        infrastructureAcknowledgementDeadline,
        businessAcknowledgementDeadline,
        providerAcknowledgementDeadline,
        retryFirst,
        retryLongest,
        most,
        confirmationReminder,
        heldReminder,
        confidentialAttachments);
  }

  /** The same, sending the attachments and coded entries of confidential documents too. */
  public SendingSettings disclosing() {
    return new SendingSettings(
        addressDateOrder,
        infrastructureAcknowledgementDeadline,
        businessAcknowledgementDeadline,
        providerAcknowledgementDeadline,
        retryFirst,
        retryLongest,
        batch,
        confirmationReminder,
        heldReminder,
        true);
  }

  private enum ConfidentialAttachments {
    WITHHOLD,
    SEND
  }

  static SendingSettings read(SectionReader section) {
    SendingSettings standard = defaults();
    ValueFormat<Duration> deadline =
        ValueFormat.duration(Duration.ofSeconds(1), Duration.ofDays(60));
    SendingSettings settings =
        new SendingSettings(
            section.value(
                "address-date-order",
                ValueFormat.oneOf(AddressDateOrder.class),
                standard.addressDateOrder()),
            section.value(
                "infrastructure-acknowledgement-deadline",
                deadline,
                standard.infrastructureAcknowledgementDeadline()),
            section.value(
                "business-acknowledgement-deadline",
                deadline,
                standard.businessAcknowledgementDeadline()),
            section.value(
                "provider-acknowledgement-deadline",
                deadline,
                standard.providerAcknowledgementDeadline()),
            section.value(
                "retry-first",
                ValueFormat.duration(Duration.ofMillis(50), Duration.ofHours(1)),
                standard.retryFirst()),
            section.value(
                "retry-longest",
                ValueFormat.duration(Duration.ofMillis(50), Duration.ofDays(1)),
                standard.retryLongest()),
            section.value("batch", ValueFormat.number(1, 512), standard.batch()),
            section.value("confirmation-reminder", deadline, standard.confirmationReminder()),
            section.value("held-reminder", deadline, standard.heldReminder()),
            section.value(
                    "confidential-attachments",
                    ValueFormat.oneOf(ConfidentialAttachments.class),
                    ConfidentialAttachments.WITHHOLD)
                == ConfidentialAttachments.SEND);
    section.requireOrder(
        "retry-first", settings.retryFirst(), "retry-longest", settings.retryLongest());
    section.refuseUnknownKeys();
    return settings;
  }
}
