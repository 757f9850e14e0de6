package gpcm.rules.structure;

import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Address;
import org.hl7.fhir.dstu3.model.Consent;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.Group;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.Patient;

/** What FHIR STU3 asks of patients, groups, organisations and their consent. */
final class InvariantsOfPeople {
  private InvariantsOfPeople() {}

  static Stream<Invariant> all() {
    return Stream.of(
        Invariant.of(
            "pat-1",
            "Patient.contact",
            Patient.ContactComponent.class,
            "a name, telecom, address or organization of a contact",
            contact ->
                contact.hasName()
                    || contact.hasTelecom()
                    || contact.hasAddress()
                    || contact.hasOrganization()),
        Invariant.of(
                "org-1",
                "Organization",
                Organization.class,
                "a name or an identifier of an organisation",
                organisation -> organisation.hasName() || organisation.hasIdentifier())
            .at("identifier"),
        Invariant.of(
                "org-2",
                "Organization",
                Organization.class,
                "no home address of an organisation",
                organisation ->
                    organisation.getAddress().stream()
                        .noneMatch(address -> address.getUse() == Address.AddressUse.HOME))
            .at("address"),
        Invariant.of(
                "org-3",
                "Organization",
                Organization.class,
                "no home telecom of an organisation",
                organisation ->
                    organisation.getTelecom().stream()
                        .noneMatch(
                            telecom -> telecom.getUse() == ContactPoint.ContactPointUse.HOME))
            .at("telecom"),
        Invariant.of(
                "grp-1",
                "Group",
                Group.class,
                "no member of a group that is not an actual one",
                group ->
                    !group.hasMember()
                        || (group.hasActual() && InvariantsOfCare.isTrue(group.getActualElement())))
            .at("member"),
        Invariant.of(
                "ppc-1",
                "Consent",
                Consent.class,
                "a policy or a policyRule of a consent",
                consent -> consent.hasPolicy() || consent.hasPolicyRule())
            .at("policy"));
  }
}
