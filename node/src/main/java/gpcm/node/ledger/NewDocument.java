package gpcm.node.ledger;

import gpcm.exchange.Event;
import gpcm.node.content.PreparedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A document that comes into being.
 *
 * @param id this node's id of it
 * @param organisation ODS code of the sender
 * @param document its row
 * @param files rows of its files
 * @param accepted the first line of its timeline
 * @param bytes bytes to keep with it
 * @param uploads bytes that were streamed in beforehand
 */
public record NewDocument(
    UUID id,
    String organisation,
    Row document,
    List<Row> files,
    Event accepted,
    List<byte[]> bytes,
    List<PreparedContent> uploads) {

  /** Without bytes yet. */
  public NewDocument(UUID id, String organisation, Row document, List<Row> files, Event accepted) {
    this(id, organisation, document, files, accepted, new ArrayList<>(), new ArrayList<>());
  }
}
