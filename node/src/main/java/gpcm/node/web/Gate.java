package gpcm.node.web;

import gpcm.node.config.HttpSettings;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What every request passes first: it says its method once; it came over TLS, from this machine, or
 * through a proxy that is believed and says it came over TLS; and it asks for a name that is the
 * node's.
 */
final class Gate {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ANOTHER_METHOD = "X-HTTP-Method-Override";
  private static final String HEALTH = "/api/v1/health";
  private static final Set<String> HEALTHS = Set.of(HEALTH, "/health/live", "/health/ready");

  private final HttpSettings settings;

  Gate(HttpSettings settings) {
    this.settings = settings;
  }

  /** Whether a name of a Host header is this machine's own. */
  static boolean isThisMachine(String host) {
    return THIS_MACHINE.contains(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
  }

  void check(Context context) {
    refuseAnotherMethod(context);
    ClientAddress client = ClientAddress.find(context, settings.proxies());
    InetAddress peer = ClientAddress.peer(context);
    if (client.proxied()) {
      requireEncrypted(client);
    } else if (!client.encrypted()) {
      requireOwn(context, peer);
    }
    requireOwnName(context, !client.proxied() && peer.isLoopbackAddress());
  }

  /**
   * The server would take the method from there and go to another handler than the one whose rule,
   * limits and form have been looked at.
   */
  private static void refuseAnotherMethod(Context context) {
    if (context.header(ANOTHER_METHOD) != null) {
      throw new ProblemException(
          ProblemKind.INVALID_PARAMETER,
          ANOTHER_METHOD + ": a request has the method of its first line; leave the header out");
    }
  }

  private static void requireEncrypted(ClientAddress client) {
    if (!client.encrypted()) {
      throw plain(
          "the proxy in front of this node does not say that this request came over HTTPS; let it"
              + " send people to HTTPS, and say so in the header that http.proxy-header names");
    }
  }

  private void requireOwn(Context context, InetAddress peer) {
    // Whoever asks from there may be the proxy that forgot its header, for somebody far away.
    if (settings.proxies().contains(peer)) {
      if (!HEALTHS.contains(context.path())) {
        throw plain(
            "the proxy in front of this node does not say for whom it asks; let it set the header"
                + " that http.proxy-header names. Without it, it may ask for "
                + HEALTH
                + " only");
      }
    } else if (!peer.isLoopbackAddress()) {
      throw plain("plain HTTP is answered to the proxies of http.proxies only; ask over HTTPS");
    } else if (ClientAddress.tellsOfProxy(context)) {
      // Somebody's proxy on this machine would serve everybody what is for this machine only.
      throw plain(
          "this request came through a proxy that http.proxies does not name; name its address"
              + " there, and see http.proxy-header");
    }
  }

  private static ProblemException plain(String detail) {
    return new ProblemException(ProblemKind.PLAIN_HTTP, detail);
  }

  /** A foreign name that was made to point here (DNS rebinding) lets its pages read everything. */
  private void requireOwnName(Context context, boolean fromThisMachine) {
    String host = Optional.ofNullable(context.header("Host")).orElse("");
    boolean own =
        settings.publicUrl().map(url -> authority(url).equals(withoutUsualPort(host))).orElse(false)
            || (fromThisMachine && isThisMachine(host))
            // Balancers ask by address.
            || HEALTHS.contains(context.path());
    if (!own) {
      throw new ProblemException(
          ProblemKind.WRONG_HOST,
          settings
              .publicUrl()
              .map(url -> "this node answers as %s, which http.public-url names".formatted(url))
              .orElse("without http.public-url this node answers to this machine only"));
    }
  }

  private static String authority(URI url) {
    return withoutUsualPort(url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
  }

  private static String withoutUsualPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
  }
}
