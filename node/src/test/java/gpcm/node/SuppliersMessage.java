package gpcm.node;

import gpcm.consultation.Document;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A document as another supplier would send it, to be sent as it is or spoiled first. */
record SuppliersMessage(SendDocument document, String xml) {
  /** The least that every reader of PDF opens. */
  static final byte[] REPORT =
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
      trailer <</Root 1 0 R>>
      %%EOF
      """
          .getBytes(StandardCharsets.US_ASCII);

  static SuppliersMessage about(Document consultation) throws IOException {
    List<Attachment> attachments = new ArrayList<>();
    for (var declared : consultation.attachments()) {
      attachments.add(
          Attachment.of(
              declared.contentType(),
              declared.title(),
              AttachmentContent.of(Files.readAllBytes(TestNetwork.example(declared.file())))));
    }
    SendDocument document =
        SendDocument.of(
            consultation,
            new MailboxId(TestNetwork.SUPPLIER_MAILBOX),
            EnclosedFiles.of(AttachmentContent.of(REPORT), attachments),
            InstantSource.system(),
            UUID::randomUUID);
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(document, xml);
    return new SuppliersMessage(document, xml.toString(StandardCharsets.UTF_8));
  }

  String messageId() {
    return document.messageId().orElseThrow();
  }

  String encounterId() {
    return document.handling().senderReference().orElseThrow();
  }

  String documentId() {
    return document.documentId().orElseThrow();
  }

  byte[] bytes() {
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same, marked restricted: its text does not name the organisation, and all else is as it
   * was.
   *
   * @param source what it was made of
   */
  SuppliersMessage restricted(Document source) {
    return with("<confidentiality value=\"N\"/>", "<confidentiality value=\"R\"/>")
        .with(text(source, false), text(source, true));
  }

  private String text(Document source, boolean restricted) {
    return document.useCase().orElseThrow().compositionText(UseCase.Subject.of(source), restricted);
  }

  /** The line that MESH carries with it. */
  String line(Document source, boolean restricted) {
    return document.useCase().orElseThrow().subjectLine(UseCase.Subject.of(source), restricted);
  }

  /** The same but for the bytes of an attachment. */
  SuppliersMessage withOtherNotes(byte[] notes) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] before = Files.readAllBytes(TestNetwork.example("consultation-summary-throat.txt"));
    return with(base64.encodeToString(before), base64.encodeToString(notes));
  }

  /** The same with something replaced; fails when there is nothing to replace. */
  SuppliersMessage with(String before, String after) {
    if (!xml.contains(before)) {
      throw new AssertionError("the message has no '" + before + "' to replace");
    }
    return new SuppliersMessage(document, xml.replace(before, after));
  }
}
