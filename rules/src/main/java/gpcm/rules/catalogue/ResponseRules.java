package gpcm.rules.catalogue;

import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.BooleanType;

/**
 * An ITK3 response. It does not say which use case it answers, and the three lists ask for the
 * same: findings go by the first id. A response is never answered, so the codes of these findings
 * are for people.
 */
final class ResponseRules {
  private static final String HANDLING = "extension(MessageHandling)";

  private static final String LIKE_ORIGINAL = "same as the original's";

  private static final ElementPath REFERENCE =
      ElementPath.of(HANDLING + "/extension(SenderReference)/value");

  private ResponseRules() {}

  static void add(PartRules message, PartRules header) {
    flag(header, "CS-054 OC-153 GE-280", "BusAckRequested");
    flag(header, "CS-055 OC-154 GE-281", "InfAckRequested");
    header.must("CS-056 OC-155 GE-282", HANDLING + "/extension(SenderReference)/value").present();
    header
        .must("CS-056 OC-155 GE-282", HANDLING + "/extension(SenderReference)/value")
        .conditions(LIKE_ORIGINAL)
        .by(
            "the SenderReference of the message that is answered",
            "Return SenderReference unchanged",
            ResponseRules::sameReference);
    header
        .must("CS-057 OC-156 GE-283", "sender")
        .conditions(RuleLine.PRESENT, RuleLine.REFERENCE, RuleLine.PROFILE, "ODS code")
        .by(
            "a reference to the Organization of the header, which carries the responder's ODS code",
            "Point MessageHeader.sender at the header Organization of the responder",
            HeaderRules::sender);
    header
        .must("CS-058 OC-157 GE-284", "event")
        .coded(NamingSystems.MESSAGE_EVENT, "ITK008M", "ITK Response");
    header.must("CS-059 OC-158 GE-285", "timestamp").instant();
    header.must("C-02", "response/identifier").present();
    header
        .must("C-02", "response/identifier")
        .conditions(LIKE_ORIGINAL)
        .by(
            "the MessageHeader.id of the original message, or " + ItkResponse.UNREADABLE_ORIGINAL,
            "Put the bare id of the original MessageHeader into response.identifier",
            ResponseRules::sameMessage);
    HeaderRules.shape(message, header);
    header
        .must("C-02", "response/details")
        .conditions(RuleLine.REFERENCE, "one issue", "one code")
        .by(
            "a reference to an OperationOutcome of profile "
                + Profiles.RESPONSE_OUTCOME
                + " with one issue, whose details have one code of "
                + gpcm.message.ResponseCode.SYSTEM,
            "Send one OperationOutcome with one issue and one code",
            ResponseRules::outcome);
  }

  private static void flag(PartRules header, String ids, String key) {
    header
        .must(ids, HANDLING + "/extension(" + key + ")/value")
        .holds(
            "false",
            "false: a response is never answered",
            "Set " + key + " to false",
            node ->
                node.value() instanceof BooleanType flag && flag.hasValue() && !flag.getValue());
  }

  private static void sameReference(
      MessageContext context, Element header, RuleCheck.Report report) {
    Optional<Element> original = context.original().flatMap(MessageContext::header);
    if (original.isEmpty()) {
      return;
    }
    List<Element> asked = REFERENCE.values(original.get());
    List<Element> returned = REFERENCE.values(header);
    if (!asked.isEmpty()
        && !returned.isEmpty()
        && !ElementValues.whole(asked.getFirst())
            .equals(ElementValues.whole(returned.getFirst()))) {
      report.broken(returned.getFirst().path(), "another SenderReference");
    }
  }

  private static void sameMessage(MessageContext context, Element header, RuleCheck.Report report) {
    Optional<String> asked =
        context.original().flatMap(MessageContext::header).stream()
            .flatMap(original -> original.children("id").stream())
            .map(ElementValues::text)
            .findFirst();
    if (asked.isEmpty()) {
      return;
    }
    for (Element answered : ElementPath.of("response/identifier").values(header)) {
      String id = ElementValues.text(answered);
      if (!id.equals(ItkResponse.UNREADABLE_ORIGINAL)
          && !CanonicalId.of(id).equals(CanonicalId.of(asked.get()))) {
        report.broken(answered.path(), "the id of another message");
      }
    }
  }

  private static void outcome(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> outcomes =
        ElementPath.of("response/details").values(header).stream()
            .flatMap(details -> context.headerTarget(details).stream())
            .filter(node -> node.type().equals("OperationOutcome"))
            .toList();
    if (outcomes.isEmpty()) {
      report
          .of(RuleLine.REFERENCE)
          .broken(
              header.pathOf("response.details"),
              "no reference to an OperationOutcome of the message");
      return;
    }
    Element outcome = outcomes.getFirst();
    int issues = outcome.children("issue").size();
    List<String> codes =
        ElementPath.of("issue/details").values(outcome).stream()
            .flatMap(details -> details.codings().stream())
            .filter(
                coding ->
                    gpcm.message.ResponseCode.SYSTEM.equals(coding.getSystem()) && coding.hasCode())
            .map(org.hl7.fhir.dstu3.model.Coding::getCode)
            .toList();
    if (issues != 1) {
      report.of("one issue").broken(outcome.pathOf("issue"), issues + " issues");
    } else if (codes.size() != 1) {
      report.of("one code").broken(outcome.pathOf("issue.details"), codes.size() + " codes");
    }
  }
}
