package gpcm.pds.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for the PDS FHIR API: made-up patients, one for each thing the real one can say, and
 * faults on demand. Everything is in memory. Thread-safe; prints nothing. Never for production.
 */
public final class PdsServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "/oauth2/token";
  private static final String PATIENT = "/personal-demographics/FHIR/R4/Patient";
  private static final String FAULTS = "/stand-in/faults";
  private static final int LARGEST_REQUEST = 64 * 1024;
  private static final int LARGEST_PORT = 65_535;

  private final PdsServerSettings settings;
  private final PatientCalls patients;
  private final Tokens tokens;
  private final PdsFaults faults = new PdsFaults();
  private final Map<String, Deque<Instant>> calls = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Javalin javalin;

  private PdsServer(PdsServerSettings settings) {
    this.settings = settings;
    this.tokens = new Tokens(settings);
    this.patients =
        new PatientCalls(
            StandInPatients.on(
                LocalDate.ofInstant(settings.clock().instant(), ZoneId.of("Europe/London"))));
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Starts to serve.
   *
   * @throws IllegalStateException when the port is taken
   */
  public static PdsServer start(PdsServerSettings settings) {
    if (settings.port() < 0 || settings.port() > LARGEST_PORT) {
      throw new IllegalStateException(settings.port() + " is no port: they end with 65535");
    }
    PdsServer server = new PdsServer(settings);
    try {
      if (settings.port() != 0) {
        // Javalin would tell a port that is taken with a stack trace in the log.
        new ServerSocket(settings.port(), 1, InetAddress.getByName(settings.host())).close();
      }
      server.javalin.start(settings.host(), settings.port());
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "The stand-in for PDS can't listen on %s port %d: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
    return server;
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
    config.routes.exception(
        OperationOutcome.class,
        (refusal, context) -> PatientCalls.send(context, refusal.status(), refusal.json()));
    config.routes.post(TOKEN, this::token);
    config.routes.get(PATIENT + "/{number}", context -> patient(context, patients::find));
    config.routes.get(PATIENT, context -> patient(context, patients::search));
    for (String path : List.of(PATIENT, PATIENT + "/{number}")) {
      config.routes.post(path, PdsServer::notAllowed);
      config.routes.put(path, PdsServer::notAllowed);
      config.routes.patch(path, PdsServer::notAllowed);
    }
    config.routes.get("/stand-in/patients", this::list);
    config.routes.post(FAULTS, this::fault);
    config.routes.delete(
        FAULTS,
        context -> {
          faults.clear();
          context.status(204);
        });
  }

  private static void notAllowed(Context context) {
    throw new OperationOutcome(
        403, "INVALID_METHOD", "An application may look patients up, and change nothing");
  }

  private void token(Context context) {
    try {
      Optional<PdsFault.Kind.NoToken> fault = faults.ofToken();
      if (fault.isPresent()) {
        retryAfter(context, fault.get().retryAfter());
        throw new Tokens.Refusal(
            fault.get().status(), fault.get().error(), "as somebody asked for");
      }
      json(context, 200, tokens.give(context.formParamMap(), address(context)));
    } catch (Tokens.Refusal refusal) {
      json(context, refusal.status(), refusal.json());
    }
  }

  private static String address(Context context) {
    return "http://" + context.host() + TOKEN;
  }

  private static void json(Context context, int status, Map<String, String> json) {
    context
        .status(status)
        .contentType("application/json")
        .result(JSON.valueToTree(json).toString());
  }

  @FunctionalInterface
  private interface Call {
    void answer(Context context);
  }

  private void patient(Context context, Call call) throws InterruptedException {
    asked.incrementAndGet();
    for (String header : List.of("X-Request-ID", "X-Correlation-ID")) {
      Optional.ofNullable(context.header(header)).ifPresent(id -> context.header(header, id));
    }
    Optional<String> number = Optional.ofNullable(context.pathParamMap().get("number"));
    switch (faults.ofPatient(number).orElse(null)) {
      case PdsFault.Kind.Refusal refusal -> {
        retryAfter(context, refusal.retryAfter());
        throw new OperationOutcome(refusal.status(), refusal.code(), "as somebody asked for");
      }
      case PdsFault.Kind.NotFhir page ->
          context
              .status(page.status())
              .html("<html><body><h1>The gateway could not go on</h1></body></html>");
      case PdsFault.Kind.Slow slow -> {
        TimeUnit.MILLISECONDS.sleep(slow.by().toMillis());
        truth(context, call);
      }
      case null -> truth(context, call);
    }
  }

  private void truth(Context context, Call call) {
    limit(caller(context));
    PatientCalls.headers(context);
    call.answer(context);
  }

  private static void retryAfter(Context context, Optional<Duration> wait) {
    wait.ifPresent(time -> context.header("Retry-After", time.toSeconds() + ""));
  }

  private String caller(Context context) {
    if (!tokens.asked()) {
      return "anybody";
    }
    String header = Optional.ofNullable(context.header("Authorization")).orElse("");
    if (!header.startsWith("Bearer ")) {
      throw new OperationOutcome(401, "ACCESS_DENIED", "Missing OAuth 2.0 access token");
    }
    return tokens
        .owner(header.substring("Bearer ".length()))
        .orElseThrow(() -> new OperationOutcome(401, "ACCESS_DENIED", "Invalid Access Token"));
  }

  private void limit(String caller) {
    Instant now = settings.clock().instant();
    Deque<Instant> before = calls.computeIfAbsent(caller, key -> new ArrayDeque<>());
    synchronized (before) {
      before.removeIf(each -> !each.isAfter(now.minusSeconds(1)));
      if (before.size() >= settings.perSecond()) {
        throw new OperationOutcome(
            429, "TOO_MANY_REQUESTS", "There have been too many requests in this period");
      }
      before.add(now);
    }
  }

  private void list(Context context) {
    List<ObjectNode> lines = new ArrayList<>();
    for (StandInPatient each : patients.all()) {
      lines.add(
          JSON.createObjectNode()
              .put("nhsNumber", each.nhsNumber())
              .put("row", each.row())
              .put("words", each.words()));
    }
    context
        .contentType("application/json")
        .result(JSON.createObjectNode().set("patients", JSON.valueToTree(lines)).toString());
  }

  private void fault(Context context) {
    try {
      PdsFault fault = PdsFaultJson.read(JSON.readTree(context.bodyAsBytes()));
      add(fault);
      context.status(204);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      json(context, 400, Map.of("error", "This is no fault: " + words(e)));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private static String words(Exception e) {
    return e instanceof JsonProcessingException ? "it is not JSON" : e.getMessage();
  }

  /** Where it listens. */
  public URI url() {
    String host = settings.host();
    return URI.create(
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, javalin.port()));
  }

  /** The base of its FHIR API, with a slash at its end. */
  public URI fhir() {
    return url().resolve("/personal-demographics/FHIR/R4/");
  }

  /** Where applications get their tokens; also the audience of what they sign. */
  public URI token() {
    return url().resolve(TOKEN);
  }

  /** Everybody it knows. */
  public List<StandInPatient> patients() {
    return patients.all();
  }

  /** Knows this patient from now on, instead of one with the same number. */
  public void put(StandInPatient patient) {
    patients.put(patient);
  }

  /** Answers with this instead of the truth, before faults that were added earlier. */
  public void add(PdsFault fault) {
    faults.add(fault);
  }

  /** Answers the truth again. */
  public void mend() {
    faults.clear();
  }

  /** How many questions about patients have come, whatever was answered. */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
