package gpcm.node.receiving;

import gpcm.message.SendDocument;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.RegisteredPatient.Registration;
import gpcm.node.register.SoughtPatient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Address;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.PrimitiveType;

/** Reads of a document's patient what a person compares with the register. Stateless. */
final class StatedDetails {
  /** Of whom it is restricted where they live, in v3-Confidentiality. */
  private static final Set<String> RESTRICTED = Set.of("R", "V");

  private StatedDetails() {}

  static RegisteredPatient of(SendDocument document) {
    SoughtPatient sought = StatedPatient.sought(document);
    List<Patient> patients =
        document.document().stream()
            .flatMap(bundle -> bundle.getEntry().stream())
            .map(BundleEntryComponent::getResource)
            .filter(Patient.class::isInstance)
            .map(Patient.class::cast)
            .limit(1)
            .filter(each -> !restricted(each))
            .toList();
    return new RegisteredPatient(
        sought.nhsNumber(),
        sought.family(),
        sought.given(),
        sought.birthDate(),
        sought.sex(),
        patients.stream()
            .flatMap(each -> each.getAddress().stream())
            .map(StatedDetails::line)
            .findFirst()
            .orElse(""),
        patients.stream()
            .flatMap(each -> each.getTelecom().stream())
            .filter(each -> each.getSystem() == ContactPointSystem.PHONE && each.hasValue())
            .map(each -> each.getValue())
            .findFirst()
            .orElse(""),
        Registration.KNOWN);
  }

  private static boolean restricted(Patient patient) {
    return patient.getMeta().getSecurity().stream()
        .anyMatch(each -> each.hasCode() && RESTRICTED.contains(each.getCode()));
  }

  private static String line(Address address) {
    if (address.hasText()) {
      return address.getText();
    }
    return java.util.stream.Stream.concat(
            address.getLine().stream().map(PrimitiveType::getValueAsString),
            java.util.stream.Stream.of(
                address.getCity(), address.getDistrict(), address.getPostalCode()))
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(", "));
  }
}
