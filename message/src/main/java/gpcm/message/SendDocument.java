package gpcm.message;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.FutureDate;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.fhir.AttachmentContent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * A Send Document message (event ITK007C): a FHIR document with at least one Binary inside an ITK3
 * message. Read by {@link MessageReader}, or built strictly by {@link #consultationSummary()} and
 * its sisters; a built one always passes the strict reading.
 */
public final class SendDocument implements ReadMessage {
  private final MessageBody body;
  private final DocumentView document;

  SendDocument(MessageBody body, DocumentView document) {
    this.body = body;
    this.document = document;
  }

  /** A message just built; its views are read off it as a receiver would. */
  static SendDocument built(Bundle message, IdentityHashMap<Binary, AttachmentContent> contents) {
    List<SourceFinding> findings = new ArrayList<>();
    DocumentView document =
        DocumentView.of(
            message, HeaderView.of(message), MessageHandling.of(message), contents, findings);
    if (!findings.isEmpty()) {
      throw new IllegalStateException(
          "a built message is not strict: " + findings.getFirst().kind());
    }
    return new SendDocument(
        new MessageBody(message, contents, findings, Tolerances.NONE), document);
  }

  /** Begins a Consultation Summary. */
  public static ConsultationSummaryBuilder.From consultationSummary() {
    return new ConsultationSummaryBuilder.Steps();
  }

  /** Begins an Online Consultation. */
  public static DocumentBuilder.From onlineConsultation() {
    return DocumentBuilder.of(new UseCase.OnlineConsultation());
  }

  /** Begins a document of any other kind. */
  public static DocumentBuilder.From generic(UseCase.Generic kind) {
    return DocumentBuilder.of(kind);
  }

  /**
   * The message of a document given as plain values.
   *
   * @param files the report and the files it declares; those of a confidential document are left
   *     out, with its coded entries, unless they are disclosed
   * @param clock for its timestamps
   * @param ids gives a fresh UUID at every call; the first becomes {@link #documentId()}
   * @throws InvalidValueException when the files are not those that are declared, the report is no
   *     PDF, a coded resource does not conform, or a date lies in the future
   * @throws java.util.NoSuchElementException when a report is needed and missing
   */
  public static SendDocument of(
      Document document,
      MailboxId from,
      EnclosedFiles files,
      InstantSource clock,
      Supplier<UUID> ids) {
    FutureDate.in(document, clock.instant())
        .ifPresent(
            date -> {
              throw date.refused();
            });
    boolean withheld = document.confidential() && !files.disclosed();
    return switch (document) {
      case Consultation summary -> {
        ConsultationSummaryBuilder.Finish finish =
            consultationSummary()
                .from(from)
                .consultation(summary)
                .report(files.report().orElseThrow())
                .attachments(files.attachments());
        yield (withheld ? finish.withholdingAttachments() : finish).build(clock, ids);
      }
      case OnlineConsultation online -> {
        DocumentBuilder.Finish finish =
            OnlineConsultationDraft.of(
                online, from, files.report().orElseThrow(), files.attachments());
        yield (withheld ? OnlineConsultationDraft.withheld(finish, online) : finish)
            .build(clock, ids);
      }
      case GenericDocument generic -> {
        DocumentBuilder.Finish finish = GenericDocumentDraft.of(generic, from, files.attachments());
        // The first file is the document itself.
        yield (withheld ? finish.attachments(List.of()).payload(List.of()) : finish)
            .build(clock, ids);
      }
    };
  }

  /**
   * A message of its own around the same document: fresh ids and timestamp, the same bytes of
   * document. That is how the registered practice gets its copy of what was sent to another
   * provider (digest, section 4 and Identity).
   *
   * @param recipient what this recipient is asked to do
   * @throws IllegalStateException when this message was read and lacks what a copy needs: sender,
   *     mailbox, document id
   */
  public SendDocument copyFor(RecipientType recipient, InstantSource clock, Supplier<UUID> ids) {
    HeaderView header = header();
    MessageHandling handling = handling();
    Bundle original =
        document()
            .orElseThrow(() -> new IllegalStateException("the message has no document to copy"));
    String id = documentId().orElseThrow(() -> new IllegalStateException("the document has no id"));
    Envelope envelope = new Envelope(ids, clock.instant());
    Bundle message =
        envelope.seal(
            new OdsCode(
                header
                    .senderOds()
                    .orElseThrow(() -> new IllegalStateException("the message has no sender"))),
            new MailboxId(
                header
                    .sourceMailbox()
                    .orElseThrow(() -> new IllegalStateException("the message has no source"))),
            Envelope.event(Vocabulary.SEND_DOCUMENT_EVENT, "ITK GP Connect Send Document"),
            new Envelope.Keys(
                true,
                recipient,
                Vocabulary.SEND_DOCUMENT_DEFINITION,
                handling.senderReference().orElse("None"),
                useCase()
                    .orElseThrow(() -> new IllegalStateException("the message names no use case"))
                    .localExtension()),
            original,
            id);
    envelope.header().addFocus(Envelope.reference(id));
    MessageBody copied = body.around(message);
    return new SendDocument(copied, document);
  }

  /**
   * The organisation that sends it. A document may hold any number of organisations; only the one
   * the header refers to is the sender.
   */
  public SendingOrganisation sender() {
    SendingOrganisation named = SendingOrganisation.of(body);
    return document().map(named::namedBy).orElse(named);
  }

  /** Every organisation that the message or its document names, the sender among them. */
  public List<SendingOrganisation> organisations() {
    return SendingOrganisation.all(body.bundle(), document());
  }

  /** The id of the document bundle: Bundle.id, or its identifier where the id is missing. */
  public Optional<String> documentId() {
    return document.id();
  }

  /**
   * Bundle.identifier.value of the document bundle; other senders may give it another value than
   * the id.
   */
  public Optional<String> documentIdentifier() {
    return document.identifier();
  }

  /**
   * The use case, told from LocalExtension and Composition.type together; empty when they name
   * none.
   */
  public Optional<UseCase> useCase() {
    return document.useCase();
  }

  /** The document bundle; empty when the message has none. For looking at only. */
  public Optional<Bundle> document() {
    return document.bundle();
  }

  /** The Composition; all empty when there is none. */
  public CompositionView composition() {
    return document.composition();
  }

  /** What people ask of it before they read it. */
  public DocumentDetails details() {
    return DocumentDetails.of(this);
  }

  /** The patient the Composition is about. */
  public Optional<PatientView> patient() {
    return document.patient();
  }

  /**
   * Every Binary with its section's title: the primary document first, then in the order of the
   * sections, then the rest.
   */
  public List<Attachment> attachments() {
    return document.attachments();
  }

  /**
   * The document the message is sent for: the first one in its sections, for the two reports the
   * first PDF.
   */
  public Optional<Attachment> primary() {
    return document.attachments().stream().findFirst();
  }

  @Override
  public Optional<String> messageId() {
    return body.messageId();
  }

  @Override
  public Optional<String> bundleIdentifier() {
    return body.bundleIdentifier();
  }

  @Override
  public HeaderView header() {
    return body.header();
  }

  @Override
  public MessageHandling handling() {
    return body.handling();
  }

  @Override
  public Bundle bundle() {
    return body.bundle();
  }

  @Override
  public List<SourceFinding> tolerated() {
    return body.tolerated();
  }

  @Override
  public List<SourceFinding> faults() {
    return body.faults();
  }

  @Override
  public Optional<AttachmentContent> content(Binary binary) {
    return body.content(binary);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SendDocument message && body.equals(message.body);
  }

  @Override
  public int hashCode() {
    return body.hashCode();
  }
}
