package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.IntegerType;
import org.hl7.fhir.dstu3.model.Quantity;

/**
 * Medication and MedicationRequest (a plan authorises, an order issues). Generic documents only.
 */
final class MedicationRules {
  private static final String NO_INFORMATION = "No information available";
  private static final Set<String> PRESCRIPTION_TYPES =
      Set.of("acute", "acute-handwritten", "delayed-prescribing", "repeat", "repeat-dispensing");
  private static final ElementPath PRESCRIPTION_TYPE =
      ElementPath.of("extension(PrescriptionType)/value");
  private static final ElementPath STATUS_REASON =
      ElementPath.of("extension(MedicationStatusReason)");
  private static final ElementPath REASON_GIVEN =
      ElementPath.of("extension(MedicationStatusReason)/extension(statusReason)/value");
  private static final ElementPath CHANGE_DATE =
      ElementPath.of("extension(MedicationStatusReason)/extension(statusChangeDate)/value");
  private static final ElementPath QUANTITY = ElementPath.of("dispenseRequest/quantity");
  private static final ElementPath EXPIRY =
      ElementPath.of(
          "extension(MedicationRepeatInformation)/extension(authorisationExpiryDate)/value");
  private static final ElementPath GROUP = ElementPath.of("groupIdentifier/value");

  private MedicationRules() {}

  static void add(List<Rule> rules, PartRules document) {
    PartRules.each(rules, "Medication").must("GE-147", "code").codedOrText();
    request(PartRules.each(rules, "MedicationRequest"));
    document
        .must("GE-156", "entry/resource(MedicationRequest)")
        .conditions("identifier of its own")
        .by(
            "on every MedicationRequest an identifier that no other has",
            "Give each MedicationRequest an identifier of its own",
            MedicationRules::ownIdentifier);
    MedicationStatementRules.add(rules);
  }

  private static void request(PartRules request) {
    String repeat = "extension(MedicationRepeatInformation)";
    String stopped = "extension(MedicationStatusReason)";
    Predicate<Element> plan = intent("plan");
    Predicate<Element> order = intent("order");
    Predicate<Element> repeated = MedicationRules::isRepeat;
    request.should("GE-148", repeat).when("intent is order", order).absent();
    request.should("GE-148", repeat).when("a plan is a repeat", plan.and(repeated)).present();
    request
        .must("GE-149", repeat + "/extension(numberOfRepeatPrescriptionsAllowed)")
        .when("the prescription is acute or delayed", MedicationRules::isAcute)
        .absent();
    request
        .must("GE-150", repeat + ".extension(numberOfRepeatPrescriptionsIssued)/value")
        .holds(
            "number",
            "how many issues were made",
            "Write the number of issues as a whole number",
            issued -> issued.value() instanceof IntegerType number && number.hasValue());
    request.should("GE-151", repeat + ".extension(authorisationExpiryDate)/value").present();
    request
        .should("GE-152", stopped)
        .when("a plan is stopped", plan.and(status("stopped")))
        .present();
    request
        .should("GE-152", stopped)
        .when("intent is order, or a plan is active", order.or(plan.and(status("active"))))
        .absent();
    request
        .must("GE-153", stopped + "/extension(statusChangeDate)/value")
        .when(
            "a plan is stopped or a reason is there, and that is not the text " + NO_INFORMATION,
            MedicationRules::needsChangeDate)
        .date();
    request.must("GE-154", stopped + ".extension(statusReason)/value").codedOrText();
    request
        .must("GE-155", "extension(PrescriptionType)/value")
        .checked(
            "acute, acute-handwritten, delayed-prescribing, repeat or repeat-dispensing of "
                + NamingSystems.PRESCRIPTION_TYPE
                + ", or the text "
                + NO_INFORMATION,
            "Code the type of the prescription; only where it was never recorded, the text "
                + NO_INFORMATION,
            new RuleLine.Check(
                RuleLine.SYSTEM,
                type ->
                    ElementValues.hasText(type, NO_INFORMATION)
                        || type.codings().stream()
                            .anyMatch(c -> NamingSystems.PRESCRIPTION_TYPE.equals(c.getSystem()))),
            new RuleLine.Check(
                RuleLine.CODE,
                type ->
                    ElementValues.hasText(type, NO_INFORMATION)
                        || ElementValues.codes(type, NamingSystems.PRESCRIPTION_TYPE)
                            .anyMatch(PRESCRIPTION_TYPES::contains)));
    request
        .must("GE-156", "identifier")
        .checked(
            "an identifier that never changes, with the system it is unique in",
            "Give the MedicationRequest its stored identifier, with system and value",
            new RuleLine.Check(RuleLine.SYSTEM, id -> !id.children("system").isEmpty()),
            new RuleLine.Check(RuleLine.VALUE, id -> !id.children("value").isEmpty()));
    request.should("GE-157", "basedOn").when("intent is order", order).present();
    request
        .must("GE-157", "basedOn")
        .conditions(RuleLine.REFERENCE, "plan", "absent from a plan")
        .by(
            "on an order that is based on something, a reference to the MedicationRequest of intent"
                + " plan that it carries out; on a plan, nothing",
            "Point basedOn of the order at its plan; leave it out of a plan",
            MedicationRules::basedOnPlan);
    request
        .must("GE-158", "groupIdentifier")
        .when("the prescription is a repeat", repeated)
        .present();
    request.must("GE-158", "groupIdentifier.value").present();
    request
        .must("GE-158", "groupIdentifier")
        .conditions("of the plan")
        .when("intent is order", order)
        .by(
            "of a repeat, the group identifier of the plan on every order that carries it out",
            "Give plan and orders one group identifier",
            MedicationRules::sameGroup);
    request.must("GE-159", "status").is("active", "completed", "stopped");
    request.must("GE-160", "intent").is("plan", "order");
    request.must("GE-161", "medication").references("Medication");
    request.must("GE-162", "subject").patient();
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
        .must("GE-171", "dispenseRequest/validityPeriod/end")
        .when("a plan has an expiry", plan.and(MedicationRules::expires))
        .present();
    request
        .should("GE-172", "dispenseRequest/quantity")
        .conditions(RuleLine.PRESENT)
        .by(
            "a quantity: its value, or the extension for a quantity in words",
            "Give dispenseRequest.quantity a value, or write the quantity into its"
                + " MedicationQuantityText extension",
            MedicationRules::quantity);
    request
        .must("GE-172", "dispenseRequest/quantity")
        .conditions("in words by its extension")
        .by(
            "a quantity that has no value, in words in its MedicationQuantityText extension",
            "Write a quantity in words into the MedicationQuantityText extension of"
                + " dispenseRequest.quantity",
            MedicationRules::quantityInWords);
    request
        .should("GE-173", "dispenseRequest/quantityText")
        .conditions("unit")
        .by(
            "the unit of the quantity",
            "Give the unit in dispenseRequest.quantity.unit or in its MedicationQuantityText"
                + " extension",
            MedicationRules::unit);
    request
        .should("GE-174", "dispenseRequest/expectedSupplyDuration")
        .holds(
            "days",
            "a number of days",
            "Give the supply in days, code d of UCUM",
            duration ->
                duration.value() instanceof Quantity days
                    && days.hasValue()
                    && "d".equals(days.getCode()));
    request.should("GE-175", "dispenseRequest/performer").when("intent is plan", plan).absent();
    request
        .should("GE-175", "dispenseRequest/performer")
        .when("intent is order", order)
        .referencesIfPresent("Organization");
    request.should("GE-176", "priorPrescription").referencesIfPresent("MedicationRequest");
  }

  private static Predicate<Element> intent(String intent) {
    return request ->
        request.children("intent").stream()
            .anyMatch(value -> ElementValues.text(value).equals(intent));
  }

  private static Predicate<Element> status(String status) {
    return request ->
        request.children("status").stream()
            .anyMatch(value -> ElementValues.text(value).equals(status));
  }

  static boolean prescribed(Element request, String kind) {
    return PRESCRIPTION_TYPE.values(request).stream()
        .flatMap(type -> ElementValues.codes(type, NamingSystems.PRESCRIPTION_TYPE))
        .anyMatch(type -> type.startsWith(kind));
  }

  private static void basedOnPlan(
      MessageContext context, Element request, RuleCheck.Report report) {
    List<Element> basedOn = request.children("basedOn");
    if (intent("plan").test(request)) {
      basedOn.forEach(
          reference ->
              report
                  .of("absent from a plan")
                  .broken(reference.path(), "a plan based on another request"));
    } else if (intent("order").test(request)) {
      basedOn.forEach(reference -> pointsAtPlan(context, reference, report));
    }
  }

  static void pointsAtPlan(MessageContext context, Element reference, RuleCheck.Report report) {
    Optional<Element> target = context.target(reference, Set.of("MedicationRequest"));
    if (target.isEmpty()) {
      report
          .of(RuleLine.REFERENCE)
          .broken(reference.path(), "no reference to a MedicationRequest of the document");
    } else if (!intent("plan").test(target.get())) {
      report
          .of("plan")
          .broken(reference.path(), "a reference to a MedicationRequest that is no plan");
    }
  }

  private static void sameGroup(MessageContext context, Element order, RuleCheck.Report report) {
    Set<String> group = group(order);
    for (Element reference : order.children("basedOn")) {
      Optional<Element> plan = context.target(reference, Set.of("MedicationRequest"));
      Set<String> ofPlan = plan.map(MedicationRules::group).orElse(Set.of());
      // That a repeat has no group at all, another condition says of itself.
      boolean another =
          isRepeat(order) ? !group.isEmpty() : plan.filter(MedicationRules::isRepeat).isPresent();
      if (another && !ofPlan.isEmpty() && !group.equals(ofPlan)) {
        report.broken(
            order.pathOf("groupIdentifier"),
            group.isEmpty() ? RuleLine.NOTHING : "another group than the plan's");
      }
    }
  }

  private static void ownIdentifier(
      MessageContext context, Element bundle, RuleCheck.Report report) {
    Map<List<String>, Element> owners = new HashMap<>();
    for (Element request : context.all("MedicationRequest")) {
      for (Element identifier : request.children("identifier")) {
        Identifier id = (Identifier) identifier.value();
        Element owner =
            id.hasSystem() && id.hasValue()
                ? owners.putIfAbsent(List.of(id.getSystem(), id.getValue()), request)
                : null;
        if (owner != null && owner != request) {
          report.broken(identifier.path(), "the identifier of another MedicationRequest");
        }
      }
    }
  }

  private static Set<String> group(Element request) {
    return GROUP.values(request).stream()
        .map(ElementValues::whole)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isAcute(Element request) {
    return prescribed(request, "acute") || prescribed(request, "delayed");
  }

  private static boolean isRepeat(Element request) {
    return prescribed(request, "repeat");
  }

  private static boolean expires(Element request) {
    return !EXPIRY.values(request).isEmpty();
  }

  /** Of what was stopped before anybody recorded why, no date need be known either. */
  private static boolean needsChangeDate(Element request) {
    boolean unrecorded =
        REASON_GIVEN.values(request).stream()
            .anyMatch(reason -> ElementValues.hasText(reason, NO_INFORMATION));
    boolean stopped =
        intent("plan").and(status("stopped")).test(request)
            || !STATUS_REASON.values(request).isEmpty();
    return stopped && !(unrecorded && CHANGE_DATE.values(request).isEmpty());
  }

  private static void quantity(MessageContext context, Element request, RuleCheck.Report report) {
    if (QUANTITY.values(request).isEmpty() && quantityText(request).isEmpty()) {
      report.broken(request.pathOf("dispenseRequest.quantity"), RuleLine.NOTHING);
    }
  }

  private static void quantityInWords(
      MessageContext context, Element request, RuleCheck.Report report) {
    for (Element quantity : QUANTITY.values(request)) {
      if (quantity.children("value").isEmpty() && quantityText(request).isEmpty()) {
        report.broken(quantity.path(), ElementValues.text(quantity));
      }
    }
  }

  private static void unit(MessageContext context, Element request, RuleCheck.Report report) {
    List<Element> quantities = QUANTITY.values(request);
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
