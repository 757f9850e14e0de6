package gpcm.message;

import gpcm.consultation.Organisation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Postcode;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Address;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.dstu3.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.dstu3.model.DateType;
import org.hl7.fhir.dstu3.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Practitioner;

/**
 * People and organisations of a consultation as FHIR resources, as the payload tables ask for them.
 */
final class PeopleResources {
  private PeopleResources() {}

  /**
   * GPCM-SD-CS-039 to -041: NHS number with its verification status, one official name, date of
   * birth.
   */
  static Patient patient(String id, gpcm.consultation.Patient patient) {
    Patient resource = new Patient();
    resource.setId(id);
    resource.getMeta().addProfile(Vocabulary.careConnect("Patient"));
    Identifier number = resource.addIdentifier();
    number.addExtension(
        new Extension()
            .setUrl(Vocabulary.NHS_NUMBER_VERIFICATION)
            .setValue(
                new CodeableConcept()
                    .addCoding(
                        new Coding()
                            .setSystem(Vocabulary.NHS_NUMBER_VERIFICATION_SYSTEM)
                            .setCode(patient.nhsNumberVerification().code())
                            .setDisplay(patient.nhsNumberVerification().display()))));
    number.setSystem(Vocabulary.NHS_NUMBER).setValue(patient.nhsNumber().value());
    resource.addName(name(patient.name()));
    patient
        .contact()
        .telephone()
        .ifPresent(t -> resource.addTelecom(phone(t.value(), ContactPointUse.HOME)));
    patient
        .contact()
        .mobile()
        .ifPresent(t -> resource.addTelecom(phone(t.value(), ContactPointUse.MOBILE)));
    patient
        .contact()
        .currentTelephone()
        .ifPresent(t -> resource.addTelecom(phone(t.value(), ContactPointUse.TEMP)));
    resource.setGender(AdministrativeGender.fromCode(patient.gender().code()));
    resource.setBirthDateElement(new DateType());
    resource.getBirthDateElement().setValueAsString(patient.birthDate().toString());
    patient
        .contact()
        .address()
        .ifPresent(a -> resource.addAddress(address(a, Address.AddressUse.HOME)));
    patient
        .contact()
        .currentAddress()
        .ifPresent(a -> resource.addAddress(address(a, Address.AddressUse.TEMP)));
    return resource;
  }

  /** GPCM-SD-CS-036 to -038: SDS user id, one official name, telephone if there is one. */
  static Practitioner practitioner(String id, gpcm.consultation.Practitioner practitioner) {
    Practitioner resource = new Practitioner();
    resource.setId(id);
    resource.getMeta().addProfile(Vocabulary.careConnect("Practitioner"));
    resource
        .addIdentifier()
        .setSystem(Vocabulary.SDS_USER)
        .setValue(practitioner.sdsUserId().value());
    resource.addName(name(practitioner.name()));
    practitioner
        .telephone()
        .ifPresent(t -> resource.addTelecom(phone(t.value(), ContactPointUse.WORK)));
    return resource;
  }

  /**
   * The organisation that sends. A confidential document says of it what a message must
   * (GPCM-SD-CS-032 to -035, GPCM-SD-OC-021 to -024), and nothing more of what GPCM-SD-CS-008 keeps
   * out of the report.
   */
  static Organization sender(String id, Organisation organisation, boolean confidential) {
    return organization(
        id,
        confidential
            ? new Organisation(
                organisation.odsCode(),
                organisation.name(),
                organisation.telephone(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            : organisation);
  }

  /** GPCM-SD-CS-033 to -035: ODS code, name, telephone. */
  static Organization organization(String id, Organisation organisation) {
    Organization resource = new Organization();
    resource.setId(id);
    resource.getMeta().addProfile(Vocabulary.careConnect("Organization"));
    resource
        .addIdentifier()
        .setSystem(Vocabulary.ODS_CODE)
        .setValue(organisation.odsCode().value());
    resource.setName(organisation.name());
    organisation
        .telephone()
        .ifPresent(t -> resource.addTelecom(phone(t.value(), ContactPointUse.WORK)));
    organisation
        .email()
        .ifPresent(
            mail ->
                resource.addTelecom(
                    new ContactPoint()
                        .setSystem(ContactPointSystem.EMAIL)
                        .setValue(mail)
                        .setUse(ContactPointUse.WORK)));
    organisation.address().ifPresent(a -> resource.addAddress(address(a, Address.AddressUse.WORK)));
    return resource;
  }

  static ContactPoint phone(String number, ContactPointUse use) {
    return new ContactPoint().setSystem(ContactPointSystem.PHONE).setValue(number).setUse(use);
  }

  static HumanName name(PersonName name) {
    HumanName human = new HumanName().setUse(HumanName.NameUse.OFFICIAL).setFamily(name.family());
    name.given().forEach(human::addGiven);
    name.prefix().ifPresent(human::addPrefix);
    return human;
  }

  static Address address(gpcm.consultation.Address address, Address.AddressUse use) {
    Address resource = new Address().setUse(use);
    address.lines().forEach(resource::addLine);
    address.city().ifPresent(resource::setCity);
    address.district().ifPresent(resource::setDistrict);
    address.postcode().map(Postcode::value).ifPresent(resource::setPostalCode);
    address.country().ifPresent(resource::setCountry);
    return resource;
  }
}
