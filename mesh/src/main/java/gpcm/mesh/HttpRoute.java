package gpcm.mesh;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way to the server.
 *
 * @param url where the server is
 * @param proxy what stands in between
 * @param login what the proxy wants to see now
 * @param connectTimeout how long each step until the connection stands may take
 */
record HttpRoute(
    URI url,
    Optional<InetSocketAddress> proxy,
    Optional<Supplier<ProxyLogin>> login,
    Duration connectTimeout) {

  HttpRoute {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = Optional.ofNullable(url.getHost()).orElse("");
    if ((!scheme.equals("http") && !scheme.equals("https")) || host.isEmpty()) {
      throw new IllegalArgumentException(
          "The MESH address must start with http:// or https:// and name a host, not " + url);
    }
  }

  /** Whether the server is spoken to through TLS. */
  boolean tls() {
    return url.getScheme().equalsIgnoreCase("https");
  }

  /** As the URL names it; an IPv6 address without its brackets. */
  String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The URL's, or the scheme's. */
  int port() {
    return url.getPort() < 0 ? standardPort() : url.getPort();
  }

  private int standardPort() {
    return tls() ? 443 : 80;
  }

  /** Host and port as the Host header writes them. */
  String authority() {
    return port() == standardPort() ? url.getHost() : url.getHost() + ":" + port();
  }

  /** Whether requests name the whole URL, because a proxy reads them. */
  boolean proxyReads() {
    return proxy.isPresent() && !tls();
  }
}
