package gpcm.rules.catalogue;

import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.BaseDateTimeType;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.Coding;

/**
 * An ITK3 response. It does not say which use case it answers, and the three lists ask for the
 * same: findings go by the first id. A response is never answered, so the codes of these findings
 * are for people.
 */
final class ResponseRules {
  private static final String HANDLING = "extension(MessageHandling)";

  private static final String DEFINITIONS =
      "https://fhir.nhs.uk/STU3/MessageDefinition/ITK-Response-MessageDefinition-";
  private static final String DEFINITION = DEFINITIONS + "1";
  private static final String EARLIER = DEFINITIONS + "Instance-1";

  private static final String LIKE_ORIGINAL = "same as the original's";
  private static final String NOT_BEFORE = "not before the original";
  private static final String NO_ORIGINAL = "it was not held against the message that it answers";

  /** By how much the clocks of two organisations may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private static final ElementPath REFERENCE =
      ElementPath.of(HANDLING + "/extension(SenderReference)/value");

  private static final ElementPath DETAILS = ElementPath.of("response/details");
  private static final ElementPath RESPONSE_CODE = ElementPath.of("response/code");
  private static final ElementPath ISSUE_DETAILS = ElementPath.of("issue/details");
  private static final ElementPath SEVERITY = ElementPath.of("issue/severity");
  private static final ElementPath ISSUE_CODE = ElementPath.of("issue/code");

  private ResponseRules() {}

  static void add(PartRules message, PartRules header) {
    BundleRules.answer(message);
    HandlingRules.shape(header);
    definition(header);
    flag(header, "CS-054 OC-153 GE-280", "BusAckRequested");
    flag(header, "CS-055 OC-154 GE-281", "InfAckRequested");
    header.must("CS-056 OC-155 GE-282", HANDLING + ".extension(SenderReference)/value").present();
    header
        .must("CS-056 OC-155 GE-282", HANDLING + ".extension(SenderReference)/value")
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
    header
        .should("CS-058 OC-157 GE-284", "event")
        .displays(NamingSystems.MESSAGE_EVENT, Map.of("ITK008M", "ITK Response"));
    header.must("CS-059 OC-158 GE-285", "timestamp").instant();
    FarDates.answer(header);
    header
        .should("CS-059 OC-158 GE-285", "timestamp")
        .conditions(NOT_BEFORE)
        .by(
            "the time the answer was made: not before the message that it answers",
            "Set MessageHeader.timestamp when the answer is made, and check both clocks",
            ResponseRules::afterTheOriginal);
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
        .conditions(RuleLine.REFERENCE, RuleLine.PROFILE, "one issue", "one code")
        .by(
            "a reference to an OperationOutcome of profile "
                + Profiles.RESPONSE_OUTCOME
                + " with one issue, whose details have one code of "
                + ResponseCode.SYSTEM,
            "Send one OperationOutcome with one issue and one code",
            ResponseRules::outcome);
    header
        .must("C-02", "response/details")
        .conditions("listed code", "severity not the opposite", "response.code not the opposite")
        .by(
            "a code of "
                + ResponseCode.SYSTEM
                + ", and severity and response.code that do not say the opposite of it",
            "Send a code of the list with the severity and the response.code that belong to it",
            ResponseRules::contradiction);
    header
        .should("C-02", "response/details")
        .conditions("severity", "issue code", "response.code")
        .by(
            "the severity, issue code and response.code that belong to the code",
            "Send the code with the severity, issue code and response.code that belong to it",
            ResponseRules::belonging);
  }

  /**
   * Before ITK3 2.5.1 the definition had another name, which most published examples still have.
   */
  private static void definition(PartRules header) {
    String fix = "Set MessageDefinition to " + DEFINITION;
    String path = HANDLING + ".extension(MessageDefinition)/value/reference";
    header
        .must("C-02", path)
        .holds(
            "definition",
            DEFINITION,
            fix,
            node -> Set.of(DEFINITION, EARLIER).contains(ElementValues.text(node)));
    header
        .should("C-02", path)
        .holdsIfPresent(
            "today's name", DEFINITION, fix, node -> !ElementValues.text(node).equals(EARLIER));
  }

  private static void flag(PartRules header, String ids, String key) {
    header
        .must(ids, HANDLING + ".extension(" + key + ")/value")
        .holds(
            "false",
            "false: a response is never answered",
            "Set " + key + " to false",
            node ->
                node.value() instanceof BooleanType flag && flag.hasValue() && !flag.getValue());
  }

  /** The header of the message that is answered; where nobody has it, nothing is taken for met. */
  private static Optional<Element> original(MessageContext context, RuleCheck.Report report) {
    if (context.original().isEmpty()) {
      report.unknown(NO_ORIGINAL);
    }
    return context.original().flatMap(MessageContext::header);
  }

  private static void afterTheOriginal(
      MessageContext context, Element header, RuleCheck.Report report) {
    Optional<Instant> asked = original(context, report).flatMap(ResponseRules::time);
    Optional<Instant> answered = time(header);
    if (asked.isPresent()
        && answered.isPresent()
        && answered.get().isBefore(asked.get().minus(CLOCKS_DIFFER))) {
      report.broken(header.pathOf("timestamp"), "a time before the message that it answers");
    }
  }

  private static Optional<Instant> time(Element header) {
    return header.children("timestamp").stream()
        .map(Element::value)
        .filter(BaseDateTimeType.class::isInstance)
        .map(BaseDateTimeType.class::cast)
        .filter(time -> time.getValue() != null)
        .map(time -> time.getValue().toInstant())
        .findFirst();
  }

  private static void sameReference(
      MessageContext context, Element header, RuleCheck.Report report) {
    Optional<Element> original = original(context, report);
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
        original(context, report).stream()
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

  private static Optional<Element> answer(MessageContext context, Element header) {
    return DETAILS.values(header).stream()
        .flatMap(details -> context.headerTarget(details).stream())
        .filter(node -> node.type().equals("OperationOutcome"))
        .findFirst();
  }

  private static List<String> codes(Element outcome) {
    return ISSUE_DETAILS.values(outcome).stream()
        .flatMap(details -> details.codings().stream())
        .filter(coding -> ResponseCode.SYSTEM.equals(coding.getSystem()) && coding.hasCode())
        .map(Coding::getCode)
        .toList();
  }

  /** What stands beside the one code of an answer. */
  private record Beside(
      Element outcome, String code, List<Element> severities, List<Element> responseCodes) {
    static Optional<Beside> of(MessageContext context, Element header) {
      return answer(context, header)
          .filter(outcome -> outcome.children("issue").size() == 1 && codes(outcome).size() == 1)
          .map(
              outcome ->
                  new Beside(
                      outcome,
                      codes(outcome).getFirst(),
                      SEVERITY.values(outcome),
                      RESPONSE_CODE.values(header)));
    }
  }

  private static void contradiction(
      MessageContext context, Element header, RuleCheck.Report report) {
    Optional<Beside> answer = Beside.of(context, header);
    if (answer.isEmpty()) {
      return;
    }
    Optional<ResponseCode> known = ResponseCode.of(answer.get().code());
    if (known.isEmpty()) {
      report
          .of("listed code")
          .broken(answer.get().outcome().pathOf("issue.details"), answer.get().code());
      return;
    }
    for (Element severity : answer.get().severities()) {
      if (known.get().deniedBySeverity(ElementValues.whole(severity))) {
        tell(known.get(), severity, report.of("severity not the opposite"));
      }
    }
    for (Element said : answer.get().responseCodes()) {
      if (known.get().deniedByResponseCode(ElementValues.whole(said))) {
        tell(known.get(), said, report.of("response.code not the opposite"));
      }
    }
  }

  private static void belonging(MessageContext context, Element header, RuleCheck.Report report) {
    Optional<Beside> answer = Beside.of(context, header);
    Optional<ResponseCode> known = answer.flatMap(beside -> ResponseCode.of(beside.code()));
    if (known.isEmpty()) {
      return;
    }
    for (Element severity : answer.get().severities()) {
      String said = ElementValues.whole(severity);
      if (!said.equals(known.get().severity()) && !known.get().deniedBySeverity(said)) {
        tell(known.get(), severity, report.of("severity"));
      }
    }
    for (Element issueCode : ISSUE_CODE.values(answer.get().outcome())) {
      if (!known.get().mayGoWith(ElementValues.whole(issueCode))) {
        tell(known.get(), issueCode, report.of("issue code"));
      }
    }
    for (Element responseCode : answer.get().responseCodes()) {
      String said = ElementValues.whole(responseCode);
      if (!said.equals(known.get().responseCode()) && !known.get().deniedByResponseCode(said)) {
        tell(known.get(), responseCode, report.of("response.code"));
      }
    }
  }

  private static void tell(ResponseCode code, Element beside, RuleCheck.Report report) {
    report.broken(beside.path(), ElementValues.text(beside) + " beside " + code.code());
  }

  private static void outcome(MessageContext context, Element header, RuleCheck.Report report) {
    Optional<Element> found = answer(context, header);
    if (found.isEmpty()) {
      report
          .of(RuleLine.REFERENCE)
          .broken(
              header.pathOf("response.details"),
              "no reference to an OperationOutcome of the message");
      return;
    }
    Element outcome = found.get();
    List<String> profiles = Profiles.claimed(outcome);
    if (!profiles.isEmpty() && !profiles.contains(Profiles.RESPONSE_OUTCOME)) {
      report
          .of(RuleLine.PROFILE)
          .broken(
              header.pathOf("response.details"),
              "an OperationOutcome with profile " + String.join(", ", profiles));
    }
    int issues = outcome.children("issue").size();
    List<String> codes = codes(outcome);
    if (issues != 1) {
      report.of("one issue").broken(outcome.pathOf("issue"), issues + " issues");
    } else if (codes.size() != 1) {
      report.of("one code").broken(outcome.pathOf("issue.details"), codes.size() + " codes");
    }
  }
}
