package gpcm.bench;

import gpcm.consultation.json.ConsultationJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A valid message with a hole where an attachment of any size is streamed in. */
final class LargeMessage {
  private static final byte[] MARK =
      "the place of the large attachment".getBytes(StandardCharsets.US_ASCII);

  /** What stands in the hole. */
  static final String CONTENT = Base64.getEncoder().encodeToString(MARK);

  private LargeMessage() {}

  static String template() throws IOException {
    try (InputStream in =
        Files.newInputStream(
            Path.of(
                System.getProperty("project.root", "."), "examples/consultation-summary.json"))) {
      SendDocument message =
          SendDocument.consultationSummary()
              .from(new MailboxId("MAILBOX1"))
              .consultation(ConsultationJson.read(in))
              .report(AttachmentContent.of(PdfOfSize.bytes(0)))
              .attachments(
                  List.of(Attachment.of("text/plain", "Large", AttachmentContent.of(MARK))))
              .build(InstantSource.system(), UUID::randomUUID);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new MessageWriter().writeXml(message, out);
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  /** The base64 of this many bytes. */
  static final class Base64Stream extends InputStream {
    private long left;

    Base64Stream(long bytes) {
      this.left = bytes / 3 * 4;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'Q' : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(into, offset, offset + count, (byte) 'Q');
      left -= count;
      return count;
    }
  }
}
