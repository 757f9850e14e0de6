package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import gpcm.node.web.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Watches a browser from outside for whatever a hostile document would have it do: run something,
 * ask the person something, or fetch something from elsewhere, where a real server waits for it.
 */
final class Guard implements AutoCloseable {
  /** Turns round what follows, and ends none of it. */
  static final String TURNS_ROUND = "Example\u202Etxet\u2067\u2066";

  private static final String MARKS = "/[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/";

  /** Texts with marks of direction that no element keeps to itself. */
  private static final String LOOSE =
      """
      (() => {
        const found = [];
        const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const text = texts.currentNode;
          if (%1$s.test(text.data) && !text.parentElement.closest('bdi, pre[dir=auto], textarea, option')) { found.push('text ' + text.data); }
        }
        for (const element of document.querySelectorAll('*')) {
          for (const each of element.attributes) {
            if (each.name !== 'value' && %1$s.test(each.value)) { found.push(element.tagName + ' ' + each.name + ' ' + each.value); }
          }
        }
        if (%1$s.test(document.title)) { found.push('title ' + document.title); }
        return found;
      })()
      """
          .formatted(MARKS);

  /** Words beside them of which the last letter stands left of the first, in one line. */
  private static final String REORDERED =
      """
      (() => {
        const at = (text, from) => {
          const range = document.createRange();
          range.setStart(text, from);
          range.setEnd(text, from + 1);
          return range.getBoundingClientRect();
        };
        const found = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const text = texts.currentNode;
          const words = text.data.trim();
          if (words.length < 2 || %s.test(text.data) || text.parentElement.closest('pre')) { continue; }
          const start = text.data.indexOf(words);
          const first = at(text, start);
          const last = at(text, start + words.length - 1);
          if (first.width > 0 && last.width > 0 && first.top === last.top && last.left < first.left) { found.push(words); }
        }
        return found;
      })()
      """
          .formatted(MARKS);

  private final Chromium browser;
  private final HttpServer elsewhere;
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  Guard(Chromium browser) throws IOException {
    this.browser = browser;
    this.elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          seen.add("fetched " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    elsewhere.start();
    browser.hear("Page.javascriptDialogOpening", this::dialog);
    browser.hear("Runtime.consoleAPICalled", event -> seen.add("console " + event));
    browser.hear("Runtime.exceptionThrown", event -> seen.add("thrown " + event));
    browser.hear("Network.requestWillBeSent", this::request);
    browser.call("Network.enable", Map.of());
    // What others left there is not for this one to judge.
    browser.forgetComplaints("");
  }

  /** Where no page has any business. */
  URI elsewhere() {
    return URI.create("http://127.0.0.1:%d/".formatted(elsewhere.getAddress().getPort()));
  }

  /** Markup that would run and fetch, in 200 characters. */
  String script() {
    // Whoever runs, says so; whatever is made of it, has this id.
    return "<script id=evil>window.evil=1;alert(1)</script><img id=evil src=%sa onerror=window.evil=1>\"'><svg id=evil onload=window.evil=1>${7*7}{{7*7}}"
        .formatted(elsewhere());
  }

  private void dialog(JsonNode event) {
    seen.add("dialog " + event);
    Thread.startVirtualThread(
        () -> browser.call("Page.handleJavaScriptDialog", Map.of("accept", false)));
  }

  private void request(JsonNode event) {
    String url = event.at("/request/url").asText();
    if (url.startsWith(elsewhere().toString())) {
      seen.add("asked for " + url);
    }
  }

  /** Nothing of a document has become anything but text in the page that is open. */
  void findsNothing(String page) {
    assertThat(browser.evaluate("String(window.evil)").asText()).as(page).isEqualTo("undefined");
    assertThat(browser.evaluate("document.querySelectorAll('#evil').length").asInt())
        .as("elements that a document made on %s", page)
        .isZero();
    assertThat(list(LOOSE)).as("marks of direction that turn others round on %s", page).isEmpty();
    assertThat(list(REORDERED)).as("turned round on %s", page).isEmpty();
    assertThat(browser.complaints()).as("the console on %s", page).isEmpty();
    assertThat(seen).as("what a document had the browser do, up to %s", page).isEmpty();
  }

  private List<String> list(String script) {
    List<String> found = new ArrayList<>();
    browser.evaluate(script).forEach(each -> found.add(each.asText()));
    return found;
  }

  @Override
  public void close() {
    browser.call("Network.disable", Map.of());
    elsewhere.stop(0);
  }
}
