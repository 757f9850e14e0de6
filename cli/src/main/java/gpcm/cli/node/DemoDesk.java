package gpcm.cli.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gpcm.exchange.DocumentState;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.store.Slice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A page for whoever looks at the demo: its clock, which can be pushed on, the mails that were
 * caught, and links to sign in by. It is no part of a node, listens on this machine alone, and only
 * whoever was given its address finds it.
 */
final class DemoDesk implements AutoCloseable {
  private static final Map<String, Duration> STEPS =
      Map.of("an-hour", Duration.ofHours(1), "three-hours", Duration.ofHours(3));
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.UK)
          .withZone(ZoneId.of("Europe/London"));

  private final DemoNetwork network;
  private final HttpServer server;
  private final String path;

  private DemoDesk(DemoNetwork network, HttpServer server, String path) {
    this.network = network;
    this.server = server;
    this.path = path;
  }

  static DemoDesk open(DemoNetwork network) throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String path = "/" + HexFormat.of().formatHex(random);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DemoDesk desk = new DemoDesk(network, server, path);
    server.createContext("/", desk::answer);
    server.start();
    return desk;
  }

  /** Where it is; the address is all that is needed to push the clock on. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().getPath();
      Duration step = STEPS.get(asked.substring(asked.lastIndexOf('/') + 1));
      if (exchange.getRequestMethod().equals("GET") && asked.equals(path)) {
        send(exchange, 200, page());
      } else if (exchange.getRequestMethod().equals("POST")
          && asked.startsWith(path + "/")
          && step != null) {
        network.clock().push(step);
        exchange.getResponseHeaders().set("Location", path);
        exchange.sendResponseHeaders(303, -1);
      } else {
        send(exchange, 404, "<p>There is nothing here.</p>");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes =
        ("<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>The demo"
                + "</title></head><body><main>"
                + body
                + "</main></body></html>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; form-action 'self'");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String page() {
    Instant now = network.clock().instant();
    StringBuilder page = new StringBuilder();
    page.append("<h1>The demo</h1><h2>Its clock</h2><p>It is ")
        .append(escaped(TIME.format(now)))
        .append(" here. This clock is the demo's own; no real node has one like it.</p>")
        .append("<p>Documents that wait for their time: ")
        .append(waiting())
        .append("</p>")
        .append(button("an-hour", "Push it on by an hour"))
        .append(button("three-hours", "Push it on by three hours"))
        .append("<h2>Mails that the node has sent</h2>");
    if (network.mail().letters().isEmpty()) {
      page.append("<p>None so far.</p>");
    }
    for (DemoMail.Letter letter : network.mail().letters().reversed()) {
      page.append("<h3>")
          .append(escaped(letter.subject()))
          .append("</h3><p>To ")
          .append(escaped(letter.to()))
          .append("</p><pre>")
          .append(escaped(letter.text()))
          .append("</pre>");
    }
    page.append(
        "<h2>Sign in</h2><p>A link signs you in once, as somebody who works there.</p><ul>");
    for (DemoPersona persona : DemoPersona.values()) {
      page.append("<li><a href=\"")
          .append(escaped(persona.link(network.node())))
          .append("\">")
          .append(escaped(persona.description()))
          .append("</a>: ")
          .append(escaped(persona.finds()))
          .append("</li>");
    }
    return page.append("</ul>").toString();
  }

  private int waiting() {
    return network
        .node()
        .outbox()
        .list(
            new OutboxQuery(
                Optional.empty(), Optional.of(DocumentState.WAITING), Slice.newest(1000)))
        .size();
  }

  private String button(String step, String words) {
    return "<form method=\"post\" action=\"%s/%s\"><button>%s</button></form>"
        .formatted(path, step, words);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
