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
import gpcm.message.MessageHandling;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.PatientView;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.MeshMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Answers whatever documents wait in a mailbox, as a receiver that follows the specification does,
 * or with the codes that a message's names or the user ask for. It files nothing: the content of a
 * message is gone once it is answered. One thread.
 */
public final class SyntheticReceiver {
  private final MeshMailbox mesh;
  private final OdsCode organisation;
  private final Answering unasked;
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
    this(mesh, organisation, Answering::byChecks, largest, clock);
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
    this(mesh, organisation, Answering.always(respond), largest, clock);
  }

  private SyntheticReceiver(
      MeshMailbox mesh, OdsCode organisation, Answering unasked, int largest, InstantSource clock) {
    this.mesh = mesh;
    this.organisation = organisation;
    this.unasked = unasked;
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
            ? receive(arrived, document, OutsideOf.received(headers))
            : arrived.ignored("no Send Document message");
      } catch (UnreadableMessageException e) {
        Judgement judgement = ReceiverChecks.check(e);
        return answer(
            arrived.unreadable(e, judgement.findings()),
            judgement,
            () -> ItkResponse.to(e),
            mailbox(arrived.from()).orElse(""),
            Answering::byChecks);
      }
    }
  }

  private Receipt receive(Receipt arrived, SendDocument document, MeshMetadata outside)
      throws IOException {
    Judgement judgement = checks.check(document, outside);
    Receipt receipt = arrived.read(document, judgement.findings());
    // An answer to an answer would go on for ever (ITK3, response patterns).
    MessageHandling handling = document.handling();
    if (Stream.of(handling.businessAcknowledgement(), handling.infrastructureAcknowledgement())
        .allMatch(Optional.of(false)::equals)) {
      return receipt.ignored("it asks for no answer");
    }
    return answer(
        receipt,
        judgement,
        () -> ItkResponse.to(document),
        // Answers go to MessageHeader.source.endpoint, else to the mailbox it came from.
        document
            .header()
            .sourceMailbox()
            .flatMap(SyntheticReceiver::mailbox)
            .or(() -> mailbox(arrived.from()))
            .orElse(""),
        AnswerChoice.inNames(document.patient().map(PatientView::given).orElse(List.of()))
            .map(Answering::always)
            .orElse(unasked));
  }

  private static Optional<String> mailbox(String text) {
    return Optional.of(text).filter(name -> name.matches("[A-Z0-9]{4,20}"));
  }

  private interface Original {
    ItkResponseBuilder.Code begin();
  }

  /**
   * What is answered.
   *
   * @param chosen whether names or the user chose the codes, not the checks
   */
  private record Answers(List<ResponseCode> codes, boolean chosen) {}

  /** How it comes to what is answered. */
  private interface Answering {
    Answers to(Judgement judgement);

    static Answers byChecks(Judgement judgement) {
      return new Answers(AnswerChoice.asking(judgement.code()).codes(), false);
    }

    static Answering always(AnswerChoice choice) {
      return judgement -> new Answers(choice.codes(), true);
    }
  }

  private Receipt answer(
      Receipt receipt, Judgement judgement, Original original, String to, Answering answering)
      throws IOException {
    if (to.isEmpty()) {
      return receipt.ignored("it names no mailbox to answer to");
    }
    Answers answers = answering.to(judgement);
    for (ResponseCode code : answers.codes()) {
      ItkResponse response =
          original
              .begin()
              .code(code)
              .diagnostics(answers.chosen() ? chosen(code) : judgement.diagnostics())
              .from(organisation, new MailboxId(mesh.mailbox()))
              .build(clock, UUID::randomUUID);
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      writer.writeXml(response, xml);
      mesh.send(
          OutgoingMessage.to(
                  new MailboxAddress(to), Workflows.ACKNOWLEDGEMENT, MeshBody.of(xml.toByteArray()))
              .localId(organisation.value())
              .sharedLocalId(true)
              .subject("ITK3 response " + code.code())
              .contentType("application/xml")
              .build());
    }
    return receipt.answered(answers.codes(), answers.chosen());
  }

  private static String chosen(ResponseCode code) {
    return code.positive() ? "" : code.code() + " was chosen for testing; nothing is wrong";
  }
}
