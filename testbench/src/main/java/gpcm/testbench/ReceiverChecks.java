package gpcm.testbench;

import gpcm.message.Attachment;
import gpcm.message.CanonicalId;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the synthetic receiver finds wrong: every rule on the message, and the checks that need a
 * policy or a memory. It remembers what it accepted for as long as it runs. One thread.
 */
final class ReceiverChecks {
  private static final Set<String> APPROVED =
      Set.of("application/pdf", "text/plain", "image/jpeg", "image/png");

  private final Rules rules = RuleCatalogue.rules(Tolerances.ALL);
  private final Set<String> messages = new HashSet<>();
  private final Set<String> documents = new HashSet<>();

  /** What is wrong with a message; one that nothing is wrong with counts as seen from now on. */
  Findings check(SendDocument message) throws IOException {
    Findings findings = rules.check(message).plus(attachments(message.attachments()));
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
    return Findings.none()
        .plus(
            Finding.must(
                "GPCM-C-02",
                e.code(),
                e.line() > 0 ? "line " + e.line() + ", column " + e.column() : "the message",
                String.valueOf(e.getMessage()),
                "a FHIR STU3 message bundle in XML of an agreed size",
                "Send a message that can be read"));
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

  private static Findings attachments(List<Attachment> attachments) throws IOException {
    Findings findings = Findings.none();
    for (int i = 0; i < attachments.size(); i++) {
      String type = attachments.get(i).mediaType();
      if (!APPROVED.contains(type)) {
        findings =
            findings.plus(
                Finding.must(
                    "GPCM-SD-CS-031",
                    ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
                    "Binary[" + i + "].contentType",
                    "another type",
                    "one of the types that this receiver approves",
                    "Convert the document to an approved type"));
      } else if (type.equals("application/pdf") && !startsAsPdf(attachments.get(i))) {
        findings =
            findings.plus(
                Finding.must(
                    "GPCM-SD-CS-031",
                    ResponseCode.ATTACHMENT_TYPE_UNSUPPORTED,
                    "Binary[" + i + "].content",
                    "content that does not begin as a PDF does",
                    "content of the type that contentType declares",
                    "Send the file with its own type, undamaged"));
      }
    }
    return findings;
  }

  private static boolean startsAsPdf(Attachment attachment) throws IOException {
    try (InputStream in = attachment.content().open()) {
      return new String(in.readNBytes(1024), StandardCharsets.ISO_8859_1).contains("%PDF-");
    }
  }
}
