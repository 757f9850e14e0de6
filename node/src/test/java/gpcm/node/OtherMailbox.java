package gpcm.node;

import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A MESH mailbox that no node works for, in the hands of a test. */
record OtherMailbox(MeshClient mesh, String id) implements AutoCloseable {

  /** Sends bytes; gives MESH's id of the message. */
  String sends(byte[] body, String toMailbox, String workflow) {
    return mesh.send(
            OutgoingMessage.to(new MailboxAddress(toMailbox), workflow, MeshBody.of(body))
                .localId(id.substring(0, 6))
                .subject("from " + id)
                .build())
        .messageId();
  }

  /** Answers a document as if it had come here. */
  void answers(SendDocument document, ResponseCode code, String toMailbox) throws IOException {
    answersOn("GPFED_CONSULT_REPORT_ACK", document, code, toMailbox);
  }

  /** The same on any workflow. */
  void answersOn(String workflow, SendDocument document, ResponseCode code, String toMailbox)
      throws IOException {
    sends(answer(document, code), toMailbox, workflow);
  }

  /** Answers a document with a code of any kind, given with the severity of another one. */
  void answers(SendDocument document, ResponseCode as, String code, String toMailbox)
      throws IOException {
    String xml =
        new String(answer(document, as), StandardCharsets.UTF_8)
            .replace("\"" + as.code() + "\"", "\"" + code + "\"");
    sends(xml.getBytes(StandardCharsets.UTF_8), toMailbox, "GPFED_CONSULT_REPORT_ACK");
  }

  /** Answers a document by an answer of which one place is changed. */
  void answersWith(
      String there, String instead, SendDocument document, ResponseCode code, String toMailbox)
      throws IOException {
    String right = new String(answer(document, code), StandardCharsets.UTF_8);
    if (!right.contains(there)) {
      throw new IllegalArgumentException("no answer has " + there);
    }
    sends(
        right.replace(there, instead).getBytes(StandardCharsets.UTF_8),
        toMailbox,
        "GPFED_CONSULT_REPORT_ACK");
  }

  /** Answers a document by another spelling of its message's id. */
  void answersNaming(SendDocument document, String messageId, ResponseCode code, String toMailbox)
      throws IOException {
    String xml =
        new String(answer(document, code), StandardCharsets.UTF_8)
            .replace(document.messageId().orElseThrow(), messageId);
    sends(xml.getBytes(StandardCharsets.UTF_8), toMailbox, "GPFED_CONSULT_REPORT_ACK");
  }

  /** Answers knowing nothing of the document but what its SenderReference is. */
  void answersByReference(SendDocument document, ResponseCode code, String toMailbox)
      throws IOException {
    String known =
        new String(answer(document, code), StandardCharsets.UTF_8)
            .replace(document.messageId().orElseThrow(), UUID.randomUUID().toString());
    sends(known.getBytes(StandardCharsets.UTF_8), toMailbox, "GPFED_CONSULT_REPORT_ACK");
  }

  private byte[] answer(SendDocument document, ResponseCode code) throws IOException {
    ItkResponse response =
        ItkResponse.to(document)
            .code(code)
            .diagnostics("")
            .from(new OdsCode(id.substring(0, 6)), new MailboxId(id))
            .build(InstantSource.system(), UUID::randomUUID);
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(response, xml);
    return xml.toByteArray();
  }

  /** What waits here, oldest first; it stays here. */
  List<ReadMessage> messages() throws IOException {
    List<ReadMessage> messages = new ArrayList<>();
    for (String each : mesh.inbox(InboxQuery.all()).messageIds()) {
      try (Download download = mesh.download(each)) {
        messages.add(
            new MessageReader()
                .readXml(
                    new ByteArrayInputStream(download.body().readAllBytes()),
                    AttachmentSink.discarding()));
      }
    }
    return messages;
  }

  @Override
  public void close() {
    mesh.close();
  }
}
