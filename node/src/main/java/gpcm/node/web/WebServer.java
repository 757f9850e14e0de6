package gpcm.node.web;

import gpcm.node.config.HttpSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The node's HTTP server: the API under {@code /api/v1} and the pages. Runs until closed.
 * Thread-safe.
 *
 * <p>Nothing is answered with data to somebody who has not signed in and presents no key, see
 * {@code routes.txt}. What a page of another site sends through the user's browser is refused.
 */
public final class WebServer implements AutoCloseable {

  private final Javalin javalin;
  private final String host;

  private WebServer(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Starts to serve.
   *
   * @param settings where, for whom, and how large a request may be
   * @param served what
   * @param uploads a folder of this server's own for files of running requests; emptied here
   * @throws IllegalStateException when the address cannot be listened on
   */
  public static WebServer start(HttpSettings settings, Served served, Path uploads) {
    empty(uploads);
    Javalin javalin = Javalin.create(config -> configure(config, settings, served, uploads));
    RouteTable.shipped().requireExactly(routes(javalin));
    try {
      javalin.start(settings.host(), settings.port());
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "cannot listen on %s port %d: %s. Choose another http.port, or stop what uses it"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
    return new WebServer(javalin, settings.host());
  }

  private static void configure(
      JavalinConfig config, HttpSettings settings, Served served, Path uploads) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.maxRequestSize = settings.maxRequestSize().bytes();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setIdleTimeout(60_000);
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new ServerErrors()));
    config.routes.before(new SecurityHeaders()::add);
    config.routes.before(Access::checkOrigin);
    config.routes.before(AddressCheck::check);
    Access access = new Access(served);
    config.routes.beforeMatched(access::check);
    ProblemResponses.handle(config.routes);
    new DocumentsApi(
            served.outbox(), served.content(), new SubmissionReader(settings, uploads), access)
        .add(config.routes);
    new WorklistApi(served.worklist(), served.content(), access).add(config.routes);
    new AlertsApi(served.alerts()).add(config.routes);
    new AnswersApi(served.answers()).add(config.routes);
    new NodesApi(served.nodes(), served.health()).add(config.routes);
    new Pages(served, access).add(config.routes);
    new SignInPages(served).add(config.routes);
    new PeoplePages(served).add(config.routes);
    new AuditPages(served).add(config.routes);
    new Resources().add(config.routes);
  }

  /** What a killed process left of its uploads. */
  private static void empty(Path uploads) {
    try {
      Files.createDirectories(uploads);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(uploads)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the folder for uploads %s cannot be used: %s".formatted(uploads, e), e);
    }
  }

  /** Where it is served, without a path. */
  public URI url() {
    return URI.create(
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, javalin.port()));
  }

  /**
   * Method and path of every route, for comparison with the API's description; without HEAD, which
   * goes wherever GET does.
   */
  List<String> routes() {
    return routes(javalin);
  }

  private static List<String> routes(Javalin javalin) {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(each -> each.endpoint)
        .filter(each -> each.method.isHttpMethod() && !each.method.equals(HandlerType.HEAD))
        .map(each -> each.method + " " + each.path)
        .toList();
  }

  /** Stops serving after the requests that are running. */
  @Override
  public void close() {
    javalin.stop();
  }
}
