package gpcm.node.config;

import java.net.InetAddress;
import java.util.List;

/**
 * The proxies in front of the node that are believed.
 *
 * @param addresses where they are
 * @param header in which they say for whom they ask
 */
public record ProxySettings(List<AddressRange> addresses, Header header) {
  /** One and no other: a proxy sets one, and hands on what a client put into the other. */
  public enum Header {
    /** X-Forwarded-For and X-Forwarded-Proto. */
    X_FORWARDED,
    /** Forwarded (RFC 7239). */
    FORWARDED
  }

  public ProxySettings {
    addresses = List.copyOf(addresses);
  }

  /** Without a proxy. */
  public static ProxySettings none() {
    return new ProxySettings(List.of(), Header.X_FORWARDED);
  }

  /** Whether one of them has this address. */
  public boolean contains(InetAddress address) {
    return addresses.stream().anyMatch(range -> range.contains(address));
  }

  /** Whether there is any. */
  public boolean any() {
    return !addresses.isEmpty();
  }
}
