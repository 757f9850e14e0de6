package gpcm.message;

import gpcm.consultation.Author;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * The steps in which an Online Consultation or a generic document is built. What the use case
 * demands cannot be left out.
 */
public final class DocumentBuilder {
  private DocumentBuilder() {}

  /** Who sends. */
  public interface From {
    /**
     * The sending organisation, which is also the document's custodian, and the mailbox answers go
     * to.
     *
     * @throws InvalidValueException when the organisation has no telephone number (GPCM-SD-OC-024)
     */
    About from(Organisation sender, MailboxId mailbox);
  }

  /** About whom. */
  public interface About {
    /** The patient. */
    Encounter about(Patient patient);
  }

  /** Which encounter. */
  public interface Encounter {
    /**
     * The sender's own id of the encounter, the SenderReference of every version of it.
     *
     * @param version 1 for the first document about it
     */
    By encounter(String encounterId, int version);
  }

  /** Who wrote it. */
  public interface By {
    /**
     * One author or more (GPCM-SD-005).
     *
     * @throws InvalidValueException when there are two practitioners, or two related persons
     */
    Primary by(Author first, Author... more);
  }

  /** What is sent. */
  public interface Primary {
    /**
     * The document the message is sent for: for an online consultation the PDF of it
     * (GPCM-SD-OC-012).
     *
     * @throws InvalidValueException when an online consultation's is no PDF
     */
    Finish document(Attachment primary);
  }

  /** Everything demanded is given. */
  public interface Finish {
    /** Further documents, in the order they are to be shown. */
    Finish attachments(List<Attachment> attachments);

    /** Coded resources. */
    Finish payload(List<Payload> payload);

    /**
     * The document this one replaces: its {@link SendDocument#documentId()} (GPCM-SD-028, -029).
     *
     * @throws InvalidValueException when this is version 1
     */
    Finish replaces(String documentId);

    /** Marks the document as restricted (GPCM-SD-OC-005). */
    Finish restricted();

    /**
     * What the recipient is asked to do; {@link RecipientType#FOR_ACTION} unless said otherwise.
     */
    Finish recipient(RecipientType type);

    /**
     * The message.
     *
     * @param clock for its timestamps
     * @param ids gives a fresh UUID at every call
     * @throws InvalidValueException when a payload resource does not conform
     */
    SendDocument build(InstantSource clock, Supplier<UUID> ids);
  }

  static From of(UseCase useCase) {
    return (sender, mailbox) -> {
      if (sender.telephone().isEmpty()) {
        throw new InvalidValueException(
            "Sending organisation",
            "must have a telephone number (GPCM-SD-OC-024)",
            "Add the organisation's telephone number");
      }
      return patient ->
          (encounterId, version) -> {
            if (encounterId.isBlank() || encounterId.length() > 255 || version < 1) {
              throw new InvalidValueException(
                  "Encounter",
                  "must have an id of 1 to 255 characters and a version from 1",
                  "Correct them");
            }
            return (first, more) -> {
              List<Author> authors = new ArrayList<>(List.of(more));
              authors.addFirst(first);
              AuthorResources.check(authors);
              return primary -> {
                if (useCase instanceof UseCase.OnlineConsultation) {
                  ConsultationSummaryBuilder.checkedPdf(primary.content(), "GPCM-SD-OC-012");
                }
                return new Ready(
                    new Required(
                        useCase,
                        sender,
                        mailbox,
                        patient,
                        encounterId,
                        version,
                        List.copyOf(authors),
                        primary),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    false,
                    RecipientType.FOR_ACTION);
              };
            };
          };
    };
  }

  /** What every document has. */
  private record Required(
      UseCase useCase,
      Organisation sender,
      MailboxId mailbox,
      Patient patient,
      String encounterId,
      int version,
      List<Author> authors,
      Attachment primary) {}

  private record Ready(
      Required given,
      List<Attachment> attached,
      List<Payload> coded,
      Optional<String> replaced,
      boolean closed,
      RecipientType recipientType)
      implements Finish {

    @Override
    public Finish attachments(List<Attachment> attachments) {
      return new Ready(given, List.copyOf(attachments), coded, replaced, closed, recipientType);
    }

    @Override
    public Finish payload(List<Payload> payload) {
      return new Ready(given, attached, List.copyOf(payload), replaced, closed, recipientType);
    }

    @Override
    public Finish replaces(String documentId) {
      if (given.version() == 1) {
        throw new InvalidValueException(
            "Version",
            "must be 2 or more in a document that replaces another",
            "Add one to the version replaced");
      }
      return new Ready(given, attached, coded, Optional.of(documentId), closed, recipientType);
    }

    @Override
    public Finish restricted() {
      return new Ready(given, attached, coded, replaced, true, recipientType);
    }

    @Override
    public Finish recipient(RecipientType type) {
      return new Ready(given, attached, coded, replaced, closed, type);
    }

    @Override
    public SendDocument build(InstantSource clock, Supplier<UUID> ids) {
      Envelope envelope = new Envelope(ids, clock.instant());
      UseCase.Subject subject =
          UseCase.Subject.of(given.patient(), given.sender(), given.version());
      DocumentAssembly document =
          new DocumentAssembly(
              envelope, given.useCase(), given.useCase().compositionText(subject, closed), closed);
      List<Attachment> documents = new ArrayList<>(attached);
      documents.addFirst(given.primary());
      document.documents(documents);

      String patientId = envelope.fresh();
      String senderId = envelope.fresh();
      document.composition().setSubject(Envelope.reference(patientId));
      document.composition().setCustodian(Envelope.reference(senderId));
      replaced.ifPresent(document::replaces);
      document.entry(patientId, PeopleResources.patient(patientId, given.patient()));
      document.entry(senderId, PeopleResources.sender(senderId, given.sender(), closed));
      Map<String, String> roles =
          new AuthorResources(envelope, document, patientId).enter(given.authors());
      roles.put(Payload.PATIENT, patientId);
      roles.put(Payload.SENDER, senderId);
      new PayloadAssembly(envelope, document, roles).enter(coded, given.useCase());

      Bundle message =
          envelope.seal(
              given.sender().odsCode(),
              given.mailbox(),
              Envelope.event(Vocabulary.SEND_DOCUMENT_EVENT, "ITK GP Connect Send Document"),
              new Envelope.Keys(
                  true,
                  recipientType,
                  Vocabulary.SEND_DOCUMENT_DEFINITION,
                  given.encounterId(),
                  given.useCase().localExtension()),
              document.document(),
              document.documentId());
      envelope.header().addFocus(Envelope.reference(document.documentId()));
      return SendDocument.built(message, document.contents());
    }
  }
}
