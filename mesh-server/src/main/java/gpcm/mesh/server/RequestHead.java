package gpcm.mesh.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;

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
  static RequestHead of(ClassicHttpRequest request) throws HttpException {
    if (request.getVersion().getMajor() < 1) {
      throw new UnsupportedHttpVersionException(request.getVersion());
    }
    Map<String, String> headers = headers(request);
    String target = request.getPath();
    String local = target;
    if (target.startsWith("http://") || target.startsWith("https://")) {
      // As a proxy passes it on.
      int slash = target.indexOf('/', target.indexOf("//") + 2);
      local = slash < 0 ? "/" : target.substring(slash);
    }
    if (!local.startsWith("/")) {
      throw new ProtocolException("no path");
    }
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    Map<String, String> query = question < 0 ? Map.of() : query(local.substring(question + 1));
    String connection = headers.getOrDefault("connection", "");
    boolean persistent =
        request.getVersion().lessEquals(HttpVersion.HTTP_1_0)
            ? connection.equalsIgnoreCase("keep-alive")
            : !connection.equalsIgnoreCase("close");
    long length =
        Optional.ofNullable(request.getEntity()).map(HttpEntity::getContentLength).orElse(0L);
    return new RequestHead(
        request.getMethod(), path, segments(path), query, headers, persistent, length);
  }

  /** The first of each; HttpCore takes more for a name than HTTP does. */
  private static Map<String, String> headers(ClassicHttpRequest request) throws ProtocolException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : request.getHeaders()) {
      String name = header.getName();
      String value = Optional.ofNullable(header.getValue()).orElse("");
      if (!name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new ProtocolException("a header's name with a blank or control character");
      }
      headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value.strip());
    }
    return headers;
  }

  private static List<String> segments(String path) throws ProtocolException {
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

  private static Map<String, String> query(String text) throws ProtocolException {
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

  private static String decoded(String text, boolean plusIsBlank) throws ProtocolException {
    if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
      return text;
    }
    try {
      return URLDecoder.decode(
          plusIsBlank ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("a path or query that can't be decoded");
    }
  }
}
