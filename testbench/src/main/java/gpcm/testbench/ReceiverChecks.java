package gpcm.testbench;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.AttachmentPolicy;
import gpcm.message.CanonicalId;
import gpcm.message.PatientView;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the synthetic receiver finds wrong: every rule on the message, and the checks that need a
 * policy or a memory. It remembers what it accepted for as long as it runs. One thread.
 */
final class ReceiverChecks {
  private final AttachmentChecks attachments = AttachmentChecks.of(AttachmentPolicy.USUAL);
  private final Rules rules = RuleCatalogue.rules(Tolerances.ALL);
  private final Set<String> messages = new HashSet<>();
  private final Map<String, Accepted> documents = new HashMap<>();

  /** Whom an accepted document is about, who sent it, and whether it counts no more. */
  private record Accepted(Optional<String> patient, Optional<String> sender, boolean isVoid) {
    static Accepted of(SendDocument message) {
      return new Accepted(
          message.patient().flatMap(PatientView::nhsNumber), message.header().senderOds(), false);
    }

    Accepted voided() {
      return new Accepted(patient, sender, true);
    }

    boolean sameAs(Accepted other) {
      return patient.equals(other.patient) && sender.equals(other.sender);
    }
  }

  /**
   * What is wrong with a message and its outside; one that nothing is wrong with counts as seen
   * from now on. A replacement that fails makes void what it was to replace (GPCM-SD-024).
   */
  Judgement check(SendDocument message, MeshMetadata outside) {
    Findings findings = rules.check(message, outside).plus(attachments.check(message));
    if (message.messageId().map(CanonicalId::of).filter(messages::contains).isPresent()) {
      findings = findings.plus(seen(ResponseCode.DUPLICATE_MESSAGE, "MessageHeader.id", "message"));
    } else if (message
        .documentId()
        .map(CanonicalId::of)
        .filter(documents::containsKey)
        .isPresent()) {
      findings = findings.plus(seen(ResponseCode.DUPLICATE_DOCUMENT, "Bundle.id", "document"));
    }
    List<String> replaced = message.composition().replaces().stream().map(CanonicalId::of).toList();
    Accepted self = Accepted.of(message);
    for (String original : replaced) {
      Optional<Accepted> here = Optional.ofNullable(documents.get(original));
      if (here.filter(self::sameAs).isEmpty()) {
        findings =
            findings.plus(
                cannotReplace(
                    "the id of no document about this patient and of this sender that is here"));
      } else if (here.get().isVoid()) {
        findings = findings.plus(cannotReplace("the id of a document that is void"));
      }
    }
    Judgement judgement = Judgement.of(findings, !replaced.isEmpty());
    if (findings.valid()) {
      message.messageId().map(CanonicalId::of).ifPresent(messages::add);
      message.documentId().map(CanonicalId::of).ifPresent(id -> documents.put(id, self));
    } else if (judgement.code() == ResponseCode.REPLACEMENT_FAILED) {
      replaced.forEach(
          id ->
              documents.computeIfPresent(
                  id, (same, here) -> here.sameAs(self) ? here.voided() : here));
    }
    return judgement;
  }

  /** What is wrong with bytes that are no message, or too many. */
  static Judgement check(UnreadableMessageException e) {
    String path = e.line() > 0 ? "line " + e.line() + ", column " + e.column() : "the message";
    String found = String.valueOf(e.getMessage());
    return Judgement.of(
        Findings.none()
            .plus(
                e.tooLarge()
                    ? Finding.must(
                        "GPCM-SD-030",
                        e.code(),
                        path,
                        found,
                        "a message of an agreed size",
                        "Send fewer or smaller attachments")
                    : UnreadableFindings.unreadable(path, found)),
        false);
  }

  private static Finding cannotReplace(String found) {
    return Finding.must(
        "GPCM-SD-023",
        ResponseCode.REPLACEMENT_FAILED,
        "Composition.relatesTo.targetIdentifier",
        found,
        "the id of a document that was accepted before and counts",
        "Treat both as void, and send the current report as a new document that replaces none");
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
