package gpcm.mesh.server;

import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as the handlers see it. */
final class Call {
  private static final Pattern VERSION =
      Pattern.compile("application/vnd\\.mesh\\.v([0-9]{1,4})\\+json");

  private final Exchange exchange;
  private final Map<String, String> names;
  private final int version;

  Call(Exchange exchange, Map<String, String> names) {
    this.exchange = exchange;
    this.names = names;
    this.version = version(header("accept"));
  }

  /** 1 or more; what we can't tell apart from 2 behaves as 2. */
  int version() {
    return version;
  }

  boolean v1() {
    return version == 1;
  }

  /** A path parameter, upper-cased as MESH does with ids. */
  String id(String name) {
    return path(name).toUpperCase(Locale.ROOT);
  }

  String path(String name) {
    return names.get(name);
  }

  /** A header's value without blanks around it; empty text when absent. The name in lower case. */
  String header(String name) {
    return exchange.head().headers().getOrDefault(name, "");
  }

  boolean hasHeader(String name) {
    return exchange.head().headers().containsKey(name);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(exchange.head().query().get(name));
  }

  /** What the request says its body's length is; -1 when it doesn't say. */
  long contentLength() {
    return exchange.head().length();
  }

  InputStream body() {
    return exchange.body();
  }

  /** The version that an Accept header asks for; anything without vnd.mesh is 1. */
  static int version(String accept) {
    if (accept.equals(Reply.V2_JSON)) {
      return 2;
    }
    if (!accept.contains("vnd.mesh")) {
      return 1;
    }
    for (String part : accept.split(";", -1)) {
      String type = part.strip();
      if (!type.contains("vnd.mesh")) {
        continue;
      }
      Matcher version = VERSION.matcher(type);
      if (!version.matches()) {
        throw Refusal.of(400, "Accept header api format incorrect");
      }
      return Integer.parseInt(version.group(1));
    }
    return 1;
  }
}
