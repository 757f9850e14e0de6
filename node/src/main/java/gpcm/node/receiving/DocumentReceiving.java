package gpcm.node.receiving;

import gpcm.exchange.FailedReplacement;
import gpcm.exchange.IncomingFact;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.Transition;
import gpcm.exchange.WantedAnswers;
import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.message.MessageWriter;
import gpcm.message.OtherMessage;
import gpcm.message.PatientView;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToPost;
import gpcm.node.ledger.ToRead;
import gpcm.node.mailbox.Mailbox;
import gpcm.rules.CrashedRule;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import gpcm.rules.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides what becomes of a received Send Document message: one worklist entry with both
 * acknowledgements, or one negative acknowledgement and nothing else (GPCM-SD-030, GPCM-SD-031).
 * The order of the checks is that of section 7 of the specification digest. Thread-safe.
 */
public final class DocumentReceiving {
  private final Ledger ledger;
  private final DocumentChecking checking;
  private final ReceivingSettings settings;
  private final PatientRegistry patients;
  private final WorklistFiling filing;
  private final Answering answering;
  private final Earlier earlier;

  /**
   * @param rules what every document is checked against
   * @param patients says who is registered
   * @param mailboxes the organisations this node works for, by ODS code
   */
  public DocumentReceiving(
      Ledger ledger,
      Rules rules,
      ReceivingSettings settings,
      PatientRegistry patients,
      Map<String, Mailbox> mailboxes,
      MessageWriter writer) {
    this.ledger = ledger;
    this.checking = new DocumentChecking(ledger, rules, settings);
    this.settings = settings;
    this.patients = patients;
    this.filing = new WorklistFiling(ledger.content());
    this.answering = new Answering(ledger, writer, mailboxes);
    this.earlier = new Earlier(ledger);
  }

  /** A document that was read and checked by itself. */
  public record Checked(ToRead message, SendDocument document, Findings findings) {}

  /**
   * What became of a message.
   *
   * @param next answers to post at once
   */
  public record Judged(ToRead message, StepResult result, List<ToPost> next) {}

  /** Checks a document as far as that needs nothing but the document: takes its time. */
  public Checked check(ToRead message, SendDocument document) {
    return new Checked(message, document, checking.check(message, document));
  }

  /**
   * Judges documents by what was received before, in the order in which they arrived.
   *
   * @param same whether a message received before is the same as this one, other than by its bytes;
   *     asked only when one of its ids was seen before
   * @param postedNext whether this node posts an organisation's answers at once
   */
  public List<Judged> judge(
      List<Checked> documents,
      BiPredicate<Checked, UUID> same,
      Function<String, Boolean> postedNext) {
    if (documents.isEmpty()) {
      return List.of();
    }
    Map<UUID, Earlier.Before> before =
        new HashMap<>(earlier.of(documents.stream().map(DocumentReceiving::question).toList()));
    return documents.stream()
        .map(
            each ->
                judge(
                    each,
                    before.get(each.message.message().id()),
                    same,
                    postedNext.apply(each.message.organisation())))
        .toList();
  }

  private static Earlier.Question question(Checked checked) {
    return new Earlier.Question(
        checked.message,
        checked.document.messageId(),
        checked.document.documentId(),
        checked.document.composition().replaces(),
        WorklistFiling.nhsNumber(checked.document));
  }

  // A fault of this program is not its sender's: the message is neither blamed nor waved through.
  // It waits, and the people who run this node are told.
  private Judged undecided(ToRead message, List<CrashedRule> crashed) {
    return new Judged(
        message,
        new StepResult()
            .message(
                message.lease(),
                message.organisation(),
                after(
                    message,
                    new IncomingFact.Delayed(
                        crashed.stream()
                            .map(CrashedRule::description)
                            .collect(Collectors.joining("; ")))),
                ReadColumns.NONE),
        List.of());
  }

  private Judged judge(
      Checked checked, Earlier.Before before, BiPredicate<Checked, UUID> same, boolean postedNext) {
    ToRead message = checked.message;
    SendDocument document = checked.document;
    boolean replaces = !document.composition().replaces().isEmpty();
    if (replaces
        && before.original().isEmpty()
        && before.earlierUnread()
        && !message.message().patienceIsOver(ledger.clock().instant(), ledger.pace())) {
      return new Judged(
          message,
          new StepResult()
              .message(
                  message.lease(),
                  message.organisation(),
                  after(message, new IncomingFact.NotItsTurn()),
                  ReadColumns.NONE),
          List.of());
    }
    Findings findings = checked.findings;
    if (findings.verdict() instanceof Verdict.Undecided(List<CrashedRule> crashed)) {
      return undecided(message, crashed);
    }
    Optional<Finding> seen = seen(checked, before, same, findings.valid());
    if (seen.isPresent()) {
      findings = findings.plus(seen.get());
    }
    boolean anothers =
        before.original().filter(one -> !sameSender(message, document, one)).isPresent();
    if (findings.valid() && replaces) {
      findings = findings.plus(original(before, anothers));
    }
    Earlier.Before counts = anothers ? before.withoutOriginal() : before;
    boolean failedReplacement =
        replaces
            && !findings.valid()
            && FailedReplacement.voids(findings.code().code())
            && !seen.equals(Optional.of(ReceiverFindings.reusedDocumentId()));
    if (failedReplacement) {
      return replacementFailed(message, document, findings, counts, postedNext);
    }
    return findings.valid()
        ? accept(message, document, findings, counts, postedNext)
        : reject(message, document, findings, counts, postedNext);
  }

  // Row 11 of the digest's table.
  private static Findings original(Earlier.Before before, boolean anothers) {
    if (before.original().isEmpty()) {
      return Findings.of(List.of(ReceiverFindings.unknownOriginal()));
    }
    if (anothers) {
      return Findings.of(List.of(ReceiverFindings.replacedByAnother()));
    }
    return before.original().get().isVoid()
        ? Findings.of(List.of(ReceiverFindings.voidOriginal()))
        : Findings.none();
  }

  /**
   * GPCM-SD-024: whatever is wrong with the payload, the replacement is not filed, and what it was
   * to replace counts no more. The diagnostics name the fault with the code that it has in a first
   * version.
   */
  private Judged replacementFailed(
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
        result, message, document, fact, columns(document, false, before), recipient, postedNext);
  }

  // Only a message that would otherwise be accepted counts as seen: after a rejection its sender
  // may mend and send again. The same id with something else in it is no copy: nobody here has seen
  // it.
  private static Optional<Finding> seen(
      Checked checked, Earlier.Before before, BiPredicate<Checked, UUID> same, boolean valid) {
    if (before.sameMessage().isPresent()) {
      Earlier.Received first = before.sameMessage().get();
      return Optional.of(
          first.content().equals(checked.message.content().hash())
                  || same.test(checked, first.received())
              ? ReceiverFindings.duplicateMessage()
              : ReceiverFindings.reusedMessageId());
    }
    if (valid && before.sameDocument().isPresent()) {
      return Optional.of(
          same.test(checked, before.sameDocument().get().received())
              ? ReceiverFindings.duplicateDocument()
              : ReceiverFindings.reusedDocumentId());
    }
    return Optional.empty();
  }

  private static boolean sameSender(
      ToRead message, SendDocument document, Earlier.Original original) {
    String mailbox = message.message().sender();
    return document.header().senderOds().orElse("").equals(original.senderOds())
        && (mailbox.isEmpty()
            || original.mailbox().isEmpty()
            || mailbox.equalsIgnoreCase(original.mailbox()));
  }

  private Judged accept(
      ToRead message,
      SendDocument document,
      Findings findings,
      Earlier.Before before,
      boolean postedNext) {
    Optional<PatientView> patient = document.patient();
    PatientRegistry.Match match =
        patients.find(
            message.organisation(),
            patient.flatMap(PatientView::nhsNumber).orElse(""),
            patient.flatMap(PatientView::birthDate).orElse(""),
            patient.flatMap(PatientView::family).orElse(""));
    StepResult result = new StepResult();
    WorklistEntry entry =
        filing.file(
            result, message, document, findings, match, before, senderWarnings(message, document));
    FindingRows.write(result, message, findings);
    String recipient = Answering.recipient(message, document).orElse("");
    IncomingFact fact =
        new IncomingFact.Filed(
            "worklist entry %s, %s, document %s, patient %s"
                .formatted(
                    entry.id(),
                    entry.state().text(),
                    entry.identifiers().documentId(),
                    match.standing().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
            match.standing().response().code(),
            match.standing().response().positive(),
            match.warning(),
            Answering.wanted(document, recipient));
    return decided(
        result, message, document, fact, columns(document, true, before), recipient, postedNext);
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

  private Judged reject(
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
        columns(document, false, copy ? before.withoutOriginal() : before),
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

  private static ReadColumns columns(SendDocument document, boolean first, Earlier.Before before) {
    return new ReadColumns(
        document.messageId().map(CanonicalId::of),
        document.documentId().map(CanonicalId::of),
        document.handling().senderReference(),
        first,
        before.original().map(Earlier.Original::standing));
  }

  /**
   * A message of another kind: said to be what it is, never told to pretend that it is a document.
   */
  public Judged anotherKind(ToRead message, OtherMessage other, boolean postedNext) {
    Findings findings = checking.check(other);
    StepResult result = new StepResult();
    FindingRows.write(result, message, findings);
    String recipient = Answering.recipient(message).orElse("");
    Transition<IncomingMessage> transition =
        after(
            message,
            new IncomingFact.SentBack(
                findings.code().code(),
                other.kind(),
                findings.diagnostics(),
                Answering.wanted(other, recipient)));
    result.message(
        message.lease(),
        message.organisation(),
        transition,
        new ReadColumns(
            other.messageId().map(CanonicalId::of),
            Optional.empty(),
            other.handling().senderReference(),
            false,
            Optional.empty()));
    return new Judged(
        message,
        result,
        answering.answer(
            result, message, transition, () -> ItkResponse.to(other), recipient, postedNext));
  }

  /** A message that could not be read at all, or was too large to be. */
  public Judged unreadable(ToRead message, UnreadableMessageException cause, boolean postedNext) {
    ResponseCode code = cause.tooLarge() ? ResponseCode.TOO_LARGE : ResponseCode.UNREADABLE;
    Finding fault =
        cause.tooLarge()
            ? ReceiverFindings.tooLarge(settings.maxMessageSize().bytes())
            : cause.bareDocument()
                ? ReceiverFindings.bareDocument()
                : ReceiverFindings.unreadable(cause.line(), cause.column());
    Findings findings = Findings.none().plus(fault);
    StepResult result = new StepResult();
    FindingRows.write(result, message, findings);
    Optional<String> recipient = Answering.recipient(message);
    Transition<IncomingMessage> transition =
        after(
            message,
            recipient.isPresent()
                ? new IncomingFact.NotReadable(code.code(), code.display(), findings.diagnostics())
                : new IncomingFact.NotForUs(
                    "It cannot be read, and no mailbox is known that could be told: "
                        + findings.diagnostics()));
    result.message(
        message.lease(),
        message.organisation(),
        transition,
        new ReadColumns(
            cause.messageId(), Optional.empty(), cause.senderReference(), false, Optional.empty()));
    return new Judged(
        message,
        result,
        answering.answer(
            result,
            message,
            transition,
            () -> ItkResponse.to(cause),
            recipient.orElse(""),
            postedNext));
  }
}
