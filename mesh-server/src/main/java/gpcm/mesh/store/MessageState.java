package gpcm.mesh.store;

/**
 * Where a message is in its life.
 *
 * @param status the state
 * @param statusAt epoch milliseconds of its last change
 * @param statusCode code of a failure; empty text otherwise
 * @param statusEvent event of a failure
 * @param statusDescription words of a failure
 */
public record MessageState(
    MessageStatus status,
    long statusAt,
    String statusCode,
    String statusEvent,
    String statusDescription) {
  /** One that has not failed. */
  public static MessageState of(MessageStatus status, long at) {
    return new MessageState(status, at, "", "", "");
  }

  /** One that tells of a failure. */
  public static MessageState of(MessageStatus status, long at, DeliveryFailure failure) {
    return new MessageState(status, at, failure.code(), failure.event(), failure.description());
  }

  MessageState changed(MessageStatus to, long at) {
    return new MessageState(to, at, statusCode, statusEvent, statusDescription);
  }
}
