package gpcm.mesh.server;

/**
 * What the server takes at most.
 *
 * @param requestBytes body of one request
 * @param messageBytes all stored chunks of a message together
 * @param headerBytes all headers of a request
 * @param unpackedBytes a chunk when the server has to undo compression
 * @param requestsPerSecond of one mailbox, on average over a second; 0 for as many as come
 */
public record ServerLimits(
    long requestBytes,
    long messageBytes,
    int headerBytes,
    long unpackedBytes,
    int requestsPerSecond) {
  public ServerLimits {
    if (requestBytes < 1 || messageBytes < 1 || headerBytes < 1_024 || unpackedBytes < 1) {
      throw new IllegalArgumentException(
          "The server's limits must be at least 1 byte, for headers at least 1,024");
    }
    if (requestsPerSecond < 0) {
      throw new IllegalArgumentException(
          "The requests a second must be 0, for no limit, or more, not " + requestsPerSecond);
    }
  }

  /** 100 MB a request as the live service, 20 GB a message, 64 KiB of headers. */
  public static ServerLimits standard() {
    return new ServerLimits(100_000_000L, 20_000_000_000L, 64 * 1024, 2_000_000_000L, 0);
  }

  public ServerLimits withRequestBytes(long bytes) {
    return new ServerLimits(bytes, messageBytes, headerBytes, unpackedBytes, requestsPerSecond);
  }

  public ServerLimits withMessageBytes(long bytes) {
    return new ServerLimits(requestBytes, bytes, headerBytes, unpackedBytes, requestsPerSecond);
  }

  public ServerLimits withHeaderBytes(int bytes) {
    return new ServerLimits(requestBytes, messageBytes, bytes, unpackedBytes, requestsPerSecond);
  }

  public ServerLimits withRequestsPerSecond(int requests) {
    return new ServerLimits(requestBytes, messageBytes, headerBytes, unpackedBytes, requests);
  }
}
