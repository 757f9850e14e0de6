package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.web.HttpCaller.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A browser without a screen, over real HTTP: keeps the node's cookies, and goes to the provider
 * and back where it is sent there.
 */
final class Visitor implements AutoCloseable {
  private final URI node;
  private final HttpCaller http;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  Visitor(URI node) {
    this.node = node;
    this.http = new HttpCaller(node);
  }

  Answer get(String address, String... headers) throws Exception {
    HttpRequest.Builder request = http.to(address);
    if (node.resolve(address).getAuthority().equals(node.getAuthority())) {
      showCookies(request);
    }
    List<String> all = new ArrayList<>(List.of(headers));
    for (int i = 0; i < all.size(); i += 2) {
      request.header(all.get(i), all.get(i + 1));
    }
    return taken(http.send(request));
  }

  /** Sends a form of a page of the session, or of a page before there is one. */
  Answer post(String path, String fields, String... headers) throws Exception {
    String secret = cookies.getOrDefault(Cookies.SESSION, cookies.getOrDefault(Cookies.FORM, ""));
    return postWith(path, fields, secret, headers);
  }

  /** A request of any other method, without a body. */
  Answer send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request = http.to(path).method(method, HttpRequest.BodyPublishers.noBody());
    showCookies(request);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return taken(http.send(request));
  }

  /** The same with the token of a page that another cookie is behind. */
  Answer postWith(String path, String fields, String secret, String... headers) throws Exception {
    HttpRequest.Builder request =
        http.to(path)
            .header("Content-Type", HttpCaller.FORM)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "csrf=%s&%s".formatted(FormToken.of(secret), fields)));
    showCookies(request);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return taken(http.send(request));
  }

  private void showCookies(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
  }

  private Answer taken(Answer answer) {
    if (!answer.response().uri().getAuthority().equals(node.getAuthority())) {
      return answer;
    }
    for (String cookie : answer.response().headers().allValues("Set-Cookie")) {
      String[] pair = cookie.replaceFirst(";.*", "").split("=", 2);
      if (cookie.contains("; Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return answer;
  }

  /** A cookie's value, empty where there is none. */
  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  /** Has a cookie, wherever it is from. */
  void put(String name, String value) {
    cookies.put(name, value);
  }

  /** Goes to the provider, lets the persona sign in, and gives the address it is sent back to. */
  String asPersona(String begin, String persona) throws Exception {
    Answer sent = get(begin);
    assertThat(sent.status()).as(sent.text()).isEqualTo(303);
    Answer back = get(sent.header("Location") + "&login_hint=" + encoded(persona));
    assertThat(back.header("Location")).as(back.text()).contains("/sign-in/callback?");
    return back.header("Location");
  }

  /** All of the way, up to what the node answers. */
  Answer signIn(String persona) throws Exception {
    return signIn("/sign-in/at/stand-in", persona);
  }

  Answer signIn(String begin, String persona) throws Exception {
    return get(asPersona(begin, persona));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
