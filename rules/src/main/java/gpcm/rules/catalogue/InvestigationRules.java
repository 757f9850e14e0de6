package gpcm.rules.catalogue;

import gpcm.rules.ElementPath;
import gpcm.rules.Rule;
import java.util.List;

/** ProcedureRequest, DiagnosticReport and Specimen. Generic documents only. */
final class InvestigationRules {
  private InvestigationRules() {}

  static void add(List<Rule> rules) {
    request(PartRules.each(rules, "ProcedureRequest"));
    report(PartRules.each(rules, "DiagnosticReport"));
    specimen(PartRules.each(rules, "Specimen"));
  }

  private static void request(PartRules request) {
    request.must("GE-237", "status").is("active");
    request.must("GE-238", "intent").is("order");
    request.must("GE-239", "code").codedOr("No code available");
    request.must("GE-240", "subject").patient();
    request.should("GE-241", "performer").references("Practitioner", "Organization");
    request.should("GE-242", "requester/agent").references("Practitioner", "Organization");
    request.should("GE-243", "reasonCode").codedOrText();
    request.should("GE-244", "reasonReference").referencesIfPresent("Condition", "Observation");
    request.should("GE-245", "note").present();
  }

  private static void report(PartRules report) {
    report.should("GE-246", "basedOn").references("ProcedureRequest");
    report.must("GE-247", "status").is("registered", "partial", "preliminary", "final");
    report.should("GE-248", "category").codedOrText();
    report.must("GE-249", "code").codedOrText();
    report.must("GE-250", "subject").patient();
    report.must("GE-251", "issued").instant();
    report.should("GE-252", "performer/actor").references("Organization", "Practitioner");
    report.should("GE-253", "specimen").references("Specimen");
    report.should("GE-254", "result").references("Observation");
    report.should("GE-255", "codedDiagnosis").codedOrText();
    report.should("GE-256", "conclusion").present();
  }

  private static void specimen(PartRules specimen) {
    specimen.should("GE-257", "accessionIdentifier/value").present();
    specimen
        .must("GE-258", "status")
        .is("available", "unavailable", "unsatisfactory", "entered-in-error");
    specimen.should("GE-259", "type").codedOrText();
    specimen.must("GE-260", "subject").patient();
    specimen.must("GE-261", "receivedTime").present();
    specimen.should("GE-262", "collection").present();
    specimen.should("GE-263", "collection/extension(FastingStatus)").present();
    specimen.should("GE-264", "collection/collector").references("Practitioner");
    specimen
        .should("GE-265", "collection/collected")
        .conditions(RuleLine.PRESENT)
        .by(
            "when, or how much of, the specimen was collected",
            "Give collection.collected or collection.quantity",
            (context, resource, report) -> {
              boolean some =
                  !ElementPath.of("collection/collected").values(resource).isEmpty()
                      || !ElementPath.of("collection/quantity").values(resource).isEmpty();
              if (!some) {
                report.broken(resource.pathOf("collection.collected"), RuleLine.NOTHING);
              }
            });
    specimen.should("GE-266", "collection/bodySite").codedOrText();
    specimen.should("GE-267", "note").present();
  }
}
