package gpcm.message;

import gpcm.consultation.Author;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.SnomedCode;
import java.util.List;

/** A finished document of any kind becomes a message; its files pass through unchanged. */
final class GenericDocumentDraft {
  private GenericDocumentDraft() {}

  static UseCase.Generic kind(GenericDocument document) {
    return new UseCase.Generic(
        new SnomedCode(document.type().code()), document.type().term(), document.title());
  }

  static DocumentBuilder.Finish of(
      GenericDocument document, MailboxId mailbox, List<Attachment> attachments) {
    if (attachments.isEmpty()) {
      throw new InvalidValueException(
          "Attachments",
          "must be one or more: the first is the document that is sent",
          "Give the document");
    }
    List<Author> authors = document.authors();
    DocumentBuilder.Finish finish =
        SendDocument.generic(kind(document))
            .from(document.organisation(), mailbox)
            .about(document.patient())
            .encounter(document.encounterId(), document.version())
            .by(authors.getFirst(), authors.stream().skip(1).toArray(Author[]::new))
            .document(attachments.getFirst())
            .attachments(attachments.subList(1, attachments.size()))
            .payload(
                Payload.of(
                    document.resources(), authors.getFirst() instanceof Author.ByPractitioner));
    if (document.replaces().isPresent()) {
      finish = finish.replaces(document.replaces().get());
    }
    return document.confidential() ? finish.restricted() : finish;
  }
}
