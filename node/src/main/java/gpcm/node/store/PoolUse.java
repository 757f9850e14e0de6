package gpcm.node.store;

import java.util.List;

/**
 * How a pool of connections is used now.
 *
 * @param name the pool's
 * @param active connections that somebody works with
 * @param idle those that nobody does
 * @param waiting callers that wait for one
 * @param most how many it opens at most
 */
public record PoolUse(String name, int active, int idle, int waiting, int most) {

  /** One of the uses. */
  public record Use(String pool, String use, int connections) {}

  /** The uses, each by its name. */
  public List<Use> uses() {
    return List.of(
        new Use(name, "active", active),
        new Use(name, "idle", idle),
        new Use(name, "waiting", waiting));
  }
}
