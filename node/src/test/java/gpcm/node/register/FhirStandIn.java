package gpcm.node.register;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A FHIR server over real HTTP that finds patients by the NHS number, or by surname and date of
 * birth, in what it was asked. It can be made to fail in the ways that servers do.
 */
public final class FhirStandIn implements AutoCloseable {
  /** What it answers with instead. */
  public record Misbehaviour(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> byNumber = new ConcurrentHashMap<>();
  private final Map<String, String> byPerson = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Misbehaviour instead;
  private volatile boolean silent;

  public FhirStandIn() throws IOException {
    this(0);
  }

  /** On a port that is free, as that of one that was closed. */
  public FhirStandIn(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/fhir/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/fhir");
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Has somebody, found by number and by surname and date of birth. */
  public FhirStandIn with(String nhsNumber, String family, String birthDate, String patient) {
    byNumber.put(nhsNumber, patient);
    byPerson.put(family + " " + birthDate, patient);
    return this;
  }

  /** Says nothing until it is closed. */
  void fallSilent() {
    silent = true;
  }

  /** From now on this, whatever is asked; null for what it should be. */
  public void answerInstead(Misbehaviour wanted) {
    instead = wanted;
  }

  /** Method, path and query of every question, and the body where there was one. */
  List<String> asked() {
    return asked;
  }

  List<String> authorizations() {
    return authorizations;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (silent) {
        closing.await();
        return;
      }
      Misbehaviour wanted = instead;
      if (wanted != null) {
        wanted.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, wanted.status(), wanted.body());
        return;
      }
      send(exchange, 200, bundle(found(query + body)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> found(String question) {
    List<String> numbered =
        byNumber.entrySet().stream()
            .filter(each -> question.contains(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return numbered.isEmpty()
        ? byPerson.entrySet().stream()
            .filter(each -> List.of(each.getKey().split(" ")).stream().allMatch(question::contains))
            .map(Map.Entry::getValue)
            .toList()
        : numbered;
  }

  private static String bundle(List<String> patients) {
    return """
    {"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%s]}
    """
        .formatted(
            patients.size(),
            patients.stream()
                .map(
                    each ->
                        "{\"resource\":" + each + ",\"search\":{\"mode\":\"match\",\"score\":1}}")
                .collect(Collectors.joining(",")));
  }

  private static void send(HttpExchange exchange, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
