package gpcm.mesh.server;

import gpcm.mesh.store.MessageStore;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A MESH server for development, demonstrations and tests: the live service's protocol over a
 * durable folder. What it has answered with 202 survives the death of the process. Thread-safe;
 * prints nothing. Never for production: it has one shared key and open admin calls.
 */
public final class LocalMeshServer implements AutoCloseable {
  private static final long SEGMENT_BYTES = 64L << 20;

  private final ServerSettings settings;
  private final MessageStore store;
  private final Expiry expiry;
  private final Gate gate;
  private final Registry registry;
  private final HttpListener http;
  private final Deque<Runnable> closing;

  private LocalMeshServer(
      ServerSettings settings,
      MessageStore store,
      Expiry expiry,
      Gate gate,
      Registry registry,
      HttpListener http,
      Deque<Runnable> closing) {
    this.settings = settings;
    this.store = store;
    this.expiry = expiry;
    this.gate = gate;
    this.registry = registry;
    this.http = http;
    this.closing = closing;
  }

  /**
   * Recovers the folder and starts to listen.
   *
   * @throws gpcm.mesh.store.MessageStoreException when the folder can't be used
   * @throws IllegalStateException when the port is taken
   */
  public static LocalMeshServer start(ServerSettings settings) {
    Deque<Runnable> closing = new ArrayDeque<>();
    try {
      MessageStore store =
          MessageStore.open(settings.folder(), SEGMENT_BYTES, settings.mode() == Mode.COMPATIBLE);
      closing.push(store::close);
      Registry registry = new Registry(settings, settings.folder().resolve("registry.jsonl"));
      closing.push(registry::close);
      UsedTokens used =
          UsedTokens.open(settings.folder().resolve("used-tokens"), settings.clock().instant());
      closing.push(used::close);
      PracticeRouting routing = new PracticeRouting(store, registry, settings.clock());
      closing.push(routing::close);
      routing.resume();
      Expiry expiry = new Expiry(store, settings);
      closing.push(expiry::close);
      Gate gate = new Gate(settings);
      Routes routes = new Routes(settings, store, registry, used, routing, expiry, gate);
      HttpListener http = listen(settings, routes);
      closing.push(http::close);
      expiry.schedule();
      return new LocalMeshServer(settings, store, expiry, gate, registry, http, closing);
    } catch (RuntimeException e) {
      closing.forEach(Runnable::run);
      throw e;
    }
  }

  private static HttpListener listen(ServerSettings settings, Routes routes) {
    try {
      return HttpListener.start(settings, routes.answering());
    } catch (IOException e) {
      throw new IllegalStateException(
          "The MESH server can't listen on %s port %d: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
  }

  /** Where clients find it, without a path. */
  public URI url() {
    return URI.create(
        (settings.tls().isPresent() ? "https://" : "http://")
            + settings.host()
            + ":"
            + http.port());
  }

  /** Registers a mailbox, or replaces the one with its id; kept in the folder. */
  public void add(RegisteredMailbox mailbox) {
    registry.add(mailbox);
  }

  /** Registers a workflow, or replaces the one with its id; kept in the folder. */
  public void add(Workflow workflow) {
    registry.add(workflow);
  }

  /** Registers a patient, or replaces the one with the NHS number; kept in the folder. */
  public void add(RegisteredPatient patient) {
    registry.add(patient);
  }

  /** Disturbs calls to come. */
  public void add(InjectedFault fault) {
    gate.add(fault);
  }

  /**
   * Deals with every message that is past its time by the server's clock now, as the server does by
   * itself every minute: reports to senders, purging, freeing the disk.
   */
  public void expire() {
    expiry.run();
  }

  /** Ends all faults, and from the same call on disturbs calls by these. */
  public void disturbOnlyBy(InjectedFault... faults) {
    gate.replace(List.of(faults));
  }

  /** How many calls are still to be disturbed. */
  public int faultsLeft() {
    return gate.left();
  }

  /** Ends all faults; messages stay. */
  public void clearFaults() {
    gate.clearFaults();
  }

  /** Removes all messages and faults; mailboxes stay. */
  public void reset() {
    store.remove(List.copyOf(store.all()));
    gate.clearFaults();
  }

  /** Stops taking requests, finishes what is being written and frees the folder. */
  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
