package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.Immunization;
import org.hl7.fhir.dstu3.model.MedicationStatement;
import org.hl7.fhir.dstu3.model.MedicationStatement.MedicationStatementTaken;
import org.hl7.fhir.dstu3.model.Procedure;
import org.hl7.fhir.dstu3.model.Task;

/** What FHIR STU3 asks of what was given, done and asked for. */
final class InvariantsOfCare {
  private InvariantsOfCare() {}

  static Stream<Invariant> all() {
    return Stream.of(
        Invariant.of(
                "imm-1",
                "Immunization",
                Immunization.class,
                "no reaction to a vaccination that was not given",
                given -> !notGiven(given) || !given.hasReaction())
            .at("reaction"),
        Invariant.of(
                "imm-1",
                "Immunization",
                Immunization.class,
                "no reason for giving a vaccination that was not given",
                given -> !notGiven(given) || !given.getExplanation().hasReason())
            .at("explanation.reason"),
        Invariant.of(
                "imm-2",
                "Immunization",
                Immunization.class,
                "no reasonNotGiven of a vaccination that was given",
                given -> notGiven(given) || !given.getExplanation().hasReasonNotGiven())
            .at("explanation.reasonNotGiven"),
        Invariant.of(
                "mst-1",
                "MedicationStatement",
                MedicationStatement.class,
                "a reasonNotTaken only where taken is n",
                statement ->
                    !statement.hasReasonNotTaken()
                        || statement.getTaken() == MedicationStatementTaken.N)
            .at("reasonNotTaken"),
        Invariant.of(
                "pro-1",
                "Procedure",
                Procedure.class,
                "notDone of true where there is a notDoneReason",
                procedure ->
                    !procedure.hasNotDoneReason()
                        || (procedure.hasNotDone() && isTrue(procedure.getNotDoneElement())))
            .at("notDoneReason"),
        Invariant.of(
                "inv-1",
                "Task",
                Task.class,
                "a lastModified that is not before authoredOn",
                task ->
                    !task.hasLastModified()
                        || !task.hasAuthoredOn()
                        || !Moments.after(
                            task.getAuthoredOnElement(), task.getLastModifiedElement()))
            .at("lastModified"),
        requester("mps-1", "MedicationRequest.requester"),
        requester("rfr-1", "ReferralRequest.requester"));
  }

  private static boolean notGiven(Immunization given) {
    return given.hasNotGiven() && isTrue(given.getNotGivenElement());
  }

  /** The model throws where a flag has an id or an extension and no value. */
  static boolean isTrue(BooleanType flag) {
    return Boolean.TRUE.equals(flag.getValue());
  }

  private static Invariant requester(String key, String about) {
    return new Invariant(
        key,
        about,
        Strength.MUST,
        "",
        "onBehalfOf only beside an agent that is a Practitioner or a Device",
        InvariantsOfCare::mayActForAnother);
  }

  /** What a dangling reference names is not known, and a fault of its own. */
  private static boolean mayActForAnother(MessageContext context, Element requester) {
    return requester.children("onBehalfOf").isEmpty()
        || requester.children("agent").stream()
            .flatMap(agent -> context.target(agent).stream())
            .allMatch(agent -> List.of("Practitioner", "Device").contains(agent.type()));
  }
}
