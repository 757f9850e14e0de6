package gpcm.message;

import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.OperationOutcome;
import org.hl7.fhir.dstu3.model.OperationOutcome.OperationOutcomeIssueComponent;

/** The first issue of a response's OperationOutcome; ITK3 allows one code in a response. */
record OutcomeView(Optional<String> code, Optional<String> severity, Optional<String> diagnostics) {

  static OutcomeView of(Bundle bundle) {
    return MessageBody.messageHeader(bundle)
        .filter(h -> h.hasResponse() && h.getResponse().hasDetails())
        .flatMap(
            h ->
                new References(bundle)
                    .resolve(h.getResponse().getDetails(), OperationOutcome.class))
        .or(() -> MessageBody.resource(bundle, OperationOutcome.class))
        .flatMap(outcome -> outcome.getIssue().stream().findFirst())
        .map(OutcomeView::of)
        .orElseGet(() -> new OutcomeView(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static OutcomeView of(OperationOutcomeIssueComponent issue) {
    Optional<String> code =
        issue.hasDetails()
            ? issue.getDetails().getCoding().stream()
                .filter(coding -> ResponseCode.SYSTEM.equals(coding.getSystem()))
                .findFirst()
                .or(() -> issue.getDetails().getCoding().stream().findFirst())
                .map(Coding::getCode)
                .flatMap(References::text)
            : Optional.empty();
    return new OutcomeView(
        code,
        References.text(
            issue.hasSeverityElement() ? issue.getSeverityElement().getValueAsString() : null),
        References.text(issue.getDiagnostics()));
  }
}
