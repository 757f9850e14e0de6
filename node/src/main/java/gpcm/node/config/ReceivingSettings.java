package gpcm.node.config;

import gpcm.attachments.AttachmentPolicy;
import gpcm.consultation.OdsCode;
import gpcm.message.MailboxId;
import gpcm.message.SourceFinding;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What is accepted on receipt.
 *
 * @param maxMessageSize larger messages are refused with 20015
 * @param attachmentTypes media types of attachments that are accepted; others are refused with
 *     20004
 * @param strict tolerances to switch off, so that what they let pass is refused
 * @param permittedSenders organisations that may send to this node; empty for all. Others are
 *     refused with 20012
 * @param permittedMailboxes MESH mailboxes that may send to this node; empty for all. Others are
 *     refused with 20012
 * @param replacementPatience how long a document that replaces another waits for what arrived
 *     before it
 */
public record ReceivingSettings(
    ByteSize maxMessageSize,
    List<String> attachmentTypes,
    Set<SourceFinding.Kind> strict,
    Set<OdsCode> permittedSenders,
    Set<MailboxId> permittedMailboxes,
    Duration replacementPatience) {

  public ReceivingSettings {
    attachmentTypes = List.copyOf(attachmentTypes);
    strict = Set.copyOf(strict);
    permittedSenders = Set.copyOf(permittedSenders);
    permittedMailboxes = Set.copyOf(permittedMailboxes);
  }

  /** What applies unless something else is configured. */
  public static ReceivingSettings defaults() {
    return new ReceivingSettings(
        ByteSize.ofMegabytes(5),
        AttachmentPolicy.USUAL_TYPES,
        Set.of(),
        Set.of(),
        Set.of(),
        Duration.ofMinutes(15));
  }

  /** The same with another limit for a message. */
  public ReceivingSettings withMaxMessageSize(ByteSize size) {
    return new ReceivingSettings(
        size, attachmentTypes, strict, permittedSenders, permittedMailboxes, replacementPatience);
  }

  /** The same, accepting attachments of these types only. */
  public ReceivingSettings accepting(List<String> types) {
    return new ReceivingSettings(
        maxMessageSize, types, strict, permittedSenders, permittedMailboxes, replacementPatience);
  }

  /** The same, accepting documents of these organisations only. */
  public ReceivingSettings permitting(Set<OdsCode> senders) {
    return new ReceivingSettings(
        maxMessageSize, attachmentTypes, strict, senders, permittedMailboxes, replacementPatience);
  }

  /** The same, accepting documents from these mailboxes only. */
  public ReceivingSettings permittingMailboxes(Set<MailboxId> mailboxes) {
    return new ReceivingSettings(
        maxMessageSize, attachmentTypes, strict, permittedSenders, mailboxes, replacementPatience);
  }

  /** The same with another patience for what arrived before a replacement. */
  public ReceivingSettings withReplacementPatience(Duration patience) {
    return new ReceivingSettings(
        maxMessageSize, attachmentTypes, strict, permittedSenders, permittedMailboxes, patience);
  }

  static ReceivingSettings read(SectionReader section) {
    ReceivingSettings standard = defaults();
    ReceivingSettings settings =
        new ReceivingSettings(
            section.value(
                "max-message-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(1024)),
                standard.maxMessageSize()),
            section.list("attachment-types", ValueFormat.MEDIA_TYPE, standard.attachmentTypes()),
            Set.copyOf(section.list("strict", TOLERANCE, List.of())),
            Set.copyOf(section.list("permitted-senders", ValueFormat.ODS, List.of())),
            Set.copyOf(section.list("permitted-mailboxes", ValueFormat.MAILBOX, List.of())),
            section.value(
                "replacement-patience",
                ValueFormat.duration(Duration.ofMillis(50), Duration.ofDays(60)),
                standard.replacementPatience()));
    section.refuseUnknownKeys();
    return settings;
  }

  /** Only what is tolerated can be switched off. */
  private static final ValueFormat<SourceFinding.Kind> TOLERANCE =
      ValueFormat.oneOf(
          Arrays.stream(SourceFinding.Kind.values())
              .filter(SourceFinding.Kind::tolerable)
              .toList());
}
