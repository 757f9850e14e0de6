package gpcm.fhir;

/**
 * How much of what a stranger sent is read before it is refused. Every limit is inclusive; all are
 * positive.
 *
 * @param totalBytes bytes of the whole message as it arrives
 * @param attachmentBytes bytes of one decoded attachment
 * @param attachments number of Binary resources
 * @param depth nested XML elements, or JSON objects and arrays
 * @param elements XML elements, or JSON fields and array items, in the whole message
 * @param stringLength bytes of one value, name or text run that is kept in the model
 */
public record ReadLimits(
    long totalBytes,
    long attachmentBytes,
    int attachments,
    int depth,
    int elements,
    int stringLength) {

  /**
   * Room for a 100 MB attachment in base64, and for far more elements than any published example
   * has.
   */
  public static final ReadLimits STANDARD =
      new ReadLimits(160L << 20, 112L << 20, 200, 120, 400_000, 1 << 20);

  /**
   * Checks that each is positive.
   *
   * @throws IllegalArgumentException naming the limit that is not
   */
  public ReadLimits {
    positive("totalBytes", totalBytes);
    positive("attachmentBytes", attachmentBytes);
    positive("attachments", attachments);
    positive("depth", depth);
    positive("elements", elements);
    positive("stringLength", stringLength);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "limit " + name + ": " + value + " found, a positive number is expected");
    }
  }

  /** The same with another limit on the whole message. */
  public ReadLimits withTotalBytes(long bytes) {
    return new ReadLimits(bytes, attachmentBytes, attachments, depth, elements, stringLength);
  }

  /** The same with another limit on one attachment. */
  public ReadLimits withAttachmentBytes(long bytes) {
    return new ReadLimits(totalBytes, bytes, attachments, depth, elements, stringLength);
  }
}
