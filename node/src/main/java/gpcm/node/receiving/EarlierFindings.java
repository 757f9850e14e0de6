package gpcm.node.receiving;

import gpcm.message.SendDocument;
import gpcm.node.ledger.ToRead;
import gpcm.node.receiving.DocumentReceiving.Checked;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/** What is wrong with a document because of what its receiver has received before. */
final class EarlierFindings {
  private EarlierFindings() {}

  // Only a message that would otherwise be accepted counts as seen: after a rejection its sender
  // may mend and send again. The same id with something else in it is no copy: nobody here has seen
  // it.
  static Optional<Finding> seen(
      Checked checked, Earlier.Before before, BiPredicate<Checked, UUID> same, boolean valid) {
    if (before.sameMessage().isPresent()) {
      Earlier.Received first = before.sameMessage().get();
      return Optional.of(
          first.content().equals(checked.message().content().hash())
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

  // Row 11 of the digest's table.
  static Findings original(Earlier.Before before, boolean anothers) {
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

  static boolean sameSender(ToRead message, SendDocument document, Earlier.Original original) {
    String mailbox = message.message().sender();
    return document.header().senderOds().orElse("").equals(original.senderOds())
        && (mailbox.isEmpty()
            || original.mailbox().isEmpty()
            || mailbox.equalsIgnoreCase(original.mailbox()));
  }
}
