package gpcm.node.receiving;

import gpcm.exchange.FailedReplacement;
import gpcm.exchange.IncomingFact;
import gpcm.exchange.IncomingFact.Question;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.Transition;
import gpcm.exchange.WantedAnswers;
import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.coded.CodedContent;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToRead;
import gpcm.node.receiving.DocumentReceiving.Judged;
import gpcm.node.register.PatientRegisters;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.Restriction;
import gpcm.node.register.SoughtPatient;
import gpcm.rules.CrashedRule;
import gpcm.rules.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each decision about a received document comes to: what is filed, what is marked, and what is
 * answered. Thread-safe.
 */
final class DocumentOutcomes {
  private final Ledger ledger;
  private final PatientRegisters patients;
  private final Intake intake;
  private final WorklistFiling filing;
  private final Answering answering;
  private final RestrictedRecords restricted;

  DocumentOutcomes(Ledger ledger, PatientRegisters patients, Intake intake, Answering answering) {
    this.ledger = ledger;
    this.intake = intake;
    this.patients = patients;
    this.filing = new WorklistFiling(ledger.content());
    this.answering = answering;
    this.restricted = new RestrictedRecords(ledger);
  }

  /** It waits for a message that came before it and was not read yet. */
  Judged notItsTurn(ToRead message) {
    return waiting(message, new IncomingFact.NotItsTurn());
  }

  // A fault of this program is not its sender's: the message is neither blamed nor waved through.
  // It waits, and the people who run this node are told.
  Judged undecided(ToRead message, List<CrashedRule> crashed) {
    return waiting(
        message,
        new IncomingFact.Delayed(
            crashed.stream().map(CrashedRule::description).collect(Collectors.joining("; "))));
  }

  private Judged waiting(ToRead message, IncomingFact fact) {
    return new Judged(
        message,
        new StepResult()
            .message(
                message.lease(), message.organisation(), after(message, fact), ReadColumns.NONE),
        List.of());
  }

  Judged accept(
      ToRead message,
      SendDocument document,
      List<CodedContent> coded,
      Findings findings,
      Earlier.Before before,
      boolean postedNext) {
    SoughtPatient sought = StatedPatient.sought(document);
    List<RegisteredPatient> found = patients.of(message.organisation()).withNumber(sought);
    // Before it is filed, so that there is no moment in which it is open.
    Restriction said = restricted.learn(message.organisation(), sought.nhsNumber(), found);
    PatientMatch match = PatientMatch.of(sought, found);
    Instant now = ledger.clock().instant();
    Optional<Intake.Waits> waits = intake.waits(message.organisation(), document, match, now);
    StepResult result = new StepResult();
    WorklistEntry entry =
        filing.file(
            result,
            message,
            document,
            coded,
            findings,
            match,
            waits,
            before,
            warnings(message, document, match, waits),
            now);
    if (said == Restriction.RESTRICTED) {
      restricted.keep(result, message.organisation(), sought.nhsNumber());
    }
    FindingRows.write(result, message, findings);
    String recipient = Answering.recipient(message, document).orElse("");
    WantedAnswers wanted = Answering.wanted(document, recipient);
    waits.ifPresent(
        open ->
            DecisionRows.open(
                result,
                message,
                document,
                entry.id(),
                open,
                entry.state() == WorklistEntry.State.NEEDS_MATCHING
                    ? before.original().map(Earlier.Original::entry)
                    : Optional.empty(),
                recipient,
                wanted,
                now));
    String filed =
        "worklist entry %s, %s, document %s, patient %s"
            .formatted(
                entry.id(),
                entry.state().text(),
                entry.identifiers().documentId(),
                match.standing().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    IncomingFact fact =
        waits.isPresent()
            ? new IncomingFact.Held(filed, waits.get().question(), waits.get().why(), wanted)
            : new IncomingFact.Filed(
                filed,
                match.standing().response().code(),
                match.standing().response().positive(),
                match.warning(),
                wanted);
    return decided(
        result,
        message,
        document,
        fact,
        columns(document, findings, true, before),
        recipient,
        postedNext);
  }

  private List<String> warnings(
      ToRead message, SendDocument document, PatientMatch match, Optional<Intake.Waits> waits) {
    List<String> warnings = new ArrayList<>(senderWarnings(message, document));
    if (waits.map(Intake.Waits::question).equals(Optional.of(Question.DECISION))
        && match.standing() == PatientStanding.UNKNOWN
        && match.warning().isEmpty()
        && patients.has(message.organisation())) {
      warnings.add("The patient is not in this organisation's register.");
    }
    return warnings;
  }

  // The sender is who MESH says it is, whatever the message says of itself.
  private static List<String> senderWarnings(ToRead message, SendDocument document) {
    if (message.message().restricted()) {
      return DocumentChecking.otherSource(message, document).isEmpty()
          ? List.of()
          : List.of(
              "The document names another mailbox as its source than the one from which MESH"
                  + " delivered it. Make sure who sent it before you act on it.");
    }
    return DocumentChecking.otherSource(message, document)
        .map(
            endpoint ->
                "The document names mailbox %s as its source, but MESH delivered it from mailbox %s. Make sure who sent it before you act on it."
                    .formatted(endpoint, message.message().sender()))
        .map(List::of)
        .orElse(List.of());
  }

  Judged reject(
      ToRead message,
      SendDocument document,
      Findings findings,
      Earlier.Before before,
      boolean postedNext) {
    ResponseCode code = findings.code();
    boolean copy =
        code == ResponseCode.DUPLICATE_MESSAGE || code == ResponseCode.DUPLICATE_DOCUMENT;
    StepResult result = new StepResult();
    FindingRows.write(result, message, findings);
    String recipient = Answering.recipient(message, document).orElse("");
    WantedAnswers wanted = Answering.wanted(document, recipient);
    if (!copy) {
      before
          .original()
          .ifPresent(entry -> filing.replacementSentBack(result, message, entry, code));
    }
    IncomingFact fact =
        copy
            ? new IncomingFact.Copy(code.code(), code.display(), findings.diagnostics(), wanted)
            : new IncomingFact.SentBack(
                code.code(), code.display(), findings.diagnostics(), wanted);
    return decided(
        result,
        message,
        document,
        fact,
        columns(document, findings, false, copy ? before.withoutOriginal() : before),
        recipient,
        postedNext);
  }

  /**
   * GPCM-SD-024: whatever is wrong with the payload, the replacement is not filed, and what it was
   * to replace counts no more. The diagnostics name the fault with the code that it has in a first
   * version.
   */
  Judged replacementFailed(
      ToRead message,
      SendDocument document,
      Findings findings,
      Earlier.Before before,
      boolean postedNext) {
    ResponseCode fault = findings.code();
    ResponseCode code = ResponseCode.of(FailedReplacement.answerFor(fault.code())).orElseThrow();
    String diagnostics =
        fault == code
            ? findings.diagnostics()
            : fault.code() + " " + fault.display() + ": " + findings.diagnostics();
    StepResult result = new StepResult();
    FindingRows.write(result, message, findings);
    String recipient = Answering.recipient(message, document).orElse("");
    WantedAnswers wanted = Answering.wanted(document, recipient);
    Optional<Earlier.Original> voided = before.original().filter(one -> !one.isVoid());
    voided.ifPresent(entry -> filing.voided(result, message, entry));
    IncomingFact fact =
        voided
            .<IncomingFact>map(
                entry ->
                    new IncomingFact.ReplacementFailed(
                        code.code(), code.display(), diagnostics, wanted, entry.entry().toString()))
            .orElseGet(
                () -> new IncomingFact.SentBack(code.code(), code.display(), diagnostics, wanted));
    return decided(
        result,
        message,
        document,
        fact,
        columns(document, findings, false, before),
        recipient,
        postedNext);
  }

  private Judged decided(
      StepResult result,
      ToRead message,
      SendDocument document,
      IncomingFact fact,
      ReadColumns columns,
      String recipient,
      boolean postedNext) {
    Transition<IncomingMessage> transition = after(message, fact);
    result.message(message.lease(), message.organisation(), transition, columns);
    return new Judged(
        message,
        result,
        answering.answer(
            result, message, transition, () -> ItkResponse.to(document), recipient, postedNext));
  }

  private Transition<IncomingMessage> after(ToRead message, IncomingFact fact) {
    return message.message().after(fact, ledger.clock().instant(), ledger.pace());
  }

  private static ReadColumns columns(
      SendDocument document, Findings findings, boolean first, Earlier.Before before) {
    return new ReadColumns(
            document.messageId().map(CanonicalId::of),
            document.documentId().map(CanonicalId::of),
            document.handling().senderReference(),
            first,
            before.original().map(Earlier.Original::standing))
        .without(FindingRows.notChecked(findings));
  }
}
