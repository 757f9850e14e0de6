package gpcm.node.stories;

import static org.awaitility.Awaitility.await;

import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A MESH mailbox of a system that is not ours. */
record ForeignSystem(MeshClient mesh) implements AutoCloseable {
  static final String ODS = "A99903";
  static final String SEND_DOCUMENT = "GPFED_CONSULT_REPORT";

  /** What came back, and on which workflow. */
  record Answered(String workflow, String code) {}

  void sends(ForeignMessage message, Place to) {
    sends(message, to, SEND_DOCUMENT);
  }

  void sends(ForeignMessage message, Place to, String workflow) {
    mesh.send(
        OutgoingMessage.to(
                new MailboxAddress(ThreeNodes.mailbox(to.ods())),
                workflow,
                MeshBody.of(message.bytes()))
            .localId(ODS)
            .subject("from somebody else's system")
            .build());
  }

  /** The answers to a message once there are so many, in no order; they stay where they are. */
  List<Answered> answers(ForeignMessage message, int count) {
    return await()
        .atMost(Place.PATIENCE)
        .until(() -> answersSoFar(message), found -> found.size() >= count);
  }

  /** The same, as many as there are now. */
  List<Answered> answersSoFar(ForeignMessage message) throws IOException {
    List<Answered> found = new ArrayList<>();
    for (String id : mesh.inbox(InboxQuery.all()).messageIds()) {
      try (Download download = mesh.download(id)) {
        ItkResponse response =
            (ItkResponse)
                new MessageReader()
                    .readXml(
                        new ByteArrayInputStream(download.body().readAllBytes()),
                        AttachmentSink.discarding());
        if (response.respondsTo().filter(message.messageId()::equals).isPresent()) {
          found.add(
              new Answered(
                  download.headers().workflowId().orElseThrow(),
                  response.codeText().orElseThrow()));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    mesh.close();
  }
}
