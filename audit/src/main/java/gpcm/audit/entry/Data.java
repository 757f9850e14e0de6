package gpcm.audit.entry;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Which data something was done with.
 *
 * @param caseId the case
 * @param messageId MessageHeader.id
 * @param documentId the document
 * @param documentVersion its version
 * @param attachment the number of the attachment, from 1
 * @param contentHash the SHA-256 of the content, 64 hexadecimal digits
 * @param confidentiality the code of the document's confidentiality
 * @param shown the cases that a list showed
 * @param count how many a list or search found
 */
public record Data(
    Optional<UUID> caseId,
    Optional<String> messageId,
    Optional<String> documentId,
    Optional<String> documentVersion,
    OptionalInt attachment,
    Optional<String> contentHash,
    Optional<String> confidentiality,
    List<UUID> shown,
    OptionalInt count) {

  /** In v3-Confidentiality. */
  private static final String RESTRICTED = "R";

  /** No data. */
  public static final Data NONE =
      new Data(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          OptionalInt.empty());

  /** Takes them over. */
  public Data {
    shown = List.copyOf(shown);
  }

  /** A case. */
  public static Data ofCase(UUID caseId) {
    return NONE.withCase(caseId);
  }

  /** The rows of a list. */
  public static Data ofList(List<UUID> shown, int found) {
    return new Data(
        NONE.caseId,
        NONE.messageId,
        NONE.documentId,
        NONE.documentVersion,
        NONE.attachment,
        NONE.contentHash,
        NONE.confidentiality,
        shown,
        OptionalInt.of(found));
  }

  private Data withCase(UUID id) {
    return new Data(
        Optional.of(id),
        messageId,
        documentId,
        documentVersion,
        attachment,
        contentHash,
        confidentiality,
        shown,
        count);
  }

  /** The same with the message it came or went in. */
  public Data inMessage(String id) {
    return new Data(
        caseId,
        Optional.of(id),
        documentId,
        documentVersion,
        attachment,
        contentHash,
        confidentiality,
        shown,
        count);
  }

  /** The same with the document. */
  public Data ofDocument(String id, String version) {
    return new Data(
        caseId,
        messageId,
        Optional.of(id),
        Optional.of(version),
        attachment,
        contentHash,
        confidentiality,
        shown,
        count);
  }

  /** The same with one attachment. */
  public Data ofAttachment(int number, String sha256) {
    return new Data(
        caseId,
        messageId,
        documentId,
        documentVersion,
        OptionalInt.of(number),
        Optional.of(sha256),
        confidentiality,
        shown,
        count);
  }

  /** The same with all of its bytes. */
  public Data ofContent(String sha256) {
    return new Data(
        caseId,
        messageId,
        documentId,
        documentVersion,
        attachment,
        Optional.of(sha256),
        confidentiality,
        shown,
        count);
  }

  /** The same; of a document that its sender marked as restricted, it says so. */
  public Data restricted(boolean is) {
    return is ? confidential(RESTRICTED) : this;
  }

  /** The same with the confidentiality that the document has. */
  public Data confidential(String code) {
    return new Data(
        caseId,
        messageId,
        documentId,
        documentVersion,
        attachment,
        contentHash,
        Optional.of(code),
        shown,
        count);
  }
}
