package gpcm.message;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.hl7.fhir.dstu3.model.Organization;

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

  static HeaderView of(Bundle bundle, Optional<MessageHeader> header) {
    if (header.isEmpty()) {
      return new HeaderView(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
    MessageHeader h = header.get();
    References references = new References(bundle);
    Optional<String> ods =
        h.hasSender()
            ? references
                .resolve(h.getSender(), Organization.class)
                .flatMap(
                    organization ->
                        References.identifier(organization.getIdentifier(), Vocabulary.ODS_CODE))
            : Optional.empty();
    return new HeaderView(
        References.text(h.hasEvent() ? h.getEvent().getCode() : null),
        ods,
        References.text(h.hasSource() ? h.getSource().getEndpoint() : null),
        References.text(
            h.hasTimestampElement() ? h.getTimestampElement().getValueAsString() : null),
        h.getFocus().stream()
            .flatMap(focus -> References.text(focus.getReference()).stream())
            .toList());
  }
}
