package gpcm.audit.entry;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * From where.
 *
 * @param node the name of the node
 * @param software its version
 * @param screen the name of the page or of the operation of the API
 * @param requestId X-Request-ID
 * @param address the address as the node saw it; kept in the part that can be erased
 * @param clockOffsetMillis how far the node's clock was ahead of the one it is compared with
 */
public record Place(
    String node,
    String software,
    Optional<String> screen,
    Optional<String> requestId,
    Optional<String> address,
    OptionalLong clockOffsetMillis) {

  /** The node by itself. */
  public static Place of(String node, String software) {
    return new Place(
        node, software, Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** The same for a request. */
  public Place request(String screenName, String id, String from) {
    return new Place(
        node,
        software,
        Optional.of(screenName),
        Optional.of(id),
        Optional.of(from),
        clockOffsetMillis);
  }

  /** The same with the offset of the node's clock. */
  public Place clock(long offsetMillis) {
    return new Place(node, software, screen, requestId, address, OptionalLong.of(offsetMillis));
  }
}
