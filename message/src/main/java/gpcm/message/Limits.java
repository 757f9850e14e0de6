package gpcm.message;

/**
 * How much of a stranger's message is read before it is refused. Every limit is inclusive; all are
 * positive.
 *
 * @param totalBytes bytes of the whole message as it arrives; above it the answer is 20015
 * @param attachmentBytes bytes of one decoded attachment; above it the answer is 20015
 * @param attachments number of Binary resources
 * @param depth nested XML elements, or JSON objects and arrays
 * @param elements XML elements, or JSON fields and array items, in the whole message
 * @param stringLength bytes of one value, name or text run that is kept in the model
 */
public record Limits(
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
  public static final Limits STANDARD =
      new Limits(160L << 20, 112L << 20, 200, 120, 400_000, 1 << 20);

  /**
   * Checks that each is positive.
   *
   * @throws IllegalArgumentException naming the limit that is not
   */
  public Limits {
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
  public Limits withTotalBytes(long bytes) {
    return new Limits(bytes, attachmentBytes, attachments, depth, elements, stringLength);
  }

  /** The same with another limit on one attachment. */
  public Limits withAttachmentBytes(long bytes) {
    return new Limits(totalBytes, bytes, attachments, depth, elements, stringLength);
  }
}
