package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.Rule;
import java.util.List;
import java.util.function.Predicate;

/** Immunization: given, or intended and not given. Generic documents only. */
final class ImmunizationRules {
  private static final Predicate<Element> NOT_GIVEN = flag("notGiven", "true");
  private static final Predicate<Element> GIVEN = flag("notGiven", "false");

  private ImmunizationRules() {}

  static void add(List<Rule> rules) {
    PartRules immunization = PartRules.each(rules, "Immunization");
    immunization.should("GE-191", "extension(ParentPresent)/value").present();
    immunization.must("GE-192", "extension(DateRecorded)/value").date();
    immunization.must("GE-193", "extension(VaccinationProcedure)/value").codedOrText();
    immunization.must("GE-194", "status").is("completed");
    immunization.must("GE-195", "notGiven").is("true", "false");
    immunization.must("GE-196", "vaccineCode").codedOrText();
    immunization.must("GE-197", "patient").references("Patient");
    immunization.should("GE-198", "encounter").references("Encounter");
    immunization.should("GE-199", "date").present();
    immunization.must("GE-200", "primarySource").is("true", "false");
    immunization
        .must("GE-201", "reportOrigin")
        .when("primarySource is true", flag("primarySource", "true"))
        .absent();
    immunization.should("GE-202", "location").references("Location");
    immunization.should("GE-203", "manufacturer").references("Organization");
    immunization.should("GE-204", "lotNumber").present();
    immunization.should("GE-205", "expirationDate").present();
    immunization.must("GE-206", "site").when("notGiven is true", NOT_GIVEN).absent();
    immunization.must("GE-207", "route").when("notGiven is true", NOT_GIVEN).absent();
    immunization.must("GE-208", "doseQuantity").when("notGiven is true", NOT_GIVEN).absent();
    // The binding half, naming also who administered when somebody else recorded it, cannot be seen
    // in a message.
    immunization.should("GE-209", "practitioner").present();
    immunization
        .must("GE-210", "practitioner/role")
        .holdsIfPresent(
            "EP (who recorded it) or AP (who administered it), or none when it is not known",
            "Code the role as EP or AP, or leave it out",
            role -> role.codes().stream().anyMatch(List.of("EP", "AP")::contains));
    immunization.should("GE-211", "practitioner.actor").references("Practitioner");
    immunization.should("GE-212", "note").present();
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
    immunization.must("GE-220", "vaccinationProtocol.doseStatus").is("count");
  }

  private static Predicate<Element> flag(String name, String value) {
    return immunization ->
        immunization.children(name).stream()
            .anyMatch(flag -> ElementValues.text(flag).equals(value));
  }
}
