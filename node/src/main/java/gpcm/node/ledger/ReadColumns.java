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
 * @param original the worklist entry it takes the place of, or makes void; when something else has
 *     become of that meanwhile, the result is dropped
 */
public record ReadColumns(
    Optional<String> messageId,
    Optional<String> documentId,
    Optional<String> senderReference,
    boolean firstOfItsKind,
    Optional<Original> original) {

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
