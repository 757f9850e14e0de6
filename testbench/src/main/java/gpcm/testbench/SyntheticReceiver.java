package gpcm.testbench;

import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshMailbox;
import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.ItkResponse;
import gpcm.message.ItkResponseBuilder;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.PatientView;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.Findings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Answers whatever documents wait in a mailbox, as a receiver that follows the specification does,
 * or with the codes that a message's names or the user ask for. It files nothing: the content of a
 * message is gone once it is answered. One thread.
 */
public final class SyntheticReceiver {
  private final MeshMailbox mesh;
  private final OdsCode organisation;
  private final Optional<AnswerChoice> respond;
  private final InstantSource clock;
  private final MessageReader reader;
  private final int largest;
  private final MessageWriter writer = new MessageWriter();
  private final ReceiverChecks checks = new ReceiverChecks();

  /**
   * A receiver that answers by what the checks find.
   *
   * @param organisation who answers
   * @param largest bytes of the largest message that is accepted (20015)
   */
  public SyntheticReceiver(
      MeshMailbox mesh, OdsCode organisation, int largest, InstantSource clock) {
    this(mesh, organisation, Optional.empty(), largest, clock);
  }

  /**
   * A receiver that gives these answers to every message that asks for none itself, whatever the
   * checks find.
   */
  public SyntheticReceiver(
      MeshMailbox mesh,
      OdsCode organisation,
      AnswerChoice respond,
      int largest,
      InstantSource clock) {
    this(mesh, organisation, Optional.of(respond), largest, clock);
  }

  private SyntheticReceiver(
      MeshMailbox mesh,
      OdsCode organisation,
      Optional<AnswerChoice> respond,
      int largest,
      InstantSource clock) {
    this.mesh = mesh;
    this.organisation = organisation;
    this.respond = respond;
    this.largest = largest;
    this.clock = clock;
    this.reader = new MessageReader(ReadLimits.STANDARD.withTotalBytes(largest), Tolerances.ALL);
  }

  /** Answers everything that waits now, telling of each message once its answers are sent. */
  public void answerWaiting(Consumer<Receipt> told) throws IOException {
    InboxQuery query = InboxQuery.workflow(Workflows.DOCUMENT);
    InboxPage page = mesh.inbox(query);
    List<String> waiting = new ArrayList<>(page.messageIds());
    while (page.next().isPresent()) {
      page = mesh.inbox(query.from(page.next().get()));
      waiting.addAll(page.messageIds());
    }
    for (String id : waiting) {
      Receipt receipt = receive(id);
      mesh.acknowledge(id);
      told.accept(receipt);
    }
  }

  private Receipt receive(String id) throws IOException {
    try (Download download = mesh.download(id)) {
      MessageHeaders headers = download.headers();
      Receipt arrived = Receipt.of(id, headers.from().orElse(""));
      if (headers.messageType() == MessageType.REPORT) {
        return arrived.ignored("a report of MESH");
      }
      try {
        ReadMessage message = reader.readXml(download.body(), AttachmentSink.inMemory(largest));
        return message instanceof SendDocument document
            ? receive(arrived, document)
            : arrived.ignored("no Send Document message");
      } catch (UnreadableMessageException e) {
        Findings findings = ReceiverChecks.check(e);
        return answer(
            arrived.read(e.messageId(), Optional.empty(), findings),
            () -> ItkResponse.to(e),
            mailbox(Optional.empty(), arrived.from()),
            Optional.empty());
      }
    }
  }

  private Receipt receive(Receipt arrived, SendDocument document) throws IOException {
    Findings findings = checks.check(document);
    Receipt receipt =
        arrived.read(
            document.messageId(), document.useCase().map(useCase -> useCase.name()), findings);
    // An answer to an answer would go on for ever (ITK3, response patterns).
    if (refused(document.handling().businessAcknowledgement())
        && refused(document.handling().infrastructureAcknowledgement())) {
      return receipt.ignored("it asks for no answer");
    }
    return answer(
        receipt,
        () -> ItkResponse.to(document),
        mailbox(document.header().sourceMailbox(), arrived.from()),
        AnswerChoice.inNames(document.patient().map(PatientView::given).orElse(List.of()))
            .or(() -> respond));
  }

  private static boolean refused(Optional<Boolean> flag) {
    return flag.equals(Optional.of(false));
  }

  /** Where answers go: MessageHeader.source.endpoint, else the mailbox it came from. */
  private static Optional<String> mailbox(Optional<String> source, String from) {
    return source
        .filter(SyntheticReceiver::isMailbox)
        .or(() -> Optional.of(from).filter(SyntheticReceiver::isMailbox));
  }

  private static boolean isMailbox(String text) {
    return text.matches("[A-Z0-9]{4,20}");
  }

  private interface Original {
    ItkResponseBuilder.Code begin();
  }

  private Receipt answer(
      Receipt receipt, Original original, Optional<String> to, Optional<AnswerChoice> trigger)
      throws IOException {
    if (to.isEmpty()) {
      return receipt.ignored("it names no mailbox to answer to");
    }
    AnswerChoice answers = trigger.orElseGet(() -> AnswerChoice.asking(receipt.findings().code()));
    for (ResponseCode code : answers.codes()) {
      ItkResponse response =
          original
              .begin()
              .code(code)
              .diagnostics(trigger.isPresent() ? chosen(code) : receipt.findings().diagnostics())
              .from(organisation, new MailboxId(mesh.mailbox()))
              .build(clock, UUID::randomUUID);
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      writer.writeXml(response, xml);
      mesh.send(
          OutgoingMessage.to(
                  new MailboxAddress(to.get()),
                  Workflows.ACKNOWLEDGEMENT,
                  MeshBody.of(xml.toByteArray()))
              .localId(organisation.value())
              .sharedLocalId(true)
              .subject("ITK3 response " + code.code())
              .contentType("application/xml")
              .build());
    }
    return receipt.answered(answers.codes(), trigger.isPresent());
  }

  private static String chosen(ResponseCode code) {
    return code.positive() ? "" : code.code() + " was chosen for testing; nothing is wrong";
  }
}
