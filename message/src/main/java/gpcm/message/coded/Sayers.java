package gpcm.message.coded;

import java.util.Optional;
import org.hl7.fhir.dstu3.model.Device;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Practitioner;
import org.hl7.fhir.dstu3.model.PractitionerRole;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.RelatedPerson;
import org.hl7.fhir.dstu3.model.Resource;

/** Who says something, by a reference to them. */
final class Sayers {
  private final Targets targets;

  Sayers(Targets targets) {
    this.targets = targets;
  }

  /** Somebody who says something. */
  record Sayer(SaidBy saidBy, String name) {
    static final Sayer NOBODY = new Sayer(SaidBy.NOT_STATED, "");
  }

  /** Whoever is referred to; empty when the reference leads to nobody and names nobody. */
  Optional<Sayer> of(Reference reference) {
    return targets
        .of(reference)
        .flatMap(this::of)
        .or(
            () ->
                Texts.stated(reference.getDisplay())
                    .map(name -> new Sayer(SaidBy.NOT_STATED, Texts.line(name))));
  }

  private Optional<Sayer> of(Resource who) {
    return switch (who) {
      case Patient patient -> Optional.of(new Sayer(SaidBy.PATIENT, ""));
      case RelatedPerson person ->
          Optional.of(
              new Sayer(
                  SaidBy.RELATED_PERSON,
                  named(
                      person.getName().stream().findFirst(),
                      Texts.concept(person.getRelationship()).display())));
      case Practitioner person ->
          Optional.of(
              new Sayer(SaidBy.CLINICIAN, named(person.getName().stream().findFirst(), "")));
      case PractitionerRole role ->
          of(role.getPractitioner()).or(() -> Optional.of(new Sayer(SaidBy.CLINICIAN, "")));
      case Organization organisation ->
          Optional.of(
              new Sayer(
                  SaidBy.ORGANISATION,
                  Texts.line(Texts.stated(organisation.getName()).orElse(""))));
      case Device device ->
          Optional.of(
              new Sayer(
                  SaidBy.DEVICE,
                  Texts.line(
                      Texts.stated(device.getModel())
                          .or(() -> Texts.stated(Texts.concept(device.getType()).display()))
                          .orElse(""))));
      default -> Optional.empty();
    };
  }

  private static String named(Optional<HumanName> name, String more) {
    String told = name.map(Texts::name).orElse("");
    return Texts.line(more.isEmpty() ? told : told.isEmpty() ? more : told + " (" + more + ")");
  }
}
