package gpcm.mesh.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a request.
 *
 * @param verb as sent
 * @param path as sent, without host and query
 * @param segments the parts of the path, decoded
 * @param query the first value of each query parameter, decoded
 * @param headers the first value of each header, by lower-case name
 * @param persistent whether the client wants to keep the connection
 * @param length of the body; -1 when it comes in pieces
 */
record RequestHead(
    String verb,
    String path,
    List<String> segments,
    Map<String, String> query,
    Map<String, String> headers,
    boolean persistent,
    long length) {
  static final long IN_PIECES = -1;

  static RequestHead of(String verb, String target, boolean current, Map<String, String> headers)
      throws BadRequest {
    if (current && !headers.containsKey("host")) {
      throw new BadRequest(400, "no Host");
    }
    String local = target;
    if (target.startsWith("http://") || target.startsWith("https://")) {
      // As a proxy passes it on.
      int slash = target.indexOf('/', target.indexOf("//") + 2);
      local = slash < 0 ? "/" : target.substring(slash);
    }
    if (!local.startsWith("/")) {
      throw new BadRequest(400, "no path");
    }
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    Map<String, String> query = question < 0 ? Map.of() : query(local.substring(question + 1));
    String connection = headers.getOrDefault("connection", "");
    boolean persistent =
        current ? !connection.equalsIgnoreCase("close") : connection.equalsIgnoreCase("keep-alive");
    return new RequestHead(verb, path, segments(path), query, headers, persistent, length(headers));
  }

  /** Stands for a request that couldn't be read. */
  static RequestHead unreadable() {
    return new RequestHead("GET", "/", List.of(), Map.of(), Map.of(), false, 0);
  }

  private static List<String> segments(String path) throws BadRequest {
    List<String> segments = new ArrayList<>();
    int from = 1;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int end = slash < 0 ? path.length() : slash;
      if (end > from || end < path.length()) {
        segments.add(decoded(path.substring(from, end), false));
      }
      from = end + 1;
    }
    return segments;
  }

  private static Map<String, String> query(String text) throws BadRequest {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        query.putIfAbsent(decoded(name, true), decoded(value, true));
      }
    }
    return query;
  }

  private static String decoded(String text, boolean plusIsBlank) throws BadRequest {
    if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
      return text;
    }
    try {
      return URLDecoder.decode(
          plusIsBlank ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequest(400, "a path or query that can't be decoded");
    }
  }

  private static long length(Map<String, String> headers) throws BadRequest {
    String coding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (coding != null) {
      if (length != null) {
        throw new BadRequest(400, "two lengths for one body");
      }
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new BadRequest(501, "an unknown transfer coding");
      }
      return IN_PIECES;
    }
    if (length == null) {
      return 0;
    }
    if (length.isEmpty()
        || length.length() > 18
        || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new BadRequest(400, "a length that is no number");
    }
    return Long.parseLong(length);
  }
}
