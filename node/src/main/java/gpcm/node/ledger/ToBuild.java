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
 * @param copied whether the practice's copy was made before and goes, or has gone
 * @param replaces the id of the document it replaces
 * @param practiceHolds the id of the document about the same encounter that the practice may hold,
 *     when this one goes to somebody else and the practice gets a copy
 * @param replaced this node's id of that, as long as it has not left
 * @param lookedUp what was last found out about its patient, where somebody was asked
 */
public record ToBuild(
    Lease lease,
    String organisation,
    UUID documentId,
    ContentHash source,
    List<File> files,
    int version,
    boolean copied,
    Optional<String> replaces,
    Optional<String> practiceHolds,
    Optional<UUID> replaced,
    Optional<LookedUp> lookedUp) {

  /**
   * What a look-up of its patient changes about it.
   *
   * @param number the NHS number to send under, where that is another one
   * @param copy what becomes of the copy for the practice, as {@code SENT}
   * @param restricted whether the patient's demographic record is restricted
   */
  public record LookedUp(Optional<String> number, String copy, boolean restricted) {
    /** Whether the practice gets its copy. */
    public boolean copies() {
      return copy.equals("SENT");
    }

    /** Without the number, so that it can be logged. */
    @Override
    public String toString() {
      return "LookedUp[" + copy + "]";
    }
  }

  /**
   * A file of a document.
   *
   * @param fileName its plain name
   * @param report whether it is the report rather than a declared attachment
   */
  public record File(
      String fileName, String title, String contentType, StoredContent content, boolean report) {}
}
