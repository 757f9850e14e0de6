package gpcm.message;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.hl7.fhir.dstu3.model.Organization;

/**
 * The organisation that sends a message, as read: the one MessageHeader.sender refers to, whatever
 * other organisations the message holds. Nothing of it is checked.
 *
 * @param odsCode its ODS code; empty when the reference leads nowhere or the code is missing
 * @param name its name: the header's own entry has one, or else the document's organisation of the
 *     same ODS code
 */
public record SendingOrganisation(Optional<String> odsCode, Optional<String> name) {
  private static final SendingOrganisation UNKNOWN =
      new SendingOrganisation(Optional.empty(), Optional.empty());

  static SendingOrganisation of(MessageBody body) {
    return body.messageHeader()
        .flatMap(header -> sender(body.bundle(), header))
        .map(found -> new SendingOrganisation(odsCode(found), Stated.text(found.getName())))
        .orElse(UNKNOWN);
  }

  /** The Organization that MessageHeader.sender refers to. */
  static Optional<Organization> sender(Bundle message, MessageHeader header) {
    return header.hasSender()
        ? new BundleReferences(message).resolve(header.getSender(), Organization.class)
        : Optional.empty();
  }

  /** Every Organization of a message and of the document in it. */
  static List<SendingOrganisation> all(Bundle message, Optional<Bundle> document) {
    return Stream.concat(Stream.of(message), document.stream())
        .flatMap(bundle -> bundle.getEntry().stream())
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Organization.class::isInstance)
        .map(Organization.class::cast)
        .map(each -> new SendingOrganisation(odsCode(each), Stated.text(each.getName())))
        .toList();
  }

  static Optional<String> odsCode(Organization organisation) {
    return Stated.identifier(organisation.getIdentifier(), Vocabulary.ODS_CODE);
  }

  /** The same with the name this document has for it, where it has none of its own. */
  SendingOrganisation namedBy(Bundle document) {
    if (name.isPresent() || odsCode.isEmpty()) {
      return this;
    }
    Stream<Organization> custodian =
        MessageBody.resource(document, Composition.class).stream()
            .filter(Composition::hasCustodian)
            .flatMap(
                composition ->
                    new BundleReferences(document)
                        .resolve(composition.getCustodian(), Organization.class).stream());
    List<Organization> all =
        document.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(Organization.class::isInstance)
            .map(Organization.class::cast)
            .toList();
    return new SendingOrganisation(
        odsCode,
        Stream.concat(custodian, all.stream())
            .filter(organisation -> odsCode(organisation).equals(odsCode))
            .flatMap(organisation -> Stated.text(organisation.getName()).stream())
            .findFirst());
  }
}
