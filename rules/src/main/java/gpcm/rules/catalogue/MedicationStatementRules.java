package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Period;

/**
 * MedicationStatement: that somebody takes, or is to take, a medication. Generic documents only.
 */
final class MedicationStatementRules {
  private static final String AT_THE_PRACTICE = "prescribed-at-gp-practice";
  private static final ElementPath LAST_ISSUE =
      ElementPath.of("extension(MedicationStatementLastIssueDate)/value");
  private static final ElementPath PRESCRIBING_AGENCY =
      ElementPath.of("extension(MedicationPrescribingAgency)/value");

  private MedicationStatementRules() {}

  static void add(List<Rule> rules) {
    PartRules statement = PartRules.each(rules, "MedicationStatement");
    statement
        .should("GE-177", "extension(MedicationStatementLastIssueDate)/value")
        .conditions(RuleLine.PRESENT, "day", RuleLine.ABSENT)
        .by(
            "the day of the last issue of what the practice prescribes; none of what is dispensed"
                + " repeatedly or prescribed elsewhere",
            "Write the date of the last issue as YYYY-MM-DD, with or without a time; leave it out"
                + " where the practice issues nothing",
            MedicationStatementRules::lastIssue);
    statement.must("GE-178", "extension(MedicationPrescribingAgency)/value").codedOrText();
    statement
        .should("GE-179", "extension(MedicationDosageLastChanged)/value")
        .holdsIfPresent(
            "day",
            "the date of the last change",
            "Write the date as YYYY-MM-DD, with or without a time",
            ElementValues::isDay);
    statement
        .must("GE-180", "basedOn")
        .conditions(RuleLine.PRESENT, RuleLine.REFERENCE, "plan")
        .by(
            "a reference to a MedicationRequest of intent plan",
            "Point basedOn at the plan of this medication",
            (context, resource, report) -> {
              List<Element> basedOn = resource.children("basedOn");
              if (basedOn.isEmpty()) {
                report.of(RuleLine.PRESENT).broken(resource.pathOf("basedOn"), RuleLine.NOTHING);
              }
              basedOn.forEach(
                  reference -> MedicationRules.pointsAtPlan(context, reference, report));
            });
    statement.should("GE-181", "context").references("Encounter");
    statement.must("GE-182", "status").is("active", "completed", "stopped");
    statement.must("GE-183", "medication").references("Medication");
    statement
        .must("GE-184", "effective")
        .checked(
            "the period the medication is authorised for, with its start",
            "Give effectivePeriod with a start",
            new RuleLine.Check("period", effective -> effective.value() instanceof Period),
            new RuleLine.Check(
                "start", effective -> effective.value() instanceof Period p && p.hasStart()));
    statement.must("GE-185", "dateAsserted").present();
    statement.must("GE-186", "subject").patient();
    statement.must("GE-187", "taken").is("unk");
    statement.should("GE-188", "note").present();
    statement.must("GE-189", "dosage").present();
    statement.must("GE-189", "dosage.text").present();
    statement.should("GE-190", "dosage.patientInstruction").present();
  }

  /**
   * What is dispensed repeatedly or prescribed elsewhere has no issues in the practice; of an
   * agency in words nobody can tell.
   */
  private static void lastIssue(
      MessageContext context, Element statement, RuleCheck.Report report) {
    List<String> agencies =
        PRESCRIBING_AGENCY.values(statement).stream()
            .flatMap(agency -> ElementValues.codes(agency, NamingSystems.PRESCRIBING_AGENCY))
            .toList();
    boolean here = agencies.contains(AT_THE_PRACTICE);
    boolean elsewhere = !agencies.isEmpty() && !here;
    boolean repeatedly = dispensedRepeatedly(context, statement);
    List<Element> dates = LAST_ISSUE.values(statement);
    if (dates.isEmpty() && here && !repeatedly) {
      report.of(RuleLine.PRESENT).broken(LAST_ISSUE.pathIn(statement), RuleLine.NOTHING);
    }
    for (Element date : dates) {
      if (elsewhere || repeatedly) {
        report.of(RuleLine.ABSENT).broken(date.path(), ElementValues.text(date));
      } else if (!ElementValues.isDay(date)) {
        report.of("day").broken(date.path(), ElementValues.text(date));
      }
    }
  }

  private static boolean dispensedRepeatedly(MessageContext context, Element statement) {
    return statement.children("basedOn").stream()
        .flatMap(plan -> context.target(plan, Set.of("MedicationRequest")).stream())
        .anyMatch(plan -> MedicationRules.prescribed(plan, "repeat-dispensing"));
  }
}
