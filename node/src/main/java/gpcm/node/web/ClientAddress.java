package gpcm.node.web;

import gpcm.node.config.AddressRange;
import gpcm.node.config.ProxySettings;
import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a request comes from, as far as what says so is believed: the address at the other end of
 * the connection, or, when that is a proxy of the configuration, the one the proxy names. What
 * sessions, limits and the audit log know an address by.
 *
 * @param address of the client
 * @param encrypted whether everything on the way from it was TLS
 * @param proxied whether a proxy named it
 */
record ClientAddress(InetAddress address, boolean encrypted, boolean proxied) {
  private static final String ATTRIBUTE = ClientAddress.class.getName();
  private static final List<String> TELLING =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP");
  private static final Pattern PAIR =
      Pattern.compile("\\s*([A-Za-z]+)\\s*=\\s*(?:\"([^\"\\\\]*)\"|([^\",;\\s]*))\\s*");
  private static final Pattern PORT = Pattern.compile("(\\[[^\\]]*]|[0-9.]+)(?::\\d{1,5})?");

  /** A proxy's word: for whom, and over what. */
  private record Hop(String from, String protocol) {}

  /** As it was found when the request came in. */
  static ClientAddress of(Context context) {
    ClientAddress found = context.attribute(ATTRIBUTE);
    if (found == null) {
      throw new IllegalStateException("the request was not looked at when it came in");
    }
    return found;
  }

  /** The address as text, without the name of an interface. */
  String text() {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  /** What limits count by: who has one address of IPv6 has the other 2^64 of its network too. */
  String network() {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, address instanceof Inet6Address ? 8 : bytes.length);
  }

  /** Finds it, for {@link #of(Context)}. */
  static ClientAddress find(Context context, ProxySettings proxies) {
    InetAddress peer = peer(context);
    boolean tls = context.req().isSecure();
    List<Hop> hops = proxies.contains(peer) ? hops(context, proxies.header()) : List.of();
    ClientAddress found =
        hops.isEmpty() ? new ClientAddress(peer, tls, false) : behind(peer, hops, proxies);
    context.attribute(ATTRIBUTE, found);
    return found;
  }

  /** Who holds the other end of the connection. */
  static InetAddress peer(Context context) {
    String text = context.req().getRemoteAddr().replaceAll("[\\[\\]]|%.*", "");
    return AddressRange.address(text)
        .orElseThrow(() -> new IllegalStateException("not an address: " + text));
  }

  /** Whether anything in the request says that it came through a proxy. */
  static boolean tellsOfProxy(Context context) {
    return TELLING.stream().anyMatch(name -> context.header(name) != null);
  }

  /** From the nearest proxy outwards, as far as each hop is one that is believed. */
  private static ClientAddress behind(InetAddress peer, List<Hop> hops, ProxySettings proxies) {
    InetAddress client = peer;
    boolean encrypted = true;
    for (int i = hops.size() - 1; i >= 0 && proxies.contains(client); i--) {
      encrypted &= hops.get(i).protocol().equalsIgnoreCase("https");
      Optional<InetAddress> next = address(hops.get(i).from());
      if (next.isEmpty()) {
        break;
      }
      client = next.get();
    }
    return new ClientAddress(client, encrypted, true);
  }

  private static List<Hop> hops(Context context, ProxySettings.Header header) {
    return switch (header) {
      case X_FORWARDED -> {
        List<String> protocols = values(context, "X-Forwarded-Proto");
        // A proxy that names one protocol names it for all; of several, one that is plain counts.
        String protocol =
            !protocols.isEmpty() && protocols.stream().allMatch("https"::equalsIgnoreCase)
                ? "https"
                : "http";
        List<String> from = values(context, "X-Forwarded-For");
        yield from.isEmpty() && !protocols.isEmpty()
            ? List.of(new Hop("", protocol))
            : from.stream().map(each -> new Hop(each, protocol)).toList();
      }
      case FORWARDED -> values(context, "Forwarded").stream().map(ClientAddress::hop).toList();
    };
  }

  private static List<String> values(Context context, String name) {
    List<String> lines = new ArrayList<>(Collections.list(context.req().getHeaders(name)));
    return lines.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private static Hop hop(String element) {
    String from = "";
    String protocol = "";
    for (String pair : Stream.of(element.split(";")).toList()) {
      Matcher matcher = PAIR.matcher(pair);
      if (matcher.matches()) {
        String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        if (matcher.group(1).equalsIgnoreCase("for")) {
          from = value;
        } else if (matcher.group(1).equalsIgnoreCase("proto")) {
          protocol = value;
        }
      }
    }
    return new Hop(from, protocol);
  }

  private static Optional<InetAddress> address(String text) {
    Optional<InetAddress> plain = AddressRange.address(text);
    if (plain.isPresent()) {
      return plain;
    }
    Matcher matcher = PORT.matcher(text);
    return matcher.matches()
        ? AddressRange.address(matcher.group(1).replaceAll("[\\[\\]]", ""))
        : Optional.empty();
  }
}
