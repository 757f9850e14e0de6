package gpcm.oidc.server;

import com.nimbusds.jwt.JWTClaimsSet;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stand-in OpenID provider for demonstrations and tests: who signs in picks a persona. It checks
 * its clients as a provider does, and lies to them where a persona says so. Everything is in
 * memory. Thread-safe; prints nothing. Never for production.
 */
public final class OidcServer implements AutoCloseable {
  private static final int LARGEST_REQUEST = 64 * 1024;

  private final OidcSettings settings;
  private final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();
  // The endpoints know the issuer and with it the port, which is known once it is listened on.
  private final CompletableFuture<Endpoints> endpoints = new CompletableFuture<>();
  private final Javalin javalin;
  private final URI issuer;
  private final Provider provider;

  private record Endpoints(
      Discovery discovery,
      AuthorizationEndpoint authorization,
      TokenEndpoint token,
      PersonEndpoints person) {}

  private OidcServer(OidcSettings settings) {
    this.settings = settings;
    settings.clients().forEach(this::add);
    javalin = Javalin.create(this::configure);
    issuer = listen();
    SigningKeys keys = new SigningKeys(settings.algorithm());
    ProviderSessions sessions = new ProviderSessions();
    Claims claims = new Claims(issuer, keys, settings.clock());
    BackChannel backChannel = new BackChannel(sessions, clients, claims);
    provider = new Provider(keys, sessions, new Grants(settings.clock()), claims, backChannel);
    endpoints.complete(endpoints());
  }

  /**
   * Starts to serve.
   *
   * @throws IllegalStateException when the port is taken
   */
  public static OidcServer start(OidcSettings settings) {
    return new OidcServer(settings);
  }

  private URI listen() {
    try {
      if (settings.port() != 0) {
        // Javalin would tell a port that is taken with a stack trace in the log.
        new ServerSocket(settings.port(), 1, InetAddress.getByName(settings.host())).close();
      }
      javalin.start(settings.host(), settings.port());
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "The OpenID provider can't listen on %s port %d: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
    String host = settings.host();
    return URI.create(
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, javalin.port()));
  }

  private Endpoints endpoints() {
    Discovery discovery = new Discovery(issuer, settings.algorithm());
    URI token = discovery.at(Discovery.TOKEN);
    ClientProof proof = new ClientProof(clients, List.of(token, issuer), settings.clock());
    return new Endpoints(
        discovery,
        new AuthorizationEndpoint(issuer, settings, clients, provider),
        new TokenEndpoint(token, proof, provider),
        new PersonEndpoints(issuer, clients, provider));
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = LARGEST_REQUEST;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.before(
        context -> {
          // Under another name a page from elsewhere could read what is served here.
          if (!issuer().getRawAuthority().equals(context.host())) {
            throw new PageRefusal("This is " + issuer() + " and answers under no other name");
          }
          context.header("X-Content-Type-Options", "nosniff");
          context.header("Referrer-Policy", "no-referrer");
        });
    config.routes.exception(
        PageRefusal.class,
        (refusal, context) ->
            Page.show(
                context,
                HttpStatus.BAD_REQUEST,
                Page.message("That can't be done", refusal.getMessage()),
                issuer()));
    config.routes.get(
        Discovery.METADATA,
        context -> Json.write(context, 200, endpoints.join().discovery().metadata()));
    config.routes.get(
        Discovery.JWKS,
        context -> Json.write(context, 200, provider().keys().published().toJSONObject()));
    config.routes.get(
        Discovery.AUTHORIZE, context -> endpoints.join().authorization().authorize(context));
    config.routes.post(
        Discovery.AUTHORIZE, context -> endpoints.join().authorization().authorize(context));
    config.routes.post(
        "/authorize/persona", context -> endpoints.join().authorization().choose(context));
    config.routes.post(Discovery.TOKEN, context -> endpoints.join().token().token(context));
    config.routes.get(Discovery.USERINFO, context -> endpoints.join().person().userInfo(context));
    config.routes.post(Discovery.USERINFO, context -> endpoints.join().person().userInfo(context));
    config.routes.get(
        Discovery.END_SESSION, context -> endpoints.join().person().endSession(context));
    config.routes.post(
        Discovery.END_SESSION, context -> endpoints.join().person().endSession(context));
    config.routes.get("/", context -> endpoints.join().person().sessions(context));
    config.routes.post("/sessions/end", context -> endpoints.join().person().end(context));
  }

  private Provider provider() {
    endpoints.join();
    return provider;
  }

  /** The provider's name; discovery is under it. */
  public URI issuer() {
    endpoints.join();
    return issuer;
  }

  /** Who can sign in. */
  public List<Persona> personas() {
    return settings.personas();
  }

  /** Registers a client, or replaces the one with its id. */
  public void add(RegisteredClient client) {
    clients.put(client.id(), client);
  }

  /** Signs with a new key from now on; the old ones are still published. */
  public void rotateKeys() {
    provider.keys().rotate();
  }

  /** Publishes only the key that it signs with. */
  public void forgetOldKeys() {
    provider.keys().forgetOld();
  }

  /** Ends all sessions of a persona, and tells the clients that had tokens of them. */
  public List<LogoutDelivery> endSessions(String persona) {
    return provider.sessions().ofPersona(persona).stream()
        .flatMap(session -> provider.backChannel().end(session).stream())
        .toList();
  }

  /**
   * Signs whatever claims with the provider's key: for tests that need a token which is wrong in
   * one thing.
   *
   * @param type what the header says it is, like {@code logout+jwt}
   * @param claims as they stand in the token, times in seconds
   */
  public String sign(String type, Map<String, Object> claims) {
    return provider.keys().sign(type, parsed(claims));
  }

  /** The same, with something wrong about the signature. */
  public String sign(String type, Map<String, Object> claims, Misbehaviour misbehaviour) {
    return provider.keys().sign(type, parsed(claims), misbehaviour);
  }

  private static JWTClaimsSet parsed(Map<String, Object> claims) {
    try {
      return JWTClaimsSet.parse(claims);
    } catch (ParseException e) {
      throw new IllegalArgumentException("These are no claims of a token: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    javalin.stop();
    provider.backChannel().close();
  }
}
