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
public record Limits(
    long requestBytes,
    long messageBytes,
    int headerBytes,
    long unpackedBytes,
    int requestsPerSecond) {
  public Limits {
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
  public static Limits standard() {
    return new Limits(100_000_000L, 20_000_000_000L, 64 * 1024, 2_000_000_000L, 0);
  }

  public Limits withRequestBytes(long bytes) {
    return new Limits(bytes, messageBytes, headerBytes, unpackedBytes, requestsPerSecond);
  }

  public Limits withMessageBytes(long bytes) {
    return new Limits(requestBytes, bytes, headerBytes, unpackedBytes, requestsPerSecond);
  }

  public Limits withHeaderBytes(int bytes) {
    return new Limits(requestBytes, messageBytes, bytes, unpackedBytes, requestsPerSecond);
  }

  public Limits withRequestsPerSecond(int requests) {
    return new Limits(requestBytes, messageBytes, headerBytes, unpackedBytes, requests);
  }
}
