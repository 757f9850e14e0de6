package gpcm.mesh;

/**
 * MESH won't do this very call, and repeating it gives the same answer: the fault is in what was
 * asked, not in the mailbox. What MESH holds against the mailbox or the way to it is {@link
 * MeshMailboxRefused}.
 */
public final class MeshRefused extends MeshException {
  private final int status;
  private final String event;
  private final String code;
  private final String description;

  MeshRefused(String call, int status, String event, String code, String description) {
    super(text(call, status, event, code, description));
    this.status = status;
    this.event = event;
    this.code = code;
    this.description = description;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The MESH event, such as SEND or TRANSFER; empty text when the answer has none. */
  public String event() {
    return event;
  }

  /** The MESH error code, such as 12 or EPL-151; empty text when the answer has none. */
  public String code() {
    return code;
  }

  /** What the server said, printable and bounded. */
  public String description() {
    return description;
  }

  private static String text(
      String call, int status, String event, String code, String description) {
    String mesh = (event + " " + code).isBlank() ? "" : " (" + (event + " " + code).strip() + ")";
    return "MESH refused to %s: HTTP %d%s %s. %s"
        .formatted(call, status, mesh, description, advice(status, code));
  }

  private static String advice(int status, String code) {
    return switch (code) {
      case "12" -> "Check the recipient's mailbox id with an endpoint lookup.";
      case "16" ->
          "This mailbox may not send this workflow id; ask for the permission or use another"
              + " workflow id.";
      case "17" -> "The recipient isn't registered for this workflow id.";
      case "20" -> "The message is unknown here, was purged, or belongs to another mailbox.";
      default ->
          switch (status) {
            case 400, 422 -> "Mend the request before sending it again.";
            case 403 -> "It belongs to another mailbox.";
            case 404 -> "Check the id.";
            case 413 -> "Send it in smaller chunks.";
            case 410 -> "It can't be downloaded any more.";
            default -> "Don't repeat it unchanged.";
          };
    };
  }
}
