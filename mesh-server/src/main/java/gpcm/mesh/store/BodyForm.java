package gpcm.mesh.store;

/**
 * In what form a message's body comes. Texts that were not given are empty.
 *
 * @param contentType media type of the body
 * @param contentEncoding empty text or {@code gzip}, the form in which the chunks are stored
 * @param checksum as sent
 * @param compressed the sender's flag
 * @param encrypted the sender's flag
 * @param totalChunks how many chunks make it whole; 0 on reports
 */
public record BodyForm(
    String contentType,
    String contentEncoding,
    String checksum,
    boolean compressed,
    boolean encrypted,
    int totalChunks) {
  /** What a report has instead of a body. */
  public static BodyForm none() {
    return new BodyForm("", "", "", false, false, 0);
  }
}
