package gpcm.mesh;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The beginning of an answer.
 *
 * @param status the HTTP status
 * @param persistent whether the server keeps the connection open
 * @param headers by lower-case name, the first of each
 */
record HttpHead(int status, boolean persistent, Map<String, String> headers) {

  /**
   * Reads the lines up to the empty one.
   *
   * @throws HttpFormatException when they are no answer of HTTP/1.0 or 1.1
   */
  static HttpHead parse(String[] lines) throws HttpFormatException {
    String first = lines[0];
    if (!first.startsWith("HTTP/1.") || first.length() < 12 || first.charAt(8) != ' ') {
      throw new HttpFormatException("what answers doesn't speak HTTP/1.1");
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = first.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new HttpFormatException("the answer's status isn't a number");
      }
      status = status * 10 + digit;
    }
    Map<String, String> headers = HashMap.newHashMap(lines.length);
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new HttpFormatException("a line of the answer is no header");
      }
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean close =
        headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
    return new HttpHead(status, !close && first.charAt(7) != '0', headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether a body follows, given what was asked. */
  boolean bodyless(String verb) {
    return verb.equals("HEAD") || status < 200 || status == 204 || status == 304;
  }
}
