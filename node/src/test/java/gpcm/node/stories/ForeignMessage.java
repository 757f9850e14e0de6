package gpcm.node.stories;

import gpcm.consultation.Document;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.node.TestNetwork;
import gpcm.node.viewing.HostileFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A message of somebody else's system, which looks at none of what it sends. */
record ForeignMessage(String documentId, String messageId, String xml) {
  /** A document with files that are not what its attachments say they are, in their order. */
  static ForeignMessage of(Document document, byte[]... files) throws IOException {
    return with(document, HostileFiles.letter(1), files);
  }

  /** The same with a report of its own. */
  static ForeignMessage with(Document document, byte[] report, byte[]... files) throws IOException {
    List<Attachment> attachments =
        document.attachments().stream()
            .map(
                each ->
                    Attachment.of(
                        each.contentType(),
                        each.title(),
                        AttachmentContent.of(files[document.attachments().indexOf(each)])))
            .toList();
    SendDocument message =
        SendDocument.of(
            document,
            new MailboxId(TestNetwork.SUPPLIER_MAILBOX),
            new EnclosedFiles(Optional.of(AttachmentContent.of(report)), attachments),
            InstantSource.system(),
            UUID::randomUUID);
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(message, xml);
    return new ForeignMessage(
        message.documentId().orElseThrow(),
        message.messageId().orElseThrow(),
        xml.toString(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return xml.getBytes(StandardCharsets.UTF_8);
  }
}
