package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.Rule;
import java.util.List;

/** ProblemHeader (Condition). Generic documents only. */
final class ProblemRules {
  private ProblemRules() {}

  static void add(List<Rule> rules) {
    PartRules problem = PartRules.each(rules, "Condition");
    problem
        .should("GE-221", "extension(ActualProblem)/value")
        .references("MedicationRequest", "AllergyIntolerance", "Immunization", "Observation");
    problem
        .should("GE-222", "extension(RelatedProblemHeader)/extension(target)/value")
        .conditions("another problem")
        .by(
            "another problem than this one",
            "Point the related problem at another Condition, or leave the extension out",
            (context, condition, report) -> {
              for (Element target :
                  ElementPath.of("extension(RelatedProblemHeader)/extension(target)/value")
                      .values(condition)) {
                if (context.target(target).stream()
                    .anyMatch(other -> other.path().equals(condition.path()))) {
                  report.broken(target.path(), "the problem itself");
                }
              }
            });
    problem
        .must("GE-223", "extension(RelatedProblemHeader).extension(type)/value")
        .is("parent", "child", "sibling");
    problem
        .must("GE-224", "extension(RelatedProblemHeader).extension(target)/value")
        .references("Condition");
    problem
        .must("GE-225", "extension(RelatedClinicalContent)/value")
        .referencesIfPresent(
            "Encounter", "MedicationRequest", "AllergyIntolerance", "Immunization", "Observation");
    problem.must("GE-226", "extension(ProblemSignificance)/value").is("major", "minor");
    problem.must("GE-227", "clinicalStatus").is("active", "inactive");
    problem
        .must("GE-228", "category")
        .coded(NamingSystems.CONDITION_CATEGORY, "problem-list-item", "Problem List Item");
    problem.must("GE-229", "code").codedOrText();
    problem.must("GE-230", "subject").patient();
    problem.should("GE-231", "context").references("Encounter");
    problem.should("GE-232", "onset").present();
    problem
        .should("GE-233", "abatement")
        .when(
            "clinicalStatus is inactive",
            c ->
                c.children("clinicalStatus").stream()
                    .anyMatch(s -> ElementValues.text(s).equals("inactive")))
        .present();
    problem.must("GE-234", "assertedDate").present();
    problem.must("GE-235", "asserter").references("Practitioner");
    problem.should("GE-236", "note").present();
  }
}
