package gpcm.node.passkeys;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom passkeys are made for: a node as browsers reach it. A passkey opens nothing anywhere else,
 * which is what makes it worth more than a password.
 *
 * @param id the name that passkeys belong to: the host, without scheme and port
 * @param origin scheme, host and port as the browser writes them
 */
public record RelyingParty(String id, String origin) {
  /**
   * The node at an address.
   *
   * @return empty where browsers make no passkeys: at a number instead of a name, and over plain
   *     HTTP anywhere but at {@code localhost}
   */
  public static Optional<RelyingParty> at(URI address) {
    String host = address.getHost();
    if (host == null || host.contains(":") || host.matches("[0-9.]+")) {
      return Optional.empty();
    }
    String name = host.toLowerCase(Locale.ROOT);
    boolean secure = "https".equalsIgnoreCase(address.getScheme());
    if (!secure && !name.equals("localhost")) {
      return Optional.empty();
    }
    int usual = secure ? 443 : 80;
    String port =
        address.getPort() == -1 || address.getPort() == usual ? "" : ":" + address.getPort();
    return Optional.of(new RelyingParty(name, (secure ? "https://" : "http://") + name + port));
  }
}
