package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Coding;

/** Immunization: given, or intended and not given. Generic documents only. */
final class ImmunizationRules {
  private static final Predicate<Element> NOT_GIVEN = flag("notGiven", "true");
  private static final Predicate<Element> GIVEN = flag("notGiven", "false");

  private static final ElementPath ROLES = ElementPath.of("practitioner/role");

  private ImmunizationRules() {}

  static void add(List<Rule> rules) {
    PartRules immunization = PartRules.each(rules, "Immunization");
    immunization.should("GE-191", "extension(ParentPresent)/value").present();
    immunization.must("GE-192", "extension(DateRecorded)/value").date();
    immunization.must("GE-193", "extension(VaccinationProcedure)/value").coded();
    immunization.must("GE-194", "status").is("completed");
    immunization.must("GE-195", "notGiven").present();
    immunization.must("GE-196", "vaccineCode").codedOrText();
    immunization.must("GE-197", "patient").patient();
    immunization.should("GE-198", "encounter").references("Encounter");
    immunization.should("GE-199", "date").present();
    immunization.must("GE-200", "primarySource").present();
    immunization
        .must("GE-200", "primarySource")
        .conditions(Creation.AGREES)
        .by(
            "true where whoever recorded the vaccination administered it",
            "Set primarySource to true, or correct the role of the practitioners",
            ImmunizationRules::recordedByWhoGave);
    immunization
        .must("GE-201", "reportOrigin")
        .when("primarySource is true", flag("primarySource", "true"))
        .absent();
    immunization.should("GE-202", "location").references("Location");
    immunization.should("GE-203", "manufacturer").references("Organization");
    immunization.should("GE-204", "lotNumber").present();
    immunization.should("GE-205", "expirationDate").present();
    for (String element : List.of("GE-206 site", "GE-207 route", "GE-208 doseQuantity")) {
      String[] idAndName = element.split(" ", 2);
      immunization.should(idAndName[0], idAndName[1]).when("notGiven is false", GIVEN).present();
    }
    immunization.must("GE-206", "site").when("notGiven is true", NOT_GIVEN).absent();
    immunization.must("GE-207", "route").when("notGiven is true", NOT_GIVEN).absent();
    immunization.must("GE-208", "doseQuantity").when("notGiven is true", NOT_GIVEN).absent();
    immunization.should("GE-209", "practitioner").present();
    immunization
        .must("GE-209", "practitioner")
        .conditions("who administered")
        .when(
            "notGiven is false and primarySource is true", GIVEN.and(flag("primarySource", "true")))
        .by(
            "who administered the vaccine among the practitioners: role AP, or a practitioner whose"
                + " role is not known",
            "Add the practitioner who administered the vaccine, with role AP",
            ImmunizationRules::administered);
    immunization
        .must("GE-210", "practitioner/role")
        .conditions(RuleLine.SYSTEM, RuleLine.CODE)
        .by(
            "EP (who recorded it) or AP (who administered it) of "
                + NamingSystems.VACCINATION_ROLE
                + ", or none when it is not known",
            "Code the role as EP or AP, or leave it out",
            ImmunizationRules::role);
    immunization.should("GE-211", "practitioner.actor").references("Practitioner");
    immunization.should("GE-212", "note").present();
    immunization.should("GE-213", "explanation/reason").when("notGiven is false", GIVEN).present();
    immunization
        .should("GE-214", "explanation/reasonNotGiven")
        .when("notGiven is true", NOT_GIVEN)
        .present();
    immunization.should("GE-215", "vaccinationProtocol").when("notGiven is false", GIVEN).present();
    immunization.must("GE-213", "explanation/reason").when("notGiven is true", NOT_GIVEN).absent();
    immunization
        .must("GE-214", "explanation/reasonNotGiven")
        .when("notGiven is false", GIVEN)
        .absent();
    immunization.must("GE-215", "vaccinationProtocol").when("notGiven is true", NOT_GIVEN).absent();
    immunization
        .must("GE-216", "vaccinationProtocol.doseSequence")
        .when(
            "the series has a number of doses",
            protocol -> !protocol.children("seriesDoses").isEmpty())
        .present();
    immunization.should("GE-217", "vaccinationProtocol.description").present();
    immunization.should("GE-218", "vaccinationProtocol.seriesDoses").present();
    immunization.must("GE-219", "vaccinationProtocol.targetDisease").codedOrText();
    immunization
        .must("GE-220", "vaccinationProtocol.doseStatus")
        .coded(NamingSystems.DOSE_STATUS, "count", "Counts");
  }

  private static Predicate<Element> flag(String name, String value) {
    return immunization ->
        immunization.children(name).stream()
            .anyMatch(flag -> ElementValues.text(flag).equals(value));
  }

  private static void role(MessageContext context, Element immunization, RuleCheck.Report report) {
    for (Element role : ROLES.values(immunization)) {
      List<Coding> codings =
          role.codings().stream()
              .filter(c -> NamingSystems.VACCINATION_ROLE.equals(c.getSystem()))
              .toList();
      if (codings.isEmpty()) {
        report.of(RuleLine.SYSTEM).broken(role.path(), ElementValues.text(role));
      } else if (codings.stream()
          .noneMatch(c -> List.of("EP", "AP").contains(String.valueOf(c.getCode())))) {
        report.of(RuleLine.CODE).broken(role.path(), ElementValues.text(role));
      }
    }
  }

  private static void recordedByWhoGave(
      MessageContext context, Element immunization, RuleCheck.Report report) {
    Set<Base> gave = actors(context, immunization, "AP");
    if (actors(context, immunization, "EP").stream().anyMatch(gave::contains)) {
      for (Element source : immunization.children("primarySource")) {
        if (ElementValues.text(source).equals("false")) {
          report.broken(source.path(), "false, where one practitioner recorded and administered");
        }
      }
    }
  }

  private static Set<Base> actors(MessageContext context, Element immunization, String role) {
    Set<Base> actors = Collections.newSetFromMap(new IdentityHashMap<>());
    immunization.children("practitioner").stream()
        .filter(practitioner -> roles(practitioner).contains(role))
        .flatMap(practitioner -> practitioner.children("actor").stream())
        .flatMap(actor -> context.target(actor).stream())
        .forEach(actor -> actors.add(actor.value()));
    return actors;
  }

  private static void administered(
      MessageContext context, Element immunization, RuleCheck.Report report) {
    List<Element> practitioners = immunization.children("practitioner");
    if (!practitioners.isEmpty()
        && practitioners.stream().allMatch(ImmunizationRules::onlyRecorded)) {
      report.broken(immunization.pathOf("practitioner"), "only who recorded it");
    }
  }

  private static boolean onlyRecorded(Element practitioner) {
    return roles(practitioner).equals(Set.of("EP"));
  }

  private static Set<String> roles(Element practitioner) {
    return practitioner.children("role").stream()
        .flatMap(role -> ElementValues.codes(role, NamingSystems.VACCINATION_ROLE))
        .collect(Collectors.toSet());
  }
}
