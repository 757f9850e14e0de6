package gpcm.node.config;

import gpcm.mesh.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the HTTP API and the pages are served.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param accessToken what callers present as bearer token; always there when the host is not a
 *     loopback address
 * @param maxRequestSize how large a submitted consultation with its attachments may be
 * @param maxJsonSize how large the consultation itself may be, which is read into memory
 */
public record HttpSettings(
    String host,
    int port,
    Optional<Secret> accessToken,
    ByteSize maxRequestSize,
    ByteSize maxJsonSize) {

  /** For this machine only, on the usual port. */
  public static HttpSettings defaults() {
    return new HttpSettings(
        "127.0.0.1", 8080, Optional.empty(), ByteSize.ofMegabytes(100), ByteSize.ofMebibytes(10));
  }

  /** The same on another port; 0 for any free one. */
  public HttpSettings onPort(int other) {
    return new HttpSettings(host, other, accessToken, maxRequestSize, maxJsonSize);
  }

  /** The same for those who present a token. */
  public HttpSettings withAccessToken(Secret token) {
    return new HttpSettings(host, port, Optional.of(token), maxRequestSize, maxJsonSize);
  }

  /** The same with another limit for a whole request. */
  public HttpSettings withMaxRequestSize(ByteSize size) {
    return new HttpSettings(host, port, accessToken, size, maxJsonSize);
  }

  /** The same with another limit for the consultation itself. */
  public HttpSettings withMaxJsonSize(ByteSize size) {
    return new HttpSettings(host, port, accessToken, maxRequestSize, size);
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
            section.optional("access-token", ValueFormat.SECRET),
            section.value(
                "max-request-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(1024)),
                standard.maxRequestSize()),
            section.value(
                "max-json-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(10)),
                standard.maxJsonSize()));
    if (settings.accessToken().isEmpty() && !isLoopback(settings.host())) {
      section.problem(
          "access-token",
          "missing",
          "required when http.host is not this machine's own loopback address, since anyone on the"
              + " network could read patient data: add one, or set http.host to 127.0.0.1");
    }
    settings
        .accessToken()
        .filter(token -> token.reveal().length() < 16)
        .ifPresent(
            token ->
                section.problem(
                    "access-token", "a short token", "must have 16 characters or more"));
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
