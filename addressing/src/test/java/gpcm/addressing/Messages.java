package gpcm.addressing;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** The documents of examples/ and their messages. */
final class Messages {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T09:30:15Z"));
  static final MailboxId HUB = new MailboxId("HUBBOX01");
  private static final byte[] PDF = "%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  private Messages() {}

  static Document example(String name) {
    return DocumentJson.read(json(name).getBytes(StandardCharsets.UTF_8));
  }

  /** The Consultation Summary of the examples about somebody with this surname. */
  static Document summaryOf(String surname) {
    String text =
        json("consultation-summary.json")
            .replace("\"family\": \"Testpatient\"", "\"family\": \"" + surname + "\"");
    return DocumentJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  static Document confidentialSummary() {
    String text =
        json("consultation-summary.json")
            .replace("\"confidential\": false", "\"confidential\": true");
    return DocumentJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(String name) {
    try {
      return Files.readString(
          Path.of(System.getProperty("project.root", "..")).resolve("examples").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SendDocument message(Document document) {
    return SendDocument.of(
        document,
        HUB,
        new EnclosedFiles(
            Optional.of(AttachmentContent.of(PDF)),
            document.attachments().stream()
                .map(
                    file ->
                        Attachment.of(file.contentType(), file.title(), AttachmentContent.of(PDF)))
                .toList()),
        CLOCK,
        UUID::randomUUID);
  }

  static byte[] xml(ReadMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new MessageWriter().writeXml(message, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
