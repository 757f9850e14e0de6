package gpcm.node.ledger;

import gpcm.exchange.Event;
import gpcm.node.content.PreparedContent;
import gpcm.node.store.Along;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that comes into being.
 *
 * @param id this node's id of it
 * @param organisation ODS code of the sender
 * @param document its row
 * @param files rows of its files
 * @param events the first lines of its timeline
 * @param aside the document of the same version in whose place it comes
 * @param passed earlier versions that it does not replace, since they are with nobody; one that has
 *     not left gives way to it
 * @param bytes bytes to keep with it
 * @param uploads bytes that were streamed in beforehand
 * @param along what is written with it
 */
public record NewDocument(
    UUID id,
    String organisation,
    Row document,
    List<Row> files,
    List<Event> events,
    Optional<Aside> aside,
    List<UUID> passed,
    List<byte[]> bytes,
    List<PreparedContent> uploads,
    Along along) {

  /**
   * A document that makes room for another one of its version.
   *
   * @param onPurpose whether it does so even if it may have reached somebody
   */
  public record Aside(UUID document, boolean onPurpose) {}
}
