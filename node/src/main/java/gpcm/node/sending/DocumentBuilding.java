package gpcm.node.sending;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import gpcm.consultation.Consultation;
import gpcm.consultation.ConsultationJson;
import gpcm.message.Attachment;
import gpcm.message.ConsultationSummaryBuilder;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Backoff;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.OutgoingMessage;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.store.Content;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import gpcm.report.ConsultationReport;
import gpcm.report.ReportContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
  static final String WORKFLOW = "GPFED_CONSULT_REPORT";
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
  private final PatientRouting routing;
  private final ConsultationReport report;
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
      PatientRouting routing,
      ConsultationReport report,
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
    this.report = report;
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
    Consultation consultation =
        ConsultationJson.read(
            content.read(database.jdbi().withHandle(handle -> documents.source(handle, id))));
    List<DocumentFile> files = database.jdbi().withHandle(handle -> documents.files(handle, id));
    Optional<DocumentFile> ready = files.stream().filter(DocumentFile::report).findFirst();
    Optional<byte[]> rendered =
        ready.isPresent() ? Optional.empty() : Optional.of(render(consultation));
    gpcm.message.Content pdf =
        ready.map(this::bytes).orElseGet(() -> gpcm.message.Content.of(rendered.orElseThrow()));
    List<Attachment> attachments =
        files.stream()
            .filter(file -> !file.report())
            .map(file -> Attachment.of(file.contentType(), file.title(), bytes(file)))
            .toList();
    SendDocument message =
        SendDocument.consultationSummary()
            .from(mailbox.id())
            .consultation(consultation)
            .report(pdf)
            .attachments(attachments)
            .build(clock, UUID::randomUUID);
    String subject =
        MeshText.subject(
            new UseCase.ConsultationSummary()
                .subjectLine(
                    ConsultationSummaryBuilder.subject(consultation), consultation.confidential()));
    String address = routing.address(consultation.patient()).text();
    long size = pdf.size() + attachments.stream().mapToLong(one -> one.content().size()).sum();
    try (Written written = write(message, size)) {
      database.useTransaction(
          transaction ->
              commit(transaction, document, message, subject, address, rendered, files, written));
    } catch (IOException e) {
      throw new UncheckedIOException("the message of document " + id + " cannot be written", e);
    }
  }

  private byte[] render(Consultation consultation) {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    try {
      report.write(
          consultation, new ReportContext(clock.instant(), consultation.attachments().size()), pdf);
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be rendered", e);
    }
    return pdf.toByteArray();
  }

  private gpcm.message.Content bytes(DocumentFile file) {
    return gpcm.message.Content.of(
        file.content().size(),
        file.content().hash().hex(),
        () -> content.open(file.content().hash()));
  }

  /** A message written somewhere for a moment: in memory, or in a file that goes away. */
  private record Written(Optional<byte[]> memory, Optional<Path> file) implements AutoCloseable {
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

  private void commit(
      Transaction transaction,
      OutboxDocument document,
      SendDocument message,
      String subject,
      String address,
      Optional<byte[]> rendered,
      List<DocumentFile> files,
      Written written)
      throws IOException {
    Handle handle = transaction.handle();
    if (documents.lock(handle, document.id()).orElseThrow().state() != DocumentState.ACCEPTED) {
      return;
    }
    if (rendered.isPresent()) {
      Content pdf = content.put(handle, rendered.get());
      documents.addFile(
          handle,
          document.id(),
          files.size(),
          new DocumentFile("consultation-report.pdf", "Consultation report", PDF, pdf, true));
    }
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
            WORKFLOW,
            subject,
            bytes,
            0));
  }

  // What the consultation says cannot change any more, so a document that will not build never
  // will: a person is told.
  private void giveUpInTheEnd(String id, int failures, Throwable cause) {
    if (failures < FAILURES_BEFORE_GIVING_UP) {
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
