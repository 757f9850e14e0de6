package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.hl7.fhir.dstu3.model.Reference;

/** Where a reference of the document must lead, once it is there. */
@FunctionalInterface
interface Pointing {
  /** The values of a resource's identifiers. */
  ElementPath IDENTIFIERS = ElementPath.of("identifier/value");

  void look(MessageContext context, Element reference, RuleCheck.Report report);

  /** At an entry of one of these types. */
  static Pointing at(String... types) {
    Set<String> allowed = Set.copyOf(Arrays.asList(types));
    return (context, reference, report) -> target(context, reference, allowed, report);
  }

  /**
   * At an entry of one of these types that claims the type's profile, unless another requirement
   * asks for that.
   */
  static Pointing atProfiled(BiPredicate<MessageContext, Element> namedThere, String... types) {
    Set<String> allowed = Set.copyOf(Arrays.asList(types));
    return (context, reference, report) ->
        target(context, reference, allowed, report)
            .filter(entry -> !namedThere.test(context, entry))
            .ifPresent(entry -> Profiles.check(entry, reference, report.of(RuleLine.PROFILE)));
  }

  /** At the patient whom the document is about. */
  static void atPatient(MessageContext context, Element reference, RuleCheck.Report report) {
    List<Element> targets = context.target(reference);
    Optional<Element> patient = context.patient();
    if (targets.isEmpty()) {
      report.of(RuleLine.REFERENCE).broken(reference.path(), missing(reference));
    } else if (patient.isEmpty() || !targets.contains(patient.get())) {
      String type = targets.getFirst().type();
      report
          .of(RuleLine.PATIENT)
          .broken(
              reference.path(),
              type.equals("Patient")
                  ? "a reference to another Patient"
                  : "a reference to a " + type);
    } else {
      anotherNumber(context, reference, patient.get())
          .ifPresent(
              number ->
                  report
                      .of(RuleLine.PATIENT)
                      .broken(reference.pathOf("identifier"), "the NHS number of somebody else"));
    }
  }

  /**
   * The NHS number that a reference gives beside the patient it leads to, where that has another.
   */
  static Optional<String> anotherNumber(
      MessageContext context, Element reference, Element patient) {
    if (!(reference.value() instanceof Reference written)
        || !written.hasIdentifier()
        || !NamingSystems.NHS_NUMBER.equals(written.getIdentifier().getSystem())
        || !written.getIdentifier().hasValue()) {
      return Optional.empty();
    }
    String number = written.getIdentifier().getValue();
    Set<String> numbers = context.texts(patient, IDENTIFIERS);
    return numbers.isEmpty() || numbers.contains(number) ? Optional.empty() : Optional.of(number);
  }

  /** At any entry. */
  static void anywhere(MessageContext context, Element reference, RuleCheck.Report report) {
    if (reference.value() instanceof Reference r
        && r.hasReference()
        && context.target(reference).isEmpty()) {
      report.of(RuleLine.REFERENCE).broken(reference.path(), missing(reference));
    }
  }

  private static Optional<Element> target(
      MessageContext context, Element reference, Set<String> allowed, RuleCheck.Report report) {
    Optional<Element> target = context.target(reference, allowed);
    if (target.isEmpty()) {
      List<Element> others = context.target(reference);
      if (others.isEmpty()) {
        report.of(RuleLine.REFERENCE).broken(reference.path(), missing(reference));
      } else {
        report
            .of(RuleLine.TYPE)
            .broken(reference.path(), "a reference to a " + others.getFirst().type());
      }
    }
    return target;
  }

  private static String missing(Element reference) {
    return reference.value() instanceof Reference
        ? "a reference to nothing in the document"
        : "a " + reference.type() + " instead of a reference";
  }
}
