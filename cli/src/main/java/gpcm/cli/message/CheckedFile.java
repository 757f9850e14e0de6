package gpcm.cli.message;

import gpcm.cli.terminal.FailureMessage;
import gpcm.fhir.AttachmentSink;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.OtherMessage;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.message.UseCase;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.SourcePosition;
import gpcm.rules.Verdict;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of checking one file.
 *
 * @param unreadable true when there is no message to check: then one finding says why
 * @param kind send-document, itk-response, other, or unreadable
 */
record CheckedFile(
    MessageFile file,
    boolean unreadable,
    String kind,
    Optional<String> useCase,
    Findings findings) {

  /** Reads and checks; faults of the message and of the file are findings, never exceptions. */
  static CheckedFile check(
      MessageFile file,
      MessageReader reader,
      Function<ReadMessage, Findings> rules,
      FhirCheck fhir) {
    try {
      ReadMessage message = file.read(reader, AttachmentSink.discarding());
      Findings findings = rules.apply(message).plus(fhir.check(message));
      return new CheckedFile(
          file,
          false,
          kind(message),
          useCase(message),
          findings.placed(file.positions(findings.paths())));
    } catch (UnreadableMessageException e) {
      Finding finding = unreadable(e.code(), String.valueOf(e.getMessage()));
      return failed(
          file, e.line() > 0 ? finding.at(new SourcePosition(e.line(), e.column())) : finding);
    } catch (IOException e) {
      return failed(
          file,
          unreadable(
              ResponseCode.UNREADABLE, "the file cannot be read: " + FailureMessage.text(e)));
    }
  }

  boolean valid() {
    return findings.valid();
  }

  /** Whether a rule crashed, so that nobody can say whether the message is valid. */
  boolean undecided() {
    return findings.verdict() instanceof Verdict.Undecided;
  }

  /** What the command says of this file by its exit code. */
  int exitCode() {
    if (!findings.crashedRules().isEmpty()) {
      return 3;
    }
    if (unreadable) {
      return 2;
    }
    return valid() ? 0 : 1;
  }

  /** Whether there is more to say than that it is valid. */
  boolean worthShowing() {
    return !findings.all().isEmpty() || !findings.crashedRules().isEmpty();
  }

  private static CheckedFile failed(MessageFile file, Finding finding) {
    return new CheckedFile(
        file, true, "unreadable", Optional.empty(), Findings.none().plus(finding));
  }

  private static Finding unreadable(ResponseCode code, String why) {
    return Finding.must(
        "GPCM-C-02",
        code,
        "Bundle",
        why,
        "an ITK3 message in FHIR STU3 XML",
        "Send a message that can be read");
  }

  private static Optional<String> useCase(ReadMessage message) {
    return message instanceof SendDocument document
        ? document.useCase().map(UseCase::name)
        : Optional.empty();
  }

  static String kind(ReadMessage message) {
    return switch (message) {
      case SendDocument document -> "send-document";
      case ItkResponse response -> "itk-response";
      case OtherMessage other -> "other";
    };
  }
}
