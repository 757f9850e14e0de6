package gpcm.node.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a received message turned out to hold, and what was true when it was judged.
 *
 * @param messageId MessageHeader.id
 * @param documentId id of the document bundle
 * @param senderReference SenderReference
 * @param firstOfItsKind whether it is to be remembered as the first with these ids, so that what
 *     comes after it is a copy; when another has become the first meanwhile, the result is dropped
 * @param original the worklist entry it takes the place of, or makes void; when something else has
 *     become of that meanwhile, the result is dropped
 * @param response what it says, when it is an ITK3 response
 * @param notChecked which requirements nobody could look at
 */
public record ReadColumns(
    Optional<String> messageId,
    Optional<String> documentId,
    Optional<String> senderReference,
    boolean firstOfItsKind,
    Optional<Original> original,
    Optional<Response> response,
    List<NotChecked> notChecked) {
  /** Copies the list. */
  public ReadColumns {
    notChecked = List.copyOf(notChecked);
  }

  /** Of a message that is no response. */
  public ReadColumns(
      Optional<String> messageId,
      Optional<String> documentId,
      Optional<String> senderReference,
      boolean firstOfItsKind,
      Optional<Original> original) {
    this(
        messageId,
        documentId,
        senderReference,
        firstOfItsKind,
        original,
        Optional.empty(),
        List.of());
  }

  /** The same, of which not everything could be checked. */
  public ReadColumns without(List<NotChecked> unknown) {
    return new ReadColumns(
        messageId, documentId, senderReference, firstOfItsKind, original, response, unknown);
  }

  /**
   * A requirement that nobody can say is met.
   *
   * @param requirement its id
   * @param reason what is not known; nothing of the message
   */
  public record NotChecked(String requirement, String reason) {}

  /**
   * What an ITK3 response says.
   *
   * @param code its response code, as it came
   * @param document the document that it is about; empty when that is none of ours
   */
  public record Response(String code, Optional<UUID> document) {}

  /**
   * A worklist entry as it stood.
   *
   * @param replacedBy what had taken its place
   * @param isVoid whether it counted no more
   */
  public record Original(UUID entry, Optional<UUID> replacedBy, boolean isVoid) {}

  /** Nothing could be read. */
  public static final ReadColumns NONE =
      new ReadColumns(
          Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
}
