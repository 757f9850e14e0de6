package gpcm.mesh.server;

import gpcm.mesh.MeshAddress;
import gpcm.mesh.MexHeader;
import gpcm.mesh.store.BodyForm;
import gpcm.mesh.store.BodyTooLarge;
import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageLabels;
import gpcm.mesh.store.MessageState;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.Parties;
import gpcm.mesh.store.ReceivedBody;
import gpcm.mesh.store.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes messages and chunks in. What is answered with 202 is on disk. */
final class OutboxCalls {
  private static final int PIECE = 64 * 1024;
  private static final String CHUNK_HEADERS = "Invalid chunk values sent in mex-Chunk-Range header";

  private final MessageStore store;
  private final Registry registry;
  private final Mode mode;
  private final ServerLimits limits;
  private final Set<String> routedWorkflows;
  private final InstantSource clock;
  private final PracticeRouting routing;

  OutboxCalls(
      MessageStore store, Registry registry, ServerSettings settings, PracticeRouting routing) {
    this.store = store;
    this.registry = registry;
    this.routing = routing;
    mode = settings.mode();
    limits = settings.limits();
    routedWorkflows = settings.network().routedWorkflows();
    clock = settings.clock();
  }

  Reply send(Call call, RegisteredMailbox sender) {
    SendHeaders.check(call);
    String range = call.header(MexHeader.CHUNK_RANGE);
    if (!range.isEmpty() && !SendHeaders.isRange(range, 1)) {
      throw Refusal.of(417, "SEND", "InvalidHeaderChunks", CHUNK_HEADERS);
    }
    int chunks = range.isEmpty() ? 1 : SendHeaders.total(range);
    String recipient = recipient(call, sender);
    ReceivedBody body = receive(call);
    if (body.size() == 0) {
      throw Refusal.of(417, "COLLECT", "02", "Data file is missing or inaccessible.");
    }
    String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    StoredMessage message = message(call, sender, recipient, id, chunks);
    try {
      store.create(message, body);
    } catch (RuntimeException e) {
      store.discard(body);
      throw e;
    }
    if (chunks == 1) {
      routing.consider(id);
    }
    return Reply.json(202, Reply.object(call.v1() ? "messageID" : "message_id", id));
  }

  Reply chunk(Call call, RegisteredMailbox sender) {
    String id = call.id("message");
    int number = WholeNumber.of("path", "chunk_number", call.path("chunk"));
    if (!SendHeaders.isRange(call.header(MexHeader.CHUNK_RANGE), number)) {
      throw Refusal.about(id, 417, "SEND", "InvalidHeaderChunks", CHUNK_HEADERS);
    }
    Held held = store.find(id).orElseThrow(() -> Refusal.of(404, "Not Found"));
    StoredMessage message = held.message();
    if (!message.parties().sender().equals(sender.id())) {
      throw Refusal.forbidden();
    }
    if (message.status() != MessageStatus.UPLOADING) {
      if (mode == Mode.STRICT && repeats(call, store.find(id).orElse(held), number)) {
        // The answer to the last chunk was lost and the client repeats it; the message is whole, so
        // that is no error.
        return accepted(call, id, number);
      }
      throw Refusal.plain(423);
    }
    if (number > message.body().totalChunks()) {
      throw Refusal.plain(406);
    }
    if (!call.header("content-encoding").equals(message.body().contentEncoding())) {
      throw Refusal.of(417, "cannot change content encoding");
    }
    ReceivedBody body = receive(call);
    long others = held.size() - held.chunkSize(number);
    if (mode == Mode.STRICT && others + body.size() > limits.messageBytes()) {
      store.discard(body);
      throw Refusal.about(
          id,
          413,
          "SEND",
          "",
          "The message would have %d bytes; at most %d are allowed"
              .formatted(others + body.size(), limits.messageBytes()));
    }
    try {
      store.addChunk(id, number, body, clock.millis());
    } catch (RuntimeException e) {
      store.discard(body);
      throw e;
    }
    routing.consider(id);
    return accepted(call, id, number);
  }

  /** Whether a chunk of a message that is whole comes once more, byte by byte. */
  private boolean repeats(Call call, Held held, int number) {
    if (!held.complete()
        || !held.hasChunk(number)
        || !call.header("content-encoding").equals(held.message().body().contentEncoding())) {
      return false;
    }
    byte[] stored = new byte[PIECE];
    try (InputStream before = store.open(held, number)) {
      InputStream again = call.body();
      while (true) {
        int length = before.readNBytes(stored, 0, PIECE);
        byte[] piece = again.readNBytes(Math.max(1, length));
        if (piece.length != length || !Arrays.equals(piece, 0, length, stored, 0, length)) {
          return false;
        }
        if (length == 0) {
          return true;
        }
      }
    } catch (IOException e) {
      throw Refusal.of(400, "TRANSFER", "", "The body broke off; nothing was accepted");
    }
  }

  private static Reply accepted(Call call, String id, int number) {
    return call.v1()
        ? Reply.json(202, Reply.object("messageID", id, "blockID", number))
        : new Reply(202, Map.of(), Reply.JSON, new Reply.Content.Text("null"));
  }

  /**
   * The mailbox a message is for; for automatic routing in strict mode the patient address itself.
   */
  private String recipient(Call call, RegisteredMailbox sender) {
    String to = call.header(MexHeader.TO);
    String workflow = call.header(MexHeader.WORKFLOW_ID);
    if (mode == Mode.STRICT && MeshAddress.isPatient(to) && routedWorkflows.contains(workflow)) {
      checkSender(sender, workflow);
      try {
        return MeshAddress.parse(to.toUpperCase(Locale.ROOT)).text();
      } catch (IllegalArgumentException e) {
        throw Refusal.of(417, "SEND", "12", "Unregistered to address: " + e.getMessage());
      }
    }
    RegisteredMailbox mailbox =
        registry
            .mailbox(to)
            .filter(box -> mode == Mode.COMPATIBLE || box.active())
            .orElseThrow(() -> Refusal.of(417, "SEND", "12", "Unregistered to address"));
    if (mode == Mode.STRICT) {
      checkSender(sender, workflow);
      boolean receives =
          registry.workflow(workflow).map(w -> w.receivers().contains(mailbox.id())).orElse(false);
      if (!receives) {
        throw Refusal.of(
            417,
            "SEND",
            "17",
            "Invalid Recipient: the recipient is not registered for workflow type " + workflow);
      }
    }
    return mailbox.id();
  }

  private void checkSender(RegisteredMailbox sender, String workflow) {
    if (registry.workflow(workflow).filter(w -> w.senders().contains(sender.id())).isEmpty()) {
      throw Refusal.of(
          417,
          "SEND",
          "16",
          "Invalid Sender: the sender is not registered to send workflow type " + workflow);
    }
  }

  private ReceivedBody receive(Call call) {
    long limit = mode == Mode.STRICT ? limits.requestBytes() : Long.MAX_VALUE - 1;
    try {
      if (call.contentLength() > limit) {
        throw tooLarge(limit);
      }
      ReceivedBody body = store.receive(call.body(), limit);
      if (mode == Mode.STRICT
          && call.header("content-encoding").equals("gzip")
          && body.size() > 0) {
        checkPacked(body);
      }
      return body;
    } catch (BodyTooLarge e) {
      throw tooLarge(limit);
    } catch (IOException e) {
      throw Refusal.of(
          400, "TRANSFER", "", "The body broke off or couldn't be kept; nothing was accepted");
    }
  }

  // Nobody could read it: not the recipient, and not this server for clients that take no gzip.
  private void checkPacked(ReceivedBody body) {
    try {
      PackedContent.check(store.open(body), limits);
    } catch (IOException e) {
      store.discard(body);
      throw PackedContent.refusal(e);
    }
  }

  private static Refusal tooLarge(long limit) {
    return Refusal.of(
        413,
        "SEND",
        "",
        "The request body has more than %d bytes; send the message in chunks".formatted(limit));
  }

  private StoredMessage message(
      Call call, RegisteredMailbox sender, String recipient, String id, int chunks) {
    String fileName = call.header(MexHeader.FILE_NAME);
    String mexType = call.header(MexHeader.CONTENT_TYPE);
    long now = clock.millis();
    return new StoredMessage(
        id,
        false,
        new Parties(sender.id(), recipient),
        new MessageLabels(
            call.header(MexHeader.WORKFLOW_ID),
            call.header(MexHeader.LOCAL_ID),
            call.header(MexHeader.SUBJECT),
            fileName.isEmpty() ? id + ".dat" : fileName,
            call.header(MexHeader.PARTNER_ID)),
        new BodyForm(
            mexType.isEmpty() ? call.header("content-type") : mexType,
            call.header("content-encoding"),
            call.header(MexHeader.CONTENT_CHECKSUM),
            SendHeaders.flag(call.header(MexHeader.CONTENT_COMPRESSED)),
            SendHeaders.flag(call.header(MexHeader.CONTENT_ENCRYPTED)),
            chunks),
        now,
        MessageState.of(MessageStatus.UPLOADING, now),
        "");
  }
}
