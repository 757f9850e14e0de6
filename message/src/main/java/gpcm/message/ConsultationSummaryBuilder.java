package gpcm.message;

import gpcm.consultation.Consultation;
import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * The steps in which a Consultation Summary is built. What the use case demands is a step that
 * cannot be left out; what it fixes cannot be chosen.
 */
public final class ConsultationSummaryBuilder {
  private ConsultationSummaryBuilder() {}

  /** Who sends. */
  public interface From {
    /**
     * The mailbox answers go to (GPCM-SD-CS-050). The sending organisation is the consultation's
     * own.
     */
    What from(MailboxId mailbox);
  }

  /** What is reported. */
  public interface What {
    /**
     * The consultation: patient, practitioner, organisation, encounter id, version, and what it
     * replaces.
     */
    Report consultation(Consultation consultation);
  }

  /** The primary document. */
  public interface Report {
    /**
     * The Consultation Report (GPCM-SD-CS-028).
     *
     * @throws InvalidValueException when the content does not begin as a PDF does
     */
    Finish report(AttachmentContent pdf);
  }

  /** Everything demanded is given. */
  public interface Finish {
    /** The consultation's attachments, in its order; all of them travel (GPCM-SD-CS-003). */
    Finish attachments(List<Attachment> attachments);

    /**
     * Leaves the attachments out of the message of a confidential consultation: they tell what took
     * place (section 9 of the specification digest).
     *
     * @throws InvalidValueException when the consultation is not confidential (GPCM-SD-CS-003)
     */
    Finish withholdingAttachments();

    /**
     * The message.
     *
     * @param clock for its timestamps
     * @param ids gives a fresh UUID at every call
     * @throws InvalidValueException when the attachments are not those the consultation declares
     */
    SendDocument build(InstantSource clock, Supplier<UUID> ids);
  }

  static final class Steps implements From {
    @Override
    public What from(MailboxId mailbox) {
      return consultation ->
          pdf ->
              new Ready(mailbox, consultation, checkedPdf(pdf, "GPCM-SD-CS-028"), List.of(), false);
    }
  }

  private record Ready(
      MailboxId mailbox,
      Consultation consultation,
      AttachmentContent pdf,
      List<Attachment> attached,
      boolean withheld)
      implements Finish {
    @Override
    public Finish attachments(List<Attachment> attachments) {
      return new Ready(mailbox, consultation, pdf, List.copyOf(attachments), withheld);
    }

    @Override
    public Finish withholdingAttachments() {
      if (!consultation.confidential()) {
        throw new InvalidValueException(
            "Attachments",
            "must all travel when the consultation is not confidential (GPCM-SD-CS-003)",
            "Send them, or set the consultation as confidential");
      }
      return new Ready(mailbox, consultation, pdf, attached, true);
    }

    @Override
    public SendDocument build(InstantSource clock, Supplier<UUID> ids) {
      if (attached.size() != consultation.attachments().size()) {
        throw new InvalidValueException(
            "Attachments",
            "must be all that the consultation declares (GPCM-SD-CS-003): "
                + consultation.attachments().size()
                + " declared, "
                + attached.size()
                + " given",
            "Give each declared attachment");
      }
      Envelope envelope = new Envelope(ids, clock.instant());
      UseCase useCase = new UseCase.ConsultationSummary();
      DocumentAssembly assembly =
          new DocumentAssembly(
              envelope,
              useCase,
              useCase.compositionText(
                  UseCase.Subject.of(consultation), consultation.confidential()),
              consultation.confidential());
      List<Attachment> documents = new ArrayList<>();
      documents.add(Attachment.of("application/pdf", useCase.title(), pdf));
      if (!withheld) {
        documents.addAll(attached);
      }
      assembly.documents(documents);
      String patient = envelope.fresh();
      String practitioner = envelope.fresh();
      String organization = envelope.fresh();
      assembly.composition().setSubject(Envelope.reference(patient));
      assembly.composition().addAuthor(Envelope.reference(practitioner));
      assembly.composition().setCustodian(Envelope.reference(organization));
      consultation.replaces().ifPresent(assembly::replaces);
      assembly.entry(patient, PeopleResources.patient(patient, consultation.patient()));
      assembly.entry(
          practitioner, PeopleResources.practitioner(practitioner, consultation.practitioner()));
      assembly.entry(
          organization,
          PeopleResources.sender(
              organization, consultation.organisation(), consultation.confidential()));

      Bundle message =
          envelope.seal(
              consultation.organisation().odsCode(),
              mailbox,
              Envelope.event(Vocabulary.SEND_DOCUMENT_EVENT, "ITK GP Connect Send Document"),
              new Envelope.Keys(
                  true,
                  RecipientType.FOR_ACTION,
                  Vocabulary.SEND_DOCUMENT_DEFINITION,
                  consultation.encounterId(),
                  useCase.localExtension()),
              assembly.document(),
              assembly.documentId());
      envelope.header().addFocus(Envelope.reference(assembly.documentId()));
      return SendDocument.built(message, assembly.contents());
    }
  }

  /** The content, if it begins as a PDF does. */
  static AttachmentContent checkedPdf(AttachmentContent pdf, String requirement) {
    try (InputStream in = pdf.open()) {
      if (!new String(in.readNBytes(5), StandardCharsets.ISO_8859_1).equals("%PDF-")) {
        throw new InvalidValueException(
            "The report",
            "must be a PDF (" + requirement + ")",
            "Render the report, or give the rendered file");
      }
      return pdf;
    } catch (IOException e) {
      throw new UncheckedIOException("the report's content cannot be read: " + e.getMessage(), e);
    }
  }
}
