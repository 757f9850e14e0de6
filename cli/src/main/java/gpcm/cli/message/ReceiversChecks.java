package gpcm.cli.message;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.AttachmentPolicy;
import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.rules.Findings;
import gpcm.rules.UnreadableFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What a receiver with the usual settings says of a message by itself: the form it came in, the
 * rules, and what its attachments are. Thread-safe.
 *
 * @param rules the rules, with what travelled beside the message where that is known
 * @param large a folder for attachments that are too large for memory
 */
record ReceiversChecks(MessageReader reader, Function<ReadMessage, Findings> rules, Path large) {
  private static final int IN_MEMORY = 1 << 18;
  private static final AttachmentChecks ATTACHMENTS = AttachmentChecks.of(AttachmentPolicy.USUAL);

  /** Does something with a message while its attachments are there. */
  interface Look<T> {
    T at(ReadMessage message) throws IOException;
  }

  <T> T read(MessageFile file, Look<T> look) throws IOException {
    Path folder = Files.createTempDirectory(large, "");
    try {
      return look.at(file.read(reader, AttachmentSink.spilling(IN_MEMORY, folder)));
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  Findings check(MessageFile file, ReadMessage message) throws IOException {
    Findings findings = rules.apply(message);
    if (message instanceof SendDocument document) {
      findings = findings.plus(ATTACHMENTS.check(document));
    }
    return file.isJson() ? findings.plus(UnreadableFindings.json()) : findings;
  }
}
