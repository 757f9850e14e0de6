package gpcm.node.receiving;

import gpcm.attachments.AttachmentChecks;
import gpcm.exchange.FailedReplacement;
import gpcm.message.ItkResponse;
import gpcm.message.MessageWriter;
import gpcm.message.OtherMessage;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.message.coded.CodedContent;
import gpcm.node.coded.CodedFiling;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToPost;
import gpcm.node.ledger.ToRead;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.register.PatientRegisters;
import gpcm.node.working.DecidingSettings;
import gpcm.rules.CrashedRule;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import gpcm.rules.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Decides what becomes of a received Send Document message: one worklist entry with both
 * acknowledgements, or one negative acknowledgement and nothing else (GPCM-SD-030, GPCM-SD-031).
 * The order of the checks is that of section 7 of the specification digest. Thread-safe.
 */
public final class DocumentReceiving {
  private final Ledger ledger;
  private final DocumentChecking checking;
  private final DocumentOutcomes outcomes;
  private final NonDocumentReceiving others;
  private final Earlier earlier;
  private final CodedFiling coded = new CodedFiling();
  private final BusinessDecisions decisions;

  /**
   * @param rules what every document is checked against
   * @param attachments what its files are checked against, by ODS code of the receiver
   * @param intake how each organisation takes documents in, by ODS code
   * @param patients says who is registered
   * @param documents reads one again for a person who compares its patient
   * @param mailboxes the organisations this node works for, by ODS code
   */
  public DocumentReceiving(
      Ledger ledger,
      Rules rules,
      Map<String, AttachmentChecks> attachments,
      ReceivingSettings settings,
      Map<String, IntakeSettings> intake,
      PatientRegisters patients,
      Map<String, Mailbox> mailboxes,
      ReceivedDocuments documents,
      MessageWriter writer) {
    this.ledger = ledger;
    this.checking = new DocumentChecking(ledger, rules, attachments, settings, mailboxes, intake);
    Answering answering = new Answering(ledger, rules, writer, mailboxes);
    DecidingSettings deciding = new DecidingSettings(ledger.database().jdbi(), ledger.clock());
    this.outcomes =
        new DocumentOutcomes(ledger, patients, new Intake(intake, deciding::opening), answering);
    this.decisions = new BusinessDecisions(ledger, answering, patients, documents);
    this.others = new NonDocumentReceiving(ledger, checking, settings, answering);
    this.earlier = new Earlier(ledger);
  }

  /** What people decide about documents whose business answer waits for them. */
  public BusinessDecisions decisions() {
    return decisions;
  }

  /**
   * A document that was read and checked by itself.
   *
   * @param coded what is coded in it; nothing of one that is not filed
   */
  public record Checked(
      ToRead message, SendDocument document, Findings findings, List<CodedContent> coded) {}

  /**
   * What became of a message.
   *
   * @param next answers to post at once
   */
  public record Judged(ToRead message, StepResult result, List<ToPost> next) {}

  /** Checks a document as far as that needs nothing but the document: takes its time. */
  public Checked check(ToRead message, SendDocument document) {
    Findings findings = checking.check(message, document);
    return new Checked(
        message, document, findings, findings.valid() ? coded.read(document) : List.of());
  }

  /** What a received response and its outside break. */
  public ResponseFindings findings(ToRead message, ItkResponse response) {
    return new ResponseFindings(message, checking.check(message, response));
  }

  /** What was found of a received response, to be noted with it; it counts whatever that is. */
  public record ResponseFindings(ToRead message, Findings findings) {
    /** What could not be looked at. */
    public List<ReadColumns.NotChecked> notChecked() {
      return FindingRows.notChecked(findings);
    }

    /** Notes what was found. */
    public void note(StepResult result) {
      FindingRows.write(result, message, findings);
    }
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

  private Judged judge(
      Checked checked, Earlier.Before before, BiPredicate<Checked, UUID> same, boolean postedNext) {
    ToRead message = checked.message;
    SendDocument document = checked.document;
    boolean replaces = !document.composition().replaces().isEmpty();
    if (replaces
        && before.original().isEmpty()
        && before.earlierUnread()
        && !message.message().patienceIsOver(ledger.clock().instant(), ledger.pace())) {
      return outcomes.notItsTurn(message);
    }
    Findings findings = checked.findings;
    if (findings.verdict() instanceof Verdict.Undecided(List<CrashedRule> crashed)) {
      return outcomes.undecided(message, crashed);
    }
    Optional<Finding> seen = EarlierFindings.seen(checked, before, same, findings.valid());
    if (seen.isPresent()) {
      findings = findings.plus(seen.get());
    }
    boolean anothers =
        before
            .original()
            .filter(one -> !EarlierFindings.sameSender(message, document, one))
            .isPresent();
    if (findings.valid() && replaces) {
      findings = findings.plus(EarlierFindings.original(before, anothers));
    }
    Earlier.Before counts = anothers ? before.withoutOriginal() : before;
    boolean failedReplacement =
        replaces
            && !findings.valid()
            && FailedReplacement.voids(findings.code().code())
            && !seen.equals(Optional.of(ReceiverFindings.reusedDocumentId()));
    if (failedReplacement) {
      return outcomes.replacementFailed(message, document, findings, counts, postedNext);
    }
    return findings.valid()
        ? outcomes.accept(message, document, checked.coded, findings, counts, postedNext)
        : outcomes.reject(message, document, findings, counts, postedNext);
  }

  /**
   * A message of another kind: said to be what it is, never told to pretend that it is a document.
   */
  public Judged anotherKind(ToRead message, OtherMessage other, boolean postedNext) {
    return others.anotherKind(message, other, postedNext);
  }

  /** A message that could not be read at all, or was too large to be. */
  public Judged unreadable(ToRead message, UnreadableMessageException cause, boolean postedNext) {
    return others.unreadable(message, cause, postedNext);
  }
}
