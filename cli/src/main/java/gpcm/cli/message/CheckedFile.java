package gpcm.cli.message;

import gpcm.cli.terminal.FailureMessage;
import gpcm.exchange.FailedReplacement;
import gpcm.message.ItkResponse;
import gpcm.message.OtherMessage;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.message.UseCase;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.SourcePosition;
import gpcm.rules.Strength;
import gpcm.rules.Verdict;
import java.io.IOException;
import java.util.Optional;

/**
 * What came of checking one file.
 *
 * @param notOpened why the file cannot be opened or read; then nothing is known of its content
 * @param unreadable true when there is no message to check: then one finding says why
 * @param kind send-document, itk-response, other, document (without a message around it),
 *     unreadable, or not-opened
 * @param otherKind what kind of message another one is
 * @param byTolerance true when the message is valid only because a fault of it is tolerated
 * @param replaces whether it carries a document that replaces another
 */
record CheckedFile(
    MessageFile file,
    Optional<String> notOpened,
    boolean unreadable,
    String kind,
    Optional<String> useCase,
    Optional<String> otherKind,
    Findings findings,
    boolean byTolerance,
    boolean replaces) {

  /** Reads and checks; faults of the message and of the file are findings, never exceptions. */
  static CheckedFile check(MessageFile file, ReceiversChecks checks, FhirCheck fhir) {
    try {
      return checks.read(file, message -> of(file, message, checks, fhir));
    } catch (UnreadableMessageException e) {
      return unreadable(file, e);
    } catch (IOException e) {
      return new CheckedFile(
          file,
          Optional.of(FailureMessage.text(e)),
          false,
          "not-opened",
          Optional.empty(),
          Optional.empty(),
          Findings.none(),
          false,
          false);
    }
  }

  private static CheckedFile of(
      MessageFile file, ReadMessage message, ReceiversChecks checks, FhirCheck fhir)
      throws IOException {
    Findings own = checks.check(file, message);
    Findings findings = own.plus(fhir.check(message));
    return new CheckedFile(
        file,
        Optional.empty(),
        false,
        kind(message),
        useCase(message),
        otherKind(message),
        findings.placed(file.positions(findings.paths())),
        !checks.reader().tolerances().equals(Tolerances.NONE)
            && findings.valid()
            && own.warnings().stream().anyMatch(CheckedFile::isToleratedFault),
        message instanceof SendDocument document && !document.composition().replaces().isEmpty());
  }

  private static boolean isToleratedFault(Finding finding) {
    return finding.strength() == Strength.MUST && finding.tolerated();
  }

  boolean valid() {
    return notOpened.isEmpty() && findings.valid();
  }

  /** Whether a rule crashed, so that nobody can say whether the message is valid. */
  boolean undecided() {
    return findings.verdict() instanceof Verdict.Undecided;
  }

  /**
   * What a receiver answers: for a document that replaces another, 20014 whatever is wrong with its
   * payload (GPCM-SD-024).
   */
  ResponseCode answer() {
    ResponseCode fault = findings.code();
    return replaces
        ? ResponseCode.of(FailedReplacement.answerFor(fault.code())).orElseThrow()
        : fault;
  }

  /** What the command says of this file by its exit code. */
  int exitCode() {
    if (!findings.crashedRules().isEmpty()) {
      return 3;
    }
    if (unreadable || notOpened.isPresent()) {
      return 2;
    }
    return valid() ? 0 : 1;
  }

  /** Whether there is more to say than that it is valid. */
  boolean worthShowing() {
    return notOpened.isPresent() || !findings.all().isEmpty() || !findings.crashedRules().isEmpty();
  }

  private static CheckedFile unreadable(MessageFile file, UnreadableMessageException e) {
    Finding finding =
        Finding.must(
            "GPCM-C-02",
            e.code(),
            "Bundle",
            String.valueOf(e.getMessage()),
            "an ITK3 message, a FHIR STU3 Bundle of type message, in " + format(file),
            remedy(e));
    return new CheckedFile(
        file,
        Optional.empty(),
        true,
        e.bareDocument() ? "document" : "unreadable",
        Optional.empty(),
        Optional.empty(),
        Findings.none()
            .plus(e.line() > 0 ? finding.at(new SourcePosition(e.line(), e.column())) : finding),
        false,
        false);
  }

  private static String remedy(UnreadableMessageException e) {
    if (e.bareDocument()) {
      return "Ask whoever sends it to send it inside a message";
    }
    return e.code() == ResponseCode.TOO_LARGE
        ? "Send a smaller message"
        : "Mend that place, or ask whoever made the file for a message that can be read";
  }

  private static String format(MessageFile file) {
    try {
      return file.isJson() ? "JSON" : "XML";
    } catch (IOException e) {
      return "XML or JSON";
    }
  }

  /** What is in the file, for people. */
  String what() {
    return kind.equals("document")
        ? "a FHIR document without a message around it"
        : kind + useCase.or(() -> otherKind).map(more -> ", " + more).orElse("");
  }

  private static Optional<String> useCase(ReadMessage message) {
    return message instanceof SendDocument document
        ? document.useCase().map(UseCase::name)
        : Optional.empty();
  }

  private static Optional<String> otherKind(ReadMessage message) {
    return message instanceof OtherMessage other ? Optional.of(other.kind()) : Optional.empty();
  }

  static String kind(ReadMessage message) {
    return switch (message) {
      case SendDocument document -> "send-document";
      case ItkResponse response -> "itk-response";
      case OtherMessage other -> "other";
    };
  }
}
