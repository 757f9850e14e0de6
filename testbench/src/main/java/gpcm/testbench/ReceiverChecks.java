package gpcm.testbench;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.AttachmentPolicy;
import gpcm.message.CanonicalId;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.Rules;
import gpcm.rules.UnreadableFindings;
import gpcm.rules.catalogue.RuleCatalogue;
import java.util.HashSet;
import java.util.Set;

/**
 * What the synthetic receiver finds wrong: every rule on the message, and the checks that need a
 * policy or a memory. It remembers what it accepted for as long as it runs. One thread.
 */
final class ReceiverChecks {
  private final AttachmentChecks attachments = AttachmentChecks.of(AttachmentPolicy.USUAL);
  private final Rules rules = RuleCatalogue.rules(Tolerances.ALL);
  private final Set<String> messages = new HashSet<>();
  private final Set<String> documents = new HashSet<>();

  /**
   * What is wrong with a message and its outside; one that nothing is wrong with counts as seen
   * from now on.
   */
  Findings check(SendDocument message, MeshMetadata outside) {
    Findings findings = rules.check(message, outside).plus(attachments.check(message));
    if (message.messageId().map(CanonicalId::of).filter(messages::contains).isPresent()) {
      findings = findings.plus(seen(ResponseCode.DUPLICATE_MESSAGE, "MessageHeader.id", "message"));
    } else if (message.documentId().map(CanonicalId::of).filter(documents::contains).isPresent()) {
      findings = findings.plus(seen(ResponseCode.DUPLICATE_DOCUMENT, "Bundle.id", "document"));
    }
    if (!documents.containsAll(
        message.composition().replaces().stream().map(CanonicalId::of).toList())) {
      findings =
          findings.plus(
              Finding.must(
                  "GPCM-SD-023",
                  ResponseCode.REPLACEMENT_FAILED,
                  "Composition.relatesTo.targetIdentifier",
                  "the id of a document that is not here",
                  "the id of a document that was accepted before",
                  "Send the document first that is to be replaced"));
    }
    if (findings.valid()) {
      message.messageId().map(CanonicalId::of).ifPresent(messages::add);
      message.documentId().map(CanonicalId::of).ifPresent(documents::add);
    }
    return findings;
  }

  /** What is wrong with bytes that are no message, or too many. */
  static Findings check(UnreadableMessageException e) {
    String path = e.line() > 0 ? "line " + e.line() + ", column " + e.column() : "the message";
    String found = String.valueOf(e.getMessage());
    return Findings.none()
        .plus(
            e.tooLarge()
                ? Finding.must(
                    "GPCM-SD-030",
                    e.code(),
                    path,
                    found,
                    "a message of an agreed size",
                    "Send fewer or smaller attachments")
                : UnreadableFindings.unreadable(path, found));
  }

  private static Finding seen(ResponseCode code, String path, String what) {
    return Finding.must(
        "GPCM-C-02",
        code,
        path,
        "the id of a " + what + " that was accepted before",
        "an id that no earlier " + what + " had",
        "Nothing needs to be done when this is a repetition");
  }
}
