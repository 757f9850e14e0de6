package gpcm.node.web;

import java.time.Instant;
import java.util.List;

/**
 * A node as the others see it.
 *
 * @param id tells it from every other, also from one of the same name that ran before
 * @param name what the operator calls it, {@code node.name}
 * @param build the version of gpcm it runs
 * @param startedAt when it started
 * @param heartbeatAt when it last said that it is alive
 * @param alive whether that is recent enough for it to keep what it holds
 * @param mailboxes the MESH mailboxes it polls, by id
 * @param cases how many documents, messages and answers it is working on
 */
public record NodeStatus(
    String id,
    String name,
    String build,
    Instant startedAt,
    Instant heartbeatAt,
    boolean alive,
    List<String> mailboxes,
    long cases) {

  public NodeStatus {
    mailboxes = List.copyOf(mailboxes);
  }
}
