package gpcm.node.sending;

import gpcm.consultation.Circumstances;
import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps that decide whether a recorded consultation is sent, in the order of the specification
 * (GPCM-SD-CS-071, -073, -074). Where the patient is registered (GPCM-SD-CS-072) is found out as
 * late as possible, when the organisation's time is over. What is no summary goes as its system
 * decided, unless the organisation sends such documents in another way. Immutable.
 *
 * @param rule how the organisation sends documents of this use case
 * @param relevance what it says of kinds of encounters; the first that fits counts
 */
record Trigger(SendingRule rule, List<RelevanceRule> relevance) {
  Trigger {
    relevance = List.copyOf(relevance);
  }

  /**
   * What was decided.
   *
   * @param steps each with its reason, in order
   */
  record Verdict(List<DecisionStep> steps) {
    /** Why it is not to be sent; empty when it is. */
    Optional<DecisionStep> stop() {
      return steps.stream().filter(step -> !step.goesOn()).findFirst();
    }
  }

  /**
   * Decides.
   *
   * @param regularByRegister whether the organisation's register has the patient as Regular, which
   *     comes before what the document says; empty when it does not say
   */
  Verdict decide(
      Document document, Circumstances circumstances, Optional<Boolean> regularByRegister) {
    List<DecisionStep> steps = new ArrayList<>();
    if (rule.otherWay().isPresent()) {
      steps.add(
          new DecisionStep(
              "other-way",
              false,
              "this organisation gets such documents there in another way: "
                  + rule.otherWay().get()));
      return new Verdict(steps);
    }
    if (document instanceof Consultation) {
      steps.add(
          regularByRegister
              .map(Trigger::registration)
              .orElseGet(() -> registration(circumstances)));
      if (steps.getLast().goesOn()) {
        steps.add(relevance(circumstances));
      }
    }
    if (steps.isEmpty() || steps.getLast().goesOn()) {
      steps.add(
          new DecisionStep(
              "confirmation",
              true,
              rule.confirmed()
                  ? "this organisation wants each confirmed (GPCM-SD-CS-074)"
                  : "this organisation wants none confirmed (GPCM-SD-CS-074)"));
    }
    return new Verdict(steps);
  }

  private static DecisionStep registration(boolean regular) {
    return new DecisionStep(
        "registration",
        !regular,
        regular
            ? "by your register the patient is registered here as Regular, so the record there is"
                + " up to date (GPCM-SD-CS-071)"
            : "by your register the patient is not registered here as Regular (GPCM-SD-CS-071)");
  }

  private static DecisionStep registration(Circumstances circumstances) {
    return switch (circumstances.registration().orElse(null)) {
      case REGULAR ->
          new DecisionStep(
              "registration",
              false,
              "the patient is registered here as Regular, so the record there is up to date"
                  + " (GPCM-SD-CS-071)");
      case TEMPORARY, OTHER, NONE ->
          new DecisionStep(
              "registration",
              true,
              "the patient is registered here as %s, not as Regular (GPCM-SD-CS-071)"
                  .formatted(circumstances.registration().get().text()));
      case null ->
          new DecisionStep(
              "registration",
              true,
              "the system that recorded it does not say how the patient is registered here"
                  + " (GPCM-SD-CS-071)");
    };
  }

  // A clinician's word that it matters is never set aside by a rule; a rule that it always matters
  // never by a system's word that it does not.
  private DecisionStep relevance(Circumstances circumstances) {
    Optional<Boolean> said = circumstances.clinicallyRelevant();
    if (said.orElse(false)) {
      return relevant(true, "it is flagged as clinically relevant");
    }
    Optional<RelevanceRule> fitting =
        relevance.stream().filter(each -> each.fits(circumstances)).findFirst();
    if (fitting.isPresent()) {
      return relevant(
          fitting.get().relevant(),
          "this organisation holds encounters of %s for %s"
              .formatted(
                  fitting.get().words(),
                  fitting.get().relevant() ? "clinically relevant" : "administration"));
    }
    return said.isPresent()
        ? relevant(false, "it is flagged as not clinically relevant")
        : relevant(true, "nothing says that it is administration only");
  }

  private static DecisionStep relevant(boolean relevant, String why) {
    return new DecisionStep("relevance", relevant, why + " (GPCM-SD-CS-073)");
  }
}
