package gpcm.mesh.server;

import gpcm.mesh.store.MessageStore;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.net.URI;

/**
 * A MESH server for development, demonstrations and tests: the live service's protocol over a
 * durable folder. What it has answered with 202 survives the death of the process. Thread-safe;
 * prints nothing. Never for production: it has one shared key and open admin calls.
 */
public final class LocalMeshServer implements AutoCloseable {
  private static final long SEGMENT_BYTES = 64L << 20;

  private final ServerSettings settings;
  private final MessageStore store;
  private final Routing routing;
  private final Javalin http;

  private LocalMeshServer(
      ServerSettings settings, MessageStore store, Routing routing, Javalin http) {
    this.settings = settings;
    this.store = store;
    this.routing = routing;
    this.http = http;
  }

  /**
   * Recovers the folder and starts to listen.
   *
   * @throws gpcm.mesh.store.StoreException when the folder can't be used
   * @throws IllegalStateException when the port is taken
   */
  public static LocalMeshServer start(ServerSettings settings) {
    MessageStore store =
        MessageStore.open(settings.folder(), SEGMENT_BYTES, settings.mode() == Mode.COMPATIBLE);
    try {
      Registry registry = new Registry(settings);
      Routing routing = new Routing(store, registry, settings.clock());
      routing.resume();
      Routes routes = new Routes(settings, store, registry, routing);
      Javalin http = Javalin.create(config -> configure(config, settings, routes));
      http.start(settings.host(), settings.port());
      return new LocalMeshServer(settings, store, routing, http);
    } catch (RuntimeException e) {
      store.close();
      throw new IllegalStateException(
          "The MESH server can't listen on %s port %d: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
  }

  private static void configure(JavalinConfig config, ServerSettings settings, Routes routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setRequestHeaderSize(settings.limits().headerBytes());
          http.setSendServerVersion(false);
          http.setIdleTimeout(120_000);
        });
    routes.add(config.routes);
  }

  /** Where clients find it, without a path. */
  public URI url() {
    return URI.create("http://" + settings.host() + ":" + http.port());
  }

  /** Stops taking requests, finishes what is being written and frees the folder. */
  @Override
  public void close() {
    http.stop();
    routing.close();
    store.close();
  }
}
