package gpcm.message;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.MessageHeader;

/**
 * The MessageHeader of a message as read, beside its handling extension.
 *
 * @param eventCode the code of its event, such as {@code ITK007C}
 * @param senderOds ODS code of the organisation {@code sender} refers to
 * @param sourceMailbox {@code source.endpoint}: the mailbox answers go to, as text
 * @param timestamp when it was made, as text
 * @param focus the references of {@code focus}
 */
public record HeaderView(
    Optional<String> eventCode,
    Optional<String> senderOds,
    Optional<String> sourceMailbox,
    Optional<String> timestamp,
    List<String> focus) {

  /** What the header of this message says; all empty where there is none. */
  static HeaderView of(Bundle message) {
    return MessageBody.messageHeader(message)
        .map(header -> of(message, header))
        .orElseGet(
            () ->
                new HeaderView(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
  }

  private static HeaderView of(Bundle message, MessageHeader h) {
    return new HeaderView(
        Stated.text(h.hasEvent() ? h.getEvent().getCode() : null),
        SendingOrganisation.sender(message, h).flatMap(SendingOrganisation::odsCode),
        Stated.text(h.hasSource() ? h.getSource().getEndpoint() : null),
        Stated.text(h.hasTimestampElement() ? h.getTimestampElement().getValueAsString() : null),
        h.getFocus().stream()
            .flatMap(focus -> Stated.text(focus.getReference()).stream())
            .toList());
  }
}
