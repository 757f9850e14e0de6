package gpcm.node.ledger;

import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that this node builds now.
 *
 * @param lease this node's hold on it
 * @param organisation ODS code of the sender
 * @param documentId the id that its document is to have
 * @param source the consultation as it was handed in
 * @param files its files, the report first
 * @param version which report of its encounter it is
 * @param replaces the id of the document it replaces
 * @param replaced this node's id of that, as long as it has not left
 */
public record ToBuild(
    Lease lease,
    String organisation,
    UUID documentId,
    ContentHash source,
    List<File> files,
    int version,
    Optional<String> replaces,
    Optional<UUID> replaced) {

  /**
   * A file of a document.
   *
   * @param fileName its plain name
   * @param report whether it is the report rather than a declared attachment
   */
  public record File(
      String fileName, String title, String contentType, StoredContent content, boolean report) {}
}
