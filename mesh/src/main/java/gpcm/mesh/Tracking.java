package gpcm.mesh;

import java.util.Map;
import java.util.Optional;

/**
 * What MESH knows of a message we sent.
 *
 * @param messageId its id
 * @param localId the sender's id; empty text when there was none
 * @param workflowId its workflow id
 * @param recipient the mailbox it went to
 * @param status lower case: uploading, accepted, acknowledged, undeliverable, error
 * @param all every field of the answer under the server's own names
 */
public record Tracking(
    String messageId,
    String localId,
    String workflowId,
    String recipient,
    String status,
    Map<String, String> all) {
  public Tracking {
    all = Map.copyOf(all);
  }

  /** True once the recipient has acknowledged it. */
  public boolean acknowledged() {
    return status.equals("acknowledged");
  }

  /** A field that has no method of its own, under the name the server uses. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(all.get(name));
  }
}
