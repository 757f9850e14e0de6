package gpcm.mesh;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The way to the server.
 *
 * @param host as the URL names it
 * @param port the URL's, or the scheme's
 * @param tls whether the server is spoken to through TLS
 * @param proxy what stands in between
 * @param login what the proxy wants to see
 * @param connectTimeout how long each step until the connection stands may take
 */
record HttpRoute(
    String host,
    int port,
    boolean tls,
    Optional<InetSocketAddress> proxy,
    Optional<ProxyLogin> login,
    Duration connectTimeout) {

  static HttpRoute to(
      URI url,
      Optional<InetSocketAddress> proxy,
      Optional<ProxyLogin> login,
      Duration connectTimeout) {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = Optional.ofNullable(url.getHost()).orElse("");
    if ((!scheme.equals("http") && !scheme.equals("https")) || host.isEmpty()) {
      throw new IllegalArgumentException(
          "The MESH address must start with http:// or https:// and name a host, not " + url);
    }
    boolean tls = scheme.equals("https");
    int port = url.getPort() < 0 ? (tls ? 443 : 80) : url.getPort();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new HttpRoute(bare, port, tls, proxy, login, connectTimeout);
  }

  /** Host and port as the Host header writes them. */
  String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  /** Whether requests name the whole URL, because a proxy reads them. */
  boolean proxyReads() {
    return proxy.isPresent() && !tls;
  }
}
