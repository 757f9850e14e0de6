package gpcm.node.ledger;

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
 * @param original the worklist entry it takes the place of
 * @param originalReplacedBy what had taken that place before; when that has changed meanwhile, the
 *     result is dropped
 */
public record ReadColumns(
    Optional<String> messageId,
    Optional<String> documentId,
    Optional<String> senderReference,
    boolean firstOfItsKind,
    Optional<UUID> original,
    Optional<UUID> originalReplacedBy) {

  /** Nothing could be read. */
  public static final ReadColumns NONE =
      new ReadColumns(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty());
}
