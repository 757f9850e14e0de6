package gpcm.node.config;

import gpcm.exchange.Deadline;
import gpcm.exchange.Deadlines;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How documents are sent and how long answers are waited for.
 *
 * @param addressDateOrder how the date of birth stands in an automatic routing address
 * @param deadlines how long documents wait before a person is told, where an organisation has not
 *     set times of its own
 * @param retryFirst how long to wait after the first failed attempt to reach MESH; doubled at every
 *     further one
 * @param retryLongest the longest wait between attempts
 * @param batch how many documents, messages or answers are taken up at once, 1 to 512
 * @param confidentialAttachments whether the attachments and coded entries of a confidential
 *     document are sent
 */
public record SendingSettings(
    AddressDateOrder addressDateOrder,
    Deadlines deadlines,
    Duration retryFirst,
    Duration retryLongest,
    int batch,
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
        Deadlines.usual(),
        Duration.ofSeconds(5),
        Duration.ofMinutes(15),
        128,
        false);
  }

  /** The same with other deadlines. */
  public SendingSettings withDeadlines(Duration infrastructure, Duration business) {
    return new SendingSettings(
        addressDateOrder,
        deadlines.but(Map.of(Deadline.INFRASTRUCTURE, infrastructure, Deadline.BUSINESS, business)),
        retryFirst,
        retryLongest,
        batch,
        confidentialAttachments);
  }

  /** The same with other waits between attempts to reach MESH. */
  public SendingSettings retrying(Duration first, Duration longest) {
    return new SendingSettings(
        addressDateOrder, deadlines, first, longest, batch, confidentialAttachments);
  }

  /** The same, taking up another number at once. */
  public SendingSettings inBatchesOf(int most) {
    return new SendingSettings(
        addressDateOrder, deadlines, retryFirst, retryLongest, most, confidentialAttachments);
  }

  /** The same, sending the attachments and coded entries of confidential documents too. */
  public SendingSettings disclosing() {
    return new SendingSettings(addressDateOrder, deadlines, retryFirst, retryLongest, batch, true);
  }

  private enum ConfidentialAttachments {
    WITHHOLD,
    SEND
  }

  static SendingSettings read(SectionReader section) {
    SendingSettings standard = defaults();
    SendingSettings settings =
        new SendingSettings(
            section.value(
                "address-date-order",
                ValueFormat.oneOf(AddressDateOrder.class),
                standard.addressDateOrder()),
            deadlines(section, standard.deadlines()),
            section.value(
                "retry-first",
                ValueFormat.duration(Duration.ofMillis(50), Duration.ofHours(1)),
                standard.retryFirst()),
            section.value(
                "retry-longest",
                ValueFormat.duration(Duration.ofMillis(50), Duration.ofDays(1)),
                standard.retryLongest()),
            section.value("batch", ValueFormat.number(1, 512), standard.batch()),
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

  private static Deadlines deadlines(SectionReader section, Deadlines standard) {
    ValueFormat<Duration> format = ValueFormat.duration(Duration.ofSeconds(1), Duration.ofDays(60));
    Map<Deadline, Duration> all = new EnumMap<>(Deadline.class);
    for (Deadline each : Deadline.values()) {
      all.put(each, section.value(key(each), format, standard.of(each)));
    }
    return new Deadlines(all);
  }

  private static String key(Deadline deadline) {
    return switch (deadline) {
      case CONFIRMATION -> "confirmation-reminder";
      case HELD -> "held-reminder";
      case NOT_ACCEPTED -> "not-accepted-deadline";
      case NOT_COLLECTED -> "not-collected-deadline";
      case INFRASTRUCTURE -> "infrastructure-acknowledgement-deadline";
      case BUSINESS -> "business-acknowledgement-deadline";
      case PROVIDER -> "provider-acknowledgement-deadline";
      case UNDELIVERED -> "undelivered-deadline";
      case LOOK_UP -> "look-up-patience";
      case LOOK_UP_ONLINE -> "online-look-up-patience";
      case TRACKING -> "tracking-first";
      case TRACKING_AGAIN -> "tracking-again";
    };
  }
}
