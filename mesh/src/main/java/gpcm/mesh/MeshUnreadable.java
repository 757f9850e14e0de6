package gpcm.mesh;

/**
 * MESH gives a message whose content can't be had: it is marked as compressed, and it is no gzip,
 * breaks off, or unpacks to more than is allowed. Asking again gives the same bytes. The fault is
 * this message's, not the mailbox's or the way's.
 */
public final class MeshUnreadable extends MeshException {
  private static final long serialVersionUID = 1L;

  private final transient MessageHeaders headers;

  MeshUnreadable(MessageHeaders headers, UnreadableContent cause) {
    super(
        "The content of message %s%s can't be unpacked: %s. Its sender has to send it again."
            .formatted(
                Printable.of(headers.messageId()),
                headers.from().map(from -> " from mailbox " + Printable.of(from)).orElse(""),
                cause.getMessage()),
        cause);
    this.headers = headers;
  }

  /** What MESH says about the message. */
  public MessageHeaders headers() {
    return headers;
  }
}
