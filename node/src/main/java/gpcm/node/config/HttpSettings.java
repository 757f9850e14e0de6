package gpcm.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the HTTP API and the pages are served.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param maxRequestSize how large a submitted consultation with its attachments may be
 * @param maxJsonSize how large the consultation itself may be, which is read into memory
 */
public record HttpSettings(String host, int port, ByteSize maxRequestSize, ByteSize maxJsonSize) {

  /** For this machine only, on the usual port. */
  public static HttpSettings defaults() {
    return new HttpSettings("127.0.0.1", 8080, ByteSize.ofMegabytes(100), ByteSize.ofMebibytes(10));
  }

  /** The same on another port; 0 for any free one. */
  public HttpSettings onPort(int other) {
    return new HttpSettings(host, other, maxRequestSize, maxJsonSize);
  }

  /** The same with another limit for a whole request. */
  public HttpSettings withMaxRequestSize(ByteSize size) {
    return new HttpSettings(host, port, size, maxJsonSize);
  }

  /** The same with another limit for the consultation itself. */
  public HttpSettings withMaxJsonSize(ByteSize size) {
    return new HttpSettings(host, port, maxRequestSize, size);
  }

  static HttpSettings read(SectionReader section) {
    HttpSettings standard = defaults();
    HttpSettings settings =
        new HttpSettings(
            section.value(
                "host",
                ValueFormat.matching("a host name or address", "127.0.0.1", "[\\w.:-]{1,253}"),
                standard.host()),
            section.value("port", ValueFormat.number(0, 65535), standard.port()),
            section.value(
                "max-request-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(1024)),
                standard.maxRequestSize()),
            section.value(
                "max-json-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(10)),
                standard.maxJsonSize()));
    if (!isLoopback(settings.host())) {
      section.problem(
          "host",
          "'" + settings.host() + "'",
          "must be this machine's own loopback address: passwords, keys and patient data would go"
              + " over the network in the clear");
    }
    section.refuseRetired(
        "access-token",
        "is no longer of use: people sign in, and machines present keys of their own. Remove it,"
            + " make a key for each machine with 'gpcm node key make', and let people sign in with"
            + " the link that 'gpcm node link' makes");
    section.refuseUnknownKeys();
    return settings;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
