package gpcm.cli.message;

import gpcm.cli.terminal.FailureMessage;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.OtherMessage;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import java.io.IOException;
import java.nio.file.Path;

/** The message that a response answers, from a file. It is read and not checked itself. */
final class OriginalFile {
  private OriginalFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException saying what is wrong with it and what is expected
   */
  static SendDocument read(Path file) {
    try {
      MessageReader reader = new MessageReader(ReadLimits.STANDARD, Tolerances.ALL);
      return switch (MessageFile.of(file).read(reader, AttachmentSink.discarding())) {
        case SendDocument document -> document;
        case ItkResponse response -> throw refused(file, "it is a response itself", null);
        case OtherMessage other -> throw refused(file, "it is " + other.kind(), null);
      };
    } catch (UnreadableMessageException e) {
      throw refused(file, "it cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The original cannot be read: " + FailureMessage.text(e), e);
    }
  }

  private static IllegalArgumentException refused(Path file, String why, Exception cause) {
    return new IllegalArgumentException(
        "%s is no Send Document message: %s; give the message that the response answers"
            .formatted(file, why),
        cause);
  }
}
