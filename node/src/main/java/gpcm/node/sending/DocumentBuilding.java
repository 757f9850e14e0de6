package gpcm.node.sending;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.mesh.MeshUnavailable;
import gpcm.message.MessageWriter;
import gpcm.message.RecipientType;
import gpcm.message.SendDocument;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Backoff;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.OutgoingMessage;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.store.Content;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Builds an accepted document: renders the report where none was handed in, makes the message, and
 * commits its bytes together with the order to post them. Ids are drawn here, once: a step that is
 * repeated after a crash finds the document built. Thread-safe.
 */
final class DocumentBuilding {
  private static final String PDF = "application/pdf";
  private static final int FAILURES_BEFORE_GIVING_UP = 5;
  private static final long IN_MEMORY = 4L << 20;

  private final Database database;
  private final ContentStore content;
  private final Documents documents;
  private final OutgoingMessages outgoing;
  private final Progress progress;
  private final Timeline timeline;
  private final InstantSource clock;
  private final Map<String, Mailbox> mailboxes;
  private final Routing routing;
  private final Drafting drafting;
  private final MessageWriter writer;
  private final Path work;
  private final Task<Void> task;

  DocumentBuilding(
      Database database,
      ContentStore content,
      Documents documents,
      OutgoingMessages outgoing,
      Progress progress,
      Timeline timeline,
      InstantSource clock,
      Map<String, Mailbox> mailboxes,
      Routing routing,
      Drafting drafting,
      MessageWriter writer,
      Path work) {
    this.database = database;
    this.content = content;
    this.documents = documents;
    this.outgoing = outgoing;
    this.progress = progress;
    this.timeline = timeline;
    this.clock = clock;
    this.mailboxes = Map.copyOf(mailboxes);
    this.routing = routing;
    this.drafting = drafting;
    this.writer = writer;
    this.work = work;
    this.task =
        Tasks.oneTime("build-document")
            .onFailure(
                new Backoff<>(
                    Duration.ofSeconds(1), Duration.ofMinutes(1), clock, this::giveUpInTheEnd))
            .execute((instance, context) -> build(UUID.fromString(instance.getId())));
  }

  Task<Void> task() {
    return task;
  }

  private void build(UUID id) {
    Optional<OutboxDocument> found =
        database.jdbi().withHandle(handle -> documents.find(handle, id));
    if (found.isEmpty() || found.get().state() != DocumentState.ACCEPTED) {
      return;
    }
    OutboxDocument document = found.get();
    Mailbox mailbox = mailboxes.get(document.organisation());
    if (mailbox == null) {
      throw new IllegalStateException(
          "no mailbox is configured for organisation "
              + document.organisation()
              + ", for which a document waits to be built; put it back into the configuration");
    }
    Document source =
        DocumentJson.read(
            content.read(database.jdbi().withHandle(handle -> documents.source(handle, id))));
    // Before the report is rendered: while MESH is away this runs again and again.
    String address = routing.primary(mailbox, source);
    Optional<String> copyAddress = source.sendTo().map(provider -> routing.copy(mailbox, source));
    List<DocumentFile> files = database.jdbi().withHandle(handle -> documents.files(handle, id));
    Drafting.Draft draft = drafting.of(source, mailbox.id(), files);
    Optional<SendDocument> copy =
        copyAddress.map(
            practice ->
                draft.message().copyFor(RecipientType.FOR_INFORMATION, clock, UUID::randomUUID));
    try (Written written = write(draft.message(), draft.size());
        Written copied = copy.isPresent() ? write(copy.get(), draft.size()) : Written.NOTHING) {
      database.useTransaction(
          transaction -> {
            if (documents.lock(transaction.handle(), id).orElseThrow().state()
                != DocumentState.ACCEPTED) {
              return;
            }
            List<DocumentFile> all = withReport(transaction, document, draft, files);
            commit(transaction, document, draft.message(), draft.subject(), address, written);
            if (copy.isPresent()) {
              OutboxDocument forPractice = copyOf(transaction, document, all);
              commit(
                  transaction,
                  forPractice,
                  copy.get(),
                  draft.subject(),
                  copyAddress.orElseThrow(),
                  copied);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("the message of document " + id + " cannot be written", e);
    }
  }

  /** A message written somewhere for a moment: in memory, or in a file that goes away. */
  private record Written(Optional<byte[]> memory, Optional<Path> file) implements AutoCloseable {
    static final Written NOTHING = new Written(Optional.empty(), Optional.empty());

    Content store(ContentStore content, Handle handle) throws IOException {
      if (memory.isPresent()) {
        return content.put(handle, memory.get());
      }
      try (var bytes = Files.newInputStream(file.orElseThrow())) {
        return content.put(handle, bytes);
      }
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    }
  }

  private Written write(SendDocument message, long size) throws IOException {
    if (size <= IN_MEMORY) {
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      writer.writeXml(message, xml);
      return new Written(Optional.of(xml.toByteArray()), Optional.empty());
    }
    Path file = Files.createTempFile(Files.createDirectories(work), "message", ".xml");
    try (var xml = Files.newOutputStream(file)) {
      writer.writeXml(message, xml);
    }
    return new Written(Optional.empty(), Optional.of(file));
  }

  private List<DocumentFile> withReport(
      Transaction transaction,
      OutboxDocument document,
      Drafting.Draft draft,
      List<DocumentFile> files) {
    if (draft.rendered().isEmpty()) {
      return files;
    }
    Content pdf = content.put(transaction.handle(), draft.rendered().get());
    String title = draft.message().composition().title().orElseThrow();
    DocumentFile report =
        new DocumentFile(
            title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".pdf", title, PDF, pdf, true);
    documents.addFile(transaction.handle(), document.id(), files.size(), report);
    List<DocumentFile> all = new ArrayList<>(files);
    all.addFirst(report);
    return all;
  }

  // A document of its own in the outbox: it has its own message and its own acknowledgements
  // (GPCM-SD-OC-142).
  private OutboxDocument copyOf(
      Transaction transaction, OutboxDocument document, List<DocumentFile> files) {
    Handle handle = transaction.handle();
    UUID id = UUID.randomUUID();
    documents.addCopy(handle, id, document.id());
    for (int ordinal = 0; ordinal < files.size(); ordinal++) {
      documents.addFile(handle, id, ordinal, files.get(ordinal));
    }
    timeline.ofDocument(
        handle,
        document.organisation(),
        document.id(),
        "copied",
        "document " + id + " carries a copy to the registered practice, for information");
    timeline.ofDocument(
        handle,
        document.organisation(),
        id,
        "accepted",
        "copy of document " + document.id() + " for the registered practice, for information");
    return documents.find(handle, id).orElseThrow();
  }

  private void commit(
      Transaction transaction,
      OutboxDocument document,
      SendDocument message,
      String subject,
      String address,
      Written written)
      throws IOException {
    Handle handle = transaction.handle();
    Content bytes = written.store(content, handle);
    BuiltMessage built =
        new BuiltMessage(
            message.messageId().orElseThrow(), message.documentId().orElseThrow(), subject, bytes);
    documents.built(handle, document.id(), built);
    timeline.ofDocument(
        handle,
        document.organisation(),
        document.id(),
        "built",
        "message %s, document %s, %d bytes"
            .formatted(built.messageId(), built.documentId(), bytes.size()));
    outgoing.add(
        transaction,
        new OutgoingMessage(
            UUID.randomUUID(),
            document.organisation(),
            Optional.of(document.id()),
            Optional.empty(),
            Optional.empty(),
            built.messageId(),
            address,
            Routing.WORKFLOW,
            subject,
            bytes,
            0));
  }

  // What the consultation says cannot change any more, so a document that will not build never
  // will: a person is told.
  private void giveUpInTheEnd(String id, int failures, Throwable cause) {
    // While MESH cannot be asked for an address nothing is wrong with the document.
    if (failures < FAILURES_BEFORE_GIVING_UP || cause instanceof MeshUnavailable) {
      return;
    }
    database.useTransaction(
        transaction ->
            documents
                .lock(transaction.handle(), UUID.fromString(id))
                .filter(document -> document.state() == DocumentState.ACCEPTED)
                .ifPresent(
                    document ->
                        progress.fail(
                            transaction,
                            document,
                            "The message could not be built: " + cause.getMessage(),
                            "Correct the consultation and submit it again, and send this failure's"
                                + " log to the people who run this node.")));
  }
}
