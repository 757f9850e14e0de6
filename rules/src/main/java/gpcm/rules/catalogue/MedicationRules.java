package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Period;
import org.hl7.fhir.dstu3.model.Quantity;

/**
 * Medication, MedicationRequest (a plan authorises, an order issues) and MedicationStatement.
 * Generic documents only.
 */
final class MedicationRules {
  private static final ElementPath PRESCRIPTION_TYPE =
      ElementPath.of("extension(PrescriptionType)/value");

  private MedicationRules() {}

  static void add(List<Rule> rules) {
    PartRules.each(rules, "Medication").must("GE-147", "code").codedOrText();
    request(PartRules.each(rules, "MedicationRequest"));
    statement(PartRules.each(rules, "MedicationStatement"));
  }

  private static void request(PartRules request) {
    String repeat = "extension(MedicationRepeatInformation)";
    String stopped = "extension(MedicationStatusReason)";
    request.should("GE-148", repeat).when("intent is order", intent("order")).absent();
    request
        .must("GE-149", repeat + "/extension(numberOfRepeatPrescriptionsAllowed)")
        .when("the prescription is acute", type -> prescriptionType(type).startsWith("acute"))
        .absent();
    request
        .must("GE-150", repeat + ".extension(numberOfRepeatPrescriptionsIssued)/value")
        .present();
    request.should("GE-151", repeat + ".extension(authorisationExpiryDate)/value").present();
    request
        .should("GE-152", stopped)
        .when("a plan is stopped", intent("plan").and(status("stopped")))
        .present();
    request.should("GE-152", stopped).when("intent is order", intent("order")).absent();
    request.must("GE-153", stopped + ".extension(statusChangeDate)/value").present();
    request.must("GE-154", stopped + ".extension(statusReason)/value").codedOrText();
    request.must("GE-155", "extension(PrescriptionType)/value").codedOrText();
    request
        .must("GE-156", "identifier")
        .holds(
            "an identifier that never changes, with the system it is unique in",
            "Give the MedicationRequest its stored identifier, with system and value",
            id -> !id.children("system").isEmpty() && !id.children("value").isEmpty());
    request
        .must("GE-157", "basedOn")
        .by(
            "on an order, a reference to the MedicationRequest of intent plan that it carries out;"
                + " on a plan, nothing",
            "Point basedOn of the order at its plan; leave it out of a plan",
            MedicationRules::basedOnPlan);
    request
        .must("GE-158", "groupIdentifier/value")
        .when("the prescription is a repeat", type -> prescriptionType(type).startsWith("repeat"))
        .present();
    request.must("GE-159", "status").is("active", "completed", "stopped");
    request.must("GE-160", "intent").is("plan", "order");
    request.must("GE-161", "medication").references("Medication");
    request.must("GE-162", "subject").references("Patient");
    request.should("GE-163", "context").references("Encounter");
    request.must("GE-164", "authoredOn").present();
    request.should("GE-165", "requester").present();
    request.must("GE-166", "recorder").references("Practitioner");
    request.should("GE-167", "note").present();
    request.must("GE-168", "dosageInstruction").present();
    request.must("GE-169", "dosageInstruction.text").present();
    request.should("GE-170", "dosageInstruction.patientInstruction").present();
    request.must("GE-171", "dispenseRequest/validityPeriod/start").present();
    request
        .must("GE-172", "dispenseRequest")
        .by(
            "a quantity: its value, or the extension for a quantity in words",
            "Give dispenseRequest.quantity a value, or write the quantity into its"
                + " MedicationQuantityText extension",
            MedicationRules::quantity);
    request
        .should("GE-173", "dispenseRequest")
        .by(
            "the unit of the quantity",
            "Give the unit in dispenseRequest.quantity.unit or in its MedicationQuantityText"
                + " extension",
            MedicationRules::unit);
    request.should("GE-174", "dispenseRequest/expectedSupplyDuration").present();
    request
        .should("GE-175", "dispenseRequest/performer")
        .when("intent is plan", intent("plan"))
        .absent();
    request.should("GE-176", "priorPrescription").resolvesIfPresent();
  }

  private static void statement(PartRules statement) {
    statement
        .should("GE-177", "extension(MedicationStatementLastIssueDate)/value")
        .holdsIfPresent(
            "the date of the last issue",
            "Write the date as YYYY-MM-DD, with or without a time",
            ElementValues::isDay);
    statement.must("GE-178", "extension(MedicationPrescribingAgency)/value").codedOrText();
    statement
        .should("GE-179", "extension(MedicationDosageLastChanged)/value")
        .holdsIfPresent(
            "the date of the last change",
            "Write the date as YYYY-MM-DD, with or without a time",
            ElementValues::isDay);
    statement
        .must("GE-180", "basedOn")
        .by(
            "a reference to a MedicationRequest of intent plan",
            "Point basedOn at the plan of this medication",
            (context, resource, report) -> {
              List<Element> basedOn = resource.children("basedOn");
              if (basedOn.isEmpty()) {
                report.broken(resource.pathOf("basedOn"), RuleLine.NOTHING);
              }
              basedOn.forEach(reference -> pointsAtPlan(context, reference, report));
            });
    statement.should("GE-181", "context").references("Encounter");
    statement.must("GE-182", "status").is("active", "completed", "stopped");
    statement.must("GE-183", "medication").references("Medication");
    statement
        .must("GE-184", "effective")
        .holds(
            "the period the medication is authorised for, with its start",
            "Give effectivePeriod with a start",
            effective -> effective.value() instanceof Period period && period.hasStart());
    statement.must("GE-185", "dateAsserted").present();
    statement.must("GE-186", "subject").references("Patient");
    statement.must("GE-187", "taken").is("unk");
    statement.should("GE-188", "note").present();
    statement.must("GE-189", "dosage/text").present();
    statement.should("GE-190", "dosage.patientInstruction").present();
  }

  private static java.util.function.Predicate<Element> intent(String intent) {
    return request ->
        request.children("intent").stream()
            .anyMatch(value -> ElementValues.text(value).equals(intent));
  }

  private static java.util.function.Predicate<Element> status(String status) {
    return request ->
        request.children("status").stream()
            .anyMatch(value -> ElementValues.text(value).equals(status));
  }

  private static String prescriptionType(Element request) {
    return PRESCRIPTION_TYPE.values(request).stream()
        .flatMap(type -> type.codes().stream())
        .findFirst()
        .orElse("");
  }

  private static void basedOnPlan(
      MessageContext context, Element request, RuleCheck.Report report) {
    List<Element> basedOn = request.children("basedOn");
    if (intent("plan").test(request)) {
      basedOn.forEach(
          reference -> report.broken(reference.path(), "a plan based on another request"));
    } else if (intent("order").test(request)) {
      if (basedOn.isEmpty()) {
        report.broken(request.pathOf("basedOn"), RuleLine.NOTHING);
      }
      basedOn.forEach(reference -> pointsAtPlan(context, reference, report));
    }
  }

  private static void pointsAtPlan(
      MessageContext context, Element reference, RuleCheck.Report report) {
    Optional<Element> target = context.target(reference, Set.of("MedicationRequest"));
    if (target.isEmpty()) {
      report.broken(reference.path(), "no reference to a MedicationRequest of the document");
    } else if (!intent("plan").test(target.get())) {
      report.broken(reference.path(), "a reference to a MedicationRequest that is no plan");
    }
  }

  private static void quantity(MessageContext context, Element request, RuleCheck.Report report) {
    List<Element> quantities = ElementPath.of("dispenseRequest/quantity").values(request);
    boolean value = quantities.stream().anyMatch(q -> !q.children("value").isEmpty());
    if (!value && quantityText(request).isEmpty()) {
      report.broken(request.pathOf("dispenseRequest.quantity"), RuleLine.NOTHING);
    }
  }

  private static void unit(MessageContext context, Element request, RuleCheck.Report report) {
    List<Element> quantities = ElementPath.of("dispenseRequest/quantity").values(request);
    boolean unit =
        quantities.stream()
            .anyMatch(q -> q.value() instanceof Quantity quantity && quantity.hasUnit());
    if (!quantities.isEmpty() && !unit && quantityText(request).isEmpty()) {
      report.broken(quantities.getFirst().pathOf("unit"), RuleLine.NOTHING);
    }
  }

  /**
   * The profile puts the extension on the quantity; the requirement's path puts it beside it. Both
   * are read.
   */
  private static List<Element> quantityText(Element request) {
    List<Element> inside =
        ElementPath.of("dispenseRequest/quantity/extension(MedicationQuantityText)")
            .values(request);
    return inside.isEmpty()
        ? ElementPath.of("dispenseRequest/extension(MedicationQuantityText)").values(request)
        : inside;
  }
}
