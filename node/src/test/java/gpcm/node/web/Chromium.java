package gpcm.node.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real, headless Chromium with one tab, driven over its DevTools protocol. The usual driver
 * libraries bring 200 MB of their own; opening a page, clicking and looking needs none of it.
 */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int MOST_TABS = 150;
  private static final String AXE = script("/axe.min.js");

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Map<String, Consumer<JsonNode>> hearers = new ConcurrentHashMap<>();

  /** Where the program is on this machine, if anywhere. */
  public static Optional<Path> program() {
    return Stream.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The same; where there is none, the test says that it is skipped. */
  public static Path programOrSkip() {
    Optional<Path> program = program();
    assumeTrue(
        program.isPresent(),
        "skipped: no Chromium or Chrome on this machine; install one to run the browser test");
    return program.get();
  }

  public Chromium(Path program, Path profile) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=1280,1000",
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolveSibling("chromium.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
    URI tabs = URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list");
    Awaitility.await().atMost(PATIENCE).until(() -> tab(tabs).isPresent());
    socket =
        client.newWebSocketBuilder().buildAsync(tab(tabs).orElseThrow(), new Listener()).join();
    for (String domain : List.of("Page", "Log", "Runtime", "Accessibility")) {
      call(domain + ".enable", Map.of());
    }
  }

  private Optional<URI> tab(URI tabs) throws IOException, InterruptedException {
    String answer =
        client.send(HttpRequest.newBuilder(tabs).build(), BodyHandlers.ofString()).body();
    for (JsonNode tab : MAPPER.readTree(answer)) {
      if (tab.path("type").asText().equals("page")) {
        return Optional.of(URI.create(tab.path("webSocketDebuggerUrl").asText()));
      }
    }
    return Optional.empty();
  }

  public JsonNode call(String method, Map<String, Object> parameters) {
    return send(method, parameters).join();
  }

  /** The same, without waiting for the answer. */
  CompletableFuture<JsonNode> send(String method, Map<String, Object> parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    ObjectNode message = MAPPER.createObjectNode().put("id", number).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    return answer
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .thenApply(
            given -> {
              if (given.has("error")) {
                throw new IllegalStateException(method + ": " + given.path("error"));
              }
              return given.path("result");
            });
  }

  /** Opens an address, and is back as soon as all of it is loaded, wherever it leads. */
  void load(URI address) {
    loading(() -> call("Page.navigate", Map.of("url", address.toString())));
  }

  /** Does what opens a page, and is back as soon as all of that is loaded. */
  void loading(Runnable opening) {
    CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    hear("Page.loadEventFired", loaded::complete);
    opening.run();
    loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Comes to a node with this session; as nobody with an empty one. */
  void session(URI node, String session) {
    call("Network.clearBrowserCookies", Map.of());
    if (!session.isEmpty()) {
      cookie(node, Cookies.SESSION, session);
    }
  }

  /** Has a cookie of a node. */
  void cookie(URI node, String name, String value) {
    Map<String, Object> cookie = new HashMap<>(Map.of("url", node.toString(), "path", "/"));
    cookie.putAll(Map.of("name", name, "value", value));
    cookie.putAll(Map.of("secure", true, "httpOnly", true));
    call("Network.setCookie", cookie);
  }

  void width(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  public void open(URI address) {
    open(address, address.getPath());
  }

  /** Opens an address that leads to another page. */
  public void open(URI address, String path) {
    call("Page.navigate", Map.of("url", address.toString()));
    awaitPage(path);
  }

  /**
   * Clicks the first element the selector finds, and waits until the page of {@code path} is there.
   */
  public void click(String selector, String path) {
    evaluate("document.querySelector(" + quoted(selector) + ").click()");
    awaitPage(path);
  }

  /**
   * Presses a key and lets it go.
   *
   * @param text what it writes; empty when nothing
   */
  void press(String key, String code, int number, String text) {
    pressing(key, code, number, text).join();
  }

  private CompletableFuture<?> pressing(String key, String code, int number, String text) {
    Map<String, Object> sent =
        new HashMap<>(Map.of("key", key, "code", code, "windowsVirtualKeyCode", number));
    sent.put("type", text.isEmpty() ? "rawKeyDown" : "keyDown");
    if (!text.isEmpty()) {
      sent.put("text", text);
    }
    CompletableFuture<?> down = send("Input.dispatchKeyEvent", sent);
    sent.remove("text");
    sent.put("type", "keyUp");
    return CompletableFuture.allOf(down, send("Input.dispatchKeyEvent", sent));
  }

  /** Presses Tab so many times, as fast as the browser takes it. */
  void tabs(int times) {
    CompletableFuture.allOf(
            Stream.generate(() -> pressing("Tab", "Tab", 9, ""))
                .limit(times)
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** To the next element that the keyboard reaches. */
  void tab() {
    press("Tab", "Tab", 9, "");
  }

  void enter() {
    press("Enter", "Enter", 13, "\r");
  }

  /** Presses Tab until the element that the selector finds has the focus. */
  void tabTo(String selector) {
    for (int i = 0; i < MOST_TABS; i++) {
      tab();
      if (evaluate("document.activeElement.matches(" + quoted(selector) + ")").asBoolean()) {
        return;
      }
    }
    throw new AssertionError("the Tab key does not reach " + selector + ": " + text());
  }

  private void awaitPage(String path) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                evaluate("document.readyState + ' ' + location.pathname")
                    .asText()
                    .matches("complete " + path));
  }

  /**
   * What axe-core finds in the page against WCAG 2.0 to 2.2, A and AA, as a JSON array; empty when
   * nothing. That a page goes on by itself is how it tells, without a script, that its session ends
   * soon: the next page says so, lets one stay, and leads back (WCAG 2.2.1).
   */
  String axe() {
    evaluate(AXE);
    return axeAgain();
  }

  /** The same, of a page that axe-core has looked at before. */
  String axeAgain() {
    return call(
            "Runtime.evaluate",
            Map.of(
                "expression",
                """
                axe.run(document, {iframes: false, preload: false, rules: {'meta-refresh': {enabled: false}}, resultTypes: ['violations'],
                  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(found => JSON.stringify(found.violations.map(each =>
                    each.id + ': ' + each.help + ' ' + each.nodes.map(node => node.html.slice(0, 200)
                      + ' ' + (node.any[0] || node.all[0] || node.none[0] || {message: ''}).message).join(' | '))))
                """,
                "returnByValue",
                true,
                "awaitPromise",
                true))
        .at("/result/value")
        .asText();
  }

  private static String script(String name) {
    try (InputStream in = Chromium.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode evaluate(String expression) {
    return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
        .path("result")
        .path("value");
  }

  public String text() {
    return evaluate("document.body.innerText").asText();
  }

  /** Waits for words on a page whose scripts have run: what is clicked before does nothing. */
  public void awaitText(String part) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                evaluate("document.readyState").asText().equals("complete")
                    && text().contains(part));
  }

  byte[] screenshot() {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", Map.of()).path("data").asText());
  }

  /** All of the page at this width, but what is below most pages. */
  byte[] wholePage(int width) {
    evaluate("scrollTo(0, 0)");
    int height = evaluate("Math.min(document.documentElement.scrollHeight, 4000)").asInt();
    Map<String, Object> all = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
    return Base64.getDecoder()
        .decode(
            call(
                    "Page.captureScreenshot",
                    Map.of("captureBeyondViewport", true, "optimizeForSpeed", true, "clip", all))
                .path("data")
                .asText());
  }

  /** With {@code -Dpictures=FOLDER} the whole page is left there to be looked at. */
  void picture(String name, int width) throws IOException {
    String pictures = System.getProperty("pictures", "");
    if (!pictures.isEmpty()) {
      Files.write(
          Files.createDirectories(Path.of(pictures)).resolve(name + "-" + width + ".png"),
          wholePage(width));
    }
  }

  /**
   * What the browser has complained about: blocked styles, missing files, errors. That it obeyed
   * when it was told to forget is no complaint.
   */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Takes those away that a test has looked for. */
  public void forgetComplaints(String part) {
    complaints.removeIf(each -> each.contains(part));
  }

  /** Is told the parameters of each event of this kind from now on, on another thread. */
  public void hear(String event, Consumer<JsonNode> hearer) {
    hearers.put(event, hearer);
  }

  public static String quoted(String text) {
    return MAPPER.getNodeFactory().textNode(text).toString();
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String message) {
      try {
        JsonNode json = MAPPER.readTree(message);
        if (json.has("id")) {
          waiting.remove(json.path("id").asInt()).complete(json);
        } else if (json.path("method").asText().equals("Log.entryAdded")) {
          String text = json.at("/params/entry/text").asText();
          if (!text.startsWith("Clear-Site-Data header on")) {
            complaints.add(text);
          }
        }
        Consumer<JsonNode> hearer = hearers.get(json.path("method").asText());
        if (hearer != null) {
          hearer.accept(json.path("params"));
        }
      } catch (IOException e) {
        complaints.add("not JSON: " + message);
      }
    }
  }
}
