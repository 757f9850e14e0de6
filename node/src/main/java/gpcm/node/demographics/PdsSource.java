package gpcm.node.demographics;

import gpcm.node.config.KeptSecret;
import gpcm.node.config.PdsSettings;
import gpcm.pds.CallRate.Precedence;
import gpcm.pds.PdsAccess;
import gpcm.pds.PdsAnswer;
import gpcm.pds.PdsClient;
import gpcm.pds.PdsQuestion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;

/**
 * The Personal Demographics Service. What it said of a patient is shared by that organisation's
 * documents for a quarter of an hour, in memory only; a person's question, and a second one about a
 * document, is asked anew. Thread-safe.
 */
final class PdsSource implements PatientSource {
  private static final Duration SHARED = Duration.ofMinutes(15);
  private static final int MOST = 10_000;

  private final String application;
  private final PdsClient client;
  private final Circuit circuit;
  private final InstantSource clock;
  private final Map<Patient, Shared> answers = new ConcurrentHashMap<>();

  private record Patient(String organisation, String nhsNumber) {}

  private static final class Shared {
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<Said> said = Optional.empty();
  }

  private PdsSource(String application, PdsClient client, Circuit circuit, InstantSource clock) {
    this.application = application;
    this.client = client;
    this.circuit = circuit;
    this.clock = clock;
  }

  /**
   * Opens it.
   *
   * @param jdbi where the nodes share their limit, without waiting for the disk
   * @throws RuntimeException when the application's key cannot be used
   */
  static PdsSource open(
      PdsSettings settings, Jdbi jdbi, InstantSource clock, LookUpTrouble trouble) {
    Optional<PdsAccess.Application> application = settings.application().map(PdsSource::shown);
    application.ifPresent(PdsSource::requireKey);
    String name = name(settings, application);
    Circuit circuit = new Circuit(jdbi, name, trouble);
    return new PdsSource(
        name,
        new PdsClient(
            new PdsAccess(settings.url(), application, settings.timeout()),
            new SharedLimit(jdbi, name, settings.callsPerSecond()),
            clock),
        circuit,
        clock);
  }

  private static PdsAccess.Application shown(PdsSettings.Application settings) {
    KeptSecret apiKey = new KeptSecret(settings.apiKey());
    return new PdsAccess.Application(
        settings.token(),
        () -> apiKey.get().reveal(),
        new ApplicationKey(settings.keyId(), settings.key()));
  }

  // The API key is a secret: only what nodes with the same one have in common is written down.
  private static String name(PdsSettings settings, Optional<PdsAccess.Application> application) {
    String address = settings.url().getRawAuthority();
    return application.map(each -> address + " " + shortHash(each.apiKey().get())).orElse(address);
  }

  private static String shortHash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** As {@link PdsClient#reach}. */
  Optional<String> reach() throws InterruptedException {
    try {
      return client.reach();
    } catch (ApplicationKey.UnusableException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** As {@link Demographics#askAnew}. */
  void askAnew() throws InterruptedException {
    if (circuit.forgotten() && reach().isEmpty()) {
      circuit.seemsOver();
    }
  }

  /** Under which name the nodes keep what they hear of it. */
  String application() {
    return application;
  }

  @Override
  public String name() {
    return "pds";
  }

  @Override
  public Said ask(Sought sought, String request, boolean anew) throws InterruptedException {
    tidy();
    Shared shared =
        answers.computeIfAbsent(
            new Patient(sought.organisation(), sought.ours().nhsNumber()), unused -> new Shared());
    if (sought.forAPerson() || anew) {
      return keep(shared, asked(sought, request));
    }
    shared.asking.lockInterruptibly();
    try {
      Optional<Said> before = shared.said.filter(this::good);
      return before.isPresent() ? before.get() : keep(shared, asked(sought, request));
    } finally {
      shared.asking.unlock();
    }
  }

  private boolean good(Said said) {
    return clock.instant().isBefore(said.at().plus(SHARED));
  }

  private static Said keep(Shared shared, Said said) {
    switch (said.answer()) {
      case PdsAnswer.Refused none -> {}
      case PdsAnswer.Unavailable none -> {}
      case PdsAnswer.Found answer -> shared.said = Optional.of(said);
      case PdsAnswer.NotFound answer -> shared.said = Optional.of(said);
      case PdsAnswer.Invalidated answer -> shared.said = Optional.of(said);
      case PdsAnswer.Malformed answer -> shared.said = Optional.of(said);
    }
    return said;
  }

  private Said asked(Sought sought, String request) throws InterruptedException {
    Instant at = clock.instant();
    Optional<PdsAnswer> closed = circuit.closed();
    if (closed.isPresent()) {
      return new Said(closed.get(), at, request);
    }
    PdsAnswer answer =
        find(
            new PdsQuestion(
                sought.ours().nhsNumber(),
                sought.organisation(),
                sought.document().toString(),
                UUID.fromString(request),
                sought.forAPerson() ? Precedence.FIRST : Precedence.BACKGROUND));
    circuit.answered(answer);
    return new Said(answer, at, request);
  }

  private PdsAnswer find(PdsQuestion question) throws InterruptedException {
    try {
      return client.find(question);
    } catch (ApplicationKey.UnusableException e) {
      return new PdsAnswer.Refused(0, e.getMessage(), true);
    }
  }

  private void tidy() {
    if (answers.size() > MOST) {
      answers.values().removeIf(each -> each.said.filter(this::good).isEmpty());
      if (answers.size() > MOST) {
        answers.clear();
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static void requireKey(PdsAccess.Application application) {
    var unused = application.key().get();
  }
}
