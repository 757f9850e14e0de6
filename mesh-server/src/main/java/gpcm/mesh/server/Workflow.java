package gpcm.mesh.server;

import java.util.Set;

/**
 * Who may send and who receives a workflow id.
 *
 * @param id case-sensitive, such as {@code GPCONNECT_SEND_DOCUMENT}
 * @param senders mailbox ids
 * @param receivers mailbox ids
 */
public record Workflow(String id, Set<String> senders, Set<String> receivers) {
  public Workflow {
    senders = Set.copyOf(senders);
    receivers = Set.copyOf(receivers);
  }
}
