package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.util.List;
import java.util.Set;

/**
 * What is accepted on receipt.
 *
 * @param maxMessageSize larger messages are refused with 20015
 * @param attachmentTypes media types of attachments that are accepted; others are refused with
 *     20004
 * @param strict names of tolerances to switch off, so that what they let pass is refused
 * @param permittedSenders organisations that may send to this node; empty for all. Others are
 *     refused with 20012
 */
public record ReceivingSettings(
    ByteSize maxMessageSize,
    List<String> attachmentTypes,
    Set<String> strict,
    Set<OdsCode> permittedSenders) {

  public ReceivingSettings {
    attachmentTypes = List.copyOf(attachmentTypes);
    strict = Set.copyOf(strict);
    permittedSenders = Set.copyOf(permittedSenders);
  }
}
