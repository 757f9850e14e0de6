package gpcm.message;

import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.OperationOutcome;
import org.hl7.fhir.dstu3.model.OperationOutcome.OperationOutcomeIssueComponent;

/** The first issue of a response's OperationOutcome; ITK3 allows one code in a response. */
record OutcomeView(
    Optional<String> code,
    Optional<String> display,
    Optional<String> severity,
    Optional<String> diagnostics) {

  static OutcomeView of(Bundle bundle) {
    return MessageBody.messageHeader(bundle)
        .filter(h -> h.hasResponse() && h.getResponse().hasDetails())
        .flatMap(
            h ->
                new BundleReferences(bundle)
                    .resolve(h.getResponse().getDetails(), OperationOutcome.class))
        .or(() -> MessageBody.resource(bundle, OperationOutcome.class))
        .flatMap(outcome -> outcome.getIssue().stream().findFirst())
        .map(OutcomeView::of)
        .orElseGet(
            () ->
                new OutcomeView(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static OutcomeView of(OperationOutcomeIssueComponent issue) {
    Optional<Coding> coding =
        issue.hasDetails()
            ? issue.getDetails().getCoding().stream()
                .filter(each -> ResponseCode.SYSTEM.equals(each.getSystem()))
                .findFirst()
                .or(() -> issue.getDetails().getCoding().stream().findFirst())
            : Optional.empty();
    return new OutcomeView(
        coding.map(Coding::getCode).flatMap(Stated::text),
        coding.map(Coding::getDisplay).flatMap(Stated::text),
        Stated.text(
            issue.hasSeverityElement() ? issue.getSeverityElement().getValueAsString() : null),
        Stated.text(issue.getDiagnostics()));
  }
}
