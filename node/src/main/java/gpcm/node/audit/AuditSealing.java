package gpcm.node.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.tree.Hash;
import gpcm.exchange.AlertText;
import gpcm.node.config.AuditSettings;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the audit log sealed: every second what was written since, by one of the nodes. A
 * checkpoint leaves the node now and then. What does not fit is told to a person, and nothing is
 * sealed any more; sending and receiving go on. Thread-safe.
 */
public final class AuditSealing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSealing.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final long LATE_SECONDS = 60;
  private static final int BATCH = 10_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String DAMAGED = "audit-damaged";
  private static final String UNSEALED = "audit-unsealed";
  private static final String KEYLESS = "audit-key-missing";
  private static final String UNPUBLISHED = "audit-unpublished";
  private static final String NOT_WITNESSED = "audit-not-witnessed";

  private final Ledger ledger;
  private final Jdbi jdbi;
  private final List<String> organisations;
  private final AuditSettings settings;
  private final BooleanSupplier mayWork;
  private final AuditMonths months;
  private final Publishing publishing;
  private final AuditLog log;
  private final Optional<SigningKey> key;
  private final Optional<String> keyless;
  private final Optional<Sealer> sealer;
  private final List<WitnessClient> witnesses;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Set<String> told = new HashSet<>();
  // Of this node alone: no other one that is well says that they are over. An earlier run may have
  // told any of them.
  private final Set<String> own = new HashSet<>(Set.of(UNPUBLISHED, NOT_WITNESSED, KEYLESS));
  private final Optional<Lane> lane;

  private boolean compared;
  private Optional<AlertText> damage = Optional.empty();
  private Instant looked = Instant.EPOCH;

  private AuditSealing(
      Ledger ledger,
      AuditLog log,
      AuditSettings settings,
      Path dataFolder,
      List<String> organisations,
      BooleanSupplier mayWork,
      boolean threaded) {
    this.ledger = ledger;
    this.log = log;
    this.jdbi = ledger.database().jdbi();
    this.organisations = List.copyOf(organisations);
    this.settings = settings;
    this.mayWork = mayWork;
    this.months = new AuditMonths(jdbi);
    this.publishing = new Publishing(settings, ledger.clock());
    LogKey file = new LogKey(settings, dataFolder, ledger.clock());
    Optional<LogKey.Keys> keys = file.open(jdbi, this::rotated);
    this.keyless = jdbi.withHandle(file::missing);
    this.key = keys.map(LogKey.Keys::key);
    this.sealer = keys.map(each -> new Sealer(jdbi, ledger.clock(), each, BATCH));
    this.witnesses = key.map(this::witnesses).orElseGet(List::of);
    witnesses.forEach(each -> publishing.add("the witness " + each.name(), each));
    this.lane =
        threaded ? Optional.of(ledger.lane("audit", INTERVAL, this::round)) : Optional.empty();
  }

  /**
   * Begins to seal.
   *
   * @param log where this node writes what it says of the log itself
   * @param organisations who is told when something is wrong
   * @param mayWork whether this node may take up work
   * @throws gpcm.node.store.StoreException when this node has another key than the log
   */
  public static AuditSealing start(
      Ledger ledger,
      AuditLog log,
      AuditSettings settings,
      Path dataFolder,
      List<String> organisations,
      BooleanSupplier mayWork) {
    return new AuditSealing(ledger, log, settings, dataFolder, organisations, mayWork, true);
  }

  /** The same without a thread, for tests that call each round. */
  static AuditSealing byHand(
      Ledger ledger,
      AuditLog log,
      AuditSettings settings,
      Path dataFolder,
      List<String> organisations) {
    return new AuditSealing(ledger, log, settings, dataFolder, organisations, () -> true, false);
  }

  private List<WitnessClient> witnesses(SigningKey own) {
    return settings.witnesses().stream()
        .map(
            each ->
                new WitnessClient(jdbi, ledger.clock(), own, each, http, this::refusedByWitness))
        .toList();
  }

  private void rotated(Handle handle, VerifierKey from, VerifierKey to) {
    log.write(
        handle,
        entries(Action.KEY_CHANGED).map(each -> each.changing(from.text(), to.text())).toList());
  }

  /** An entry for each organisation, by the node itself. */
  private Stream<AuditEntry> entries(Action action) {
    return organisations.stream()
        .map(ods -> log.entry(ods, action, Actor.node(log.place().node(), ods)))
        .map(entry -> entry.forOperations());
  }

  private void refusedByWitness(String reason) {
    boolean first =
        raise(
            new AlertText(
                NOT_WITNESSED,
                "A witness does not sign the audit log",
                reason + ".",
                "Ask whoever runs the witness (audit.witnesses) what it has seen. If it has seen"
                    + " another log than this one, find out who changed or restored the"
                    + " database."));
    if (first) {
      log.write(entries(Action.WITNESS_REFUSED).map(each -> each.because(reason)).toList());
    }
  }

  /** Something was written that should be sealed soon. */
  public void tell() {
    lane.ifPresent(Lane::tell);
  }

  boolean round() {
    if (!mayWork.getAsBoolean()) {
      return false;
    }
    Instant now = ledger.clock().instant();
    months.prepare(now);
    boolean more = seal(now);
    if (now.isAfter(looked.plus(LOOK)) || now.isBefore(looked)) {
      looked = now;
      tellOfUnsealed(now);
      tellOfKey();
      damage.ifPresent(this::raise);
    }
    return more;
  }

  private boolean seal(Instant now) {
    if (sealer.isEmpty() || damage.isPresent()) {
      return false;
    }
    try {
      if (!compared) {
        jdbi.useHandle(this::compareWithKept);
        askWitnesses();
        compared = true;
      }
      Sealer.Round round = sealer.get().round();
      round.checkpoint().ifPresent(publishing::offer);
      publish(now);
      return round.sealed() == BATCH;
    } catch (LogDamagedException e) {
      damage = Optional.of(damaged(e.getMessage()));
      LOG.error("the audit log is not sealed any more: {}", e.getMessage());
      damage.ifPresent(this::raise);
      return false;
    }
  }

  private static AlertText damaged(String how) {
    return new AlertText(
        DAMAGED,
        "The audit log is not what was sealed",
        how
            + ". Nothing is sealed any more; sending and receiving go on, and entries are still"
            + " written.",
        "Find out who changed or restored the database. Export the log and check it with gpcm audit"
            + " verify and the checkpoints that were kept. When it is mended, start the node"
            + " again.");
  }

  /** What left the machine is not forgotten when the database is put back in time. */
  private void compareWithKept(Handle handle) {
    List<SignedNote> kept;
    try {
      kept = publishing.kept();
    } catch (IOException | IllegalArgumentException e) {
      throw new LogDamagedException(
          "the file %s with the checkpoints cannot be read: %s"
              .formatted(settings.publishFile().map(Path::toString).orElse(""), e.getMessage()));
    }
    if (kept.isEmpty()) {
      return;
    }
    for (SignedNote note : lastOfEach(kept)) {
      compareWith(handle, Checkpoint.parse(note.text()));
    }
  }

  /** The newest checkpoint of each log that the file has any of. */
  private static Collection<SignedNote> lastOfEach(List<SignedNote> kept) {
    Map<String, SignedNote> last = new LinkedHashMap<>();
    kept.forEach(note -> last.put(Checkpoint.parse(note.text()).origin(), note));
    return last.values();
  }

  private static void compareWith(Handle handle, Checkpoint last) {
    List<LogRows.Origin> origins = LogRows.origins(handle);
    LogRows.Origin origin =
        origins.stream()
            .filter(each -> each.name().equals(last.origin()))
            .findFirst()
            .orElseThrow(
                () ->
                    new LogDamagedException(
                        "the file with the checkpoints is of the log %s, and this one is %s"
                            .formatted(last.origin(), origins.getLast().name())));
    long size = origin.first() + last.size();
    Optional<Hash> ours = size > origin.end() ? Optional.empty() : LogRows.rootOf(handle, size);
    if (ours.isEmpty()) {
      throw new LogDamagedException(
          "the file with the checkpoints has one of %d entries, and the database has no such checkpoint: it went back in time"
              .formatted(last.size()));
    }
    if (!ours.get().equals(last.root())) {
      throw new LogDamagedException(
          "the checkpoint of %d entries has another root in the database than in the file that was kept"
              .formatted(last.size()));
    }
  }

  /** Before anything is sealed. Whoever cannot be reached now is asked with the next checkpoint. */
  private void askWitnesses() {
    for (WitnessClient witness : witnesses) {
      try {
        witness.ask();
      } catch (IOException e) {
        LOG.warn("the witness {} cannot be asked: {}", witness.name(), e.getMessage());
      }
    }
  }

  private void publish(Instant now) {
    if (!publishing.publish(now)) {
      return;
    }
    List<String> failed = publishing.failures();
    if (failed.isEmpty()) {
      mendOwn(UNPUBLISHED);
      mendOwn(NOT_WITNESSED);
      return;
    }
    LOG.warn("a checkpoint could not be published: {}", failed);
    raise(
        new AlertText(
            UNPUBLISHED,
            "A checkpoint of the audit log did not leave this machine",
            "It could not be published to %s. It is tried again soon."
                .formatted(String.join("; ", failed)),
            "Mend the place that checkpoints are kept at (audit.publish-file, audit.webhook,"
                + " audit.mail, audit.witnesses): what is kept elsewhere is what shows that nobody"
                + " changed the log."));
  }

  private void tellOfKey() {
    if (keyless.isEmpty()) {
      if (key.isPresent()) {
        mendOwn(KEYLESS);
      }
      return;
    }
    raise(
        new AlertText(
            KEYLESS,
            "The key of the audit log is missing",
            keyless.get()
                + ". This node seals nothing; sending and receiving go on, and entries are still"
                + " written.",
            "Copy the file with that key back, from another node or from where a copy of it is"
                + " kept, and start the node again. When no copy is left, begin the log anew: gpcm"
                + " audit new-origin."));
  }

  private void tellOfUnsealed(Instant now) {
    OptionalLong seconds = jdbi.withHandle(handle -> LogRows.secondsUnsealed(handle, now));
    if (seconds.orElse(0) <= LATE_SECONDS) {
      mend(UNSEALED);
      return;
    }
    raise(
        new AlertText(
            UNSEALED,
            "Entries of the audit log wait to be sealed",
            "The oldest has waited for %d seconds. A transaction that was left open holds them back, or no node that runs has the key of the log."
                .formatted(seconds.getAsLong()),
            "Look for sessions of the database that are idle in a transaction, and end them; set"
                + " idle_in_transaction_session_timeout. Or start a node that has the key"
                + " (audit.signing-key). When no copy of the key is left, begin the log anew: gpcm"
                + " audit new-origin."));
  }

  /** Tells what lasts, once; and anew where another node has found it over meanwhile. */
  private boolean raise(AlertText alert) {
    String problem = alert.problem();
    boolean first = !told.contains(problem);
    jdbi.useTransaction(
        handle ->
            organisations.stream()
                .filter(ods -> first || ledger.hasMended(ods, problem))
                .forEach(ods -> ledger.tell(ods, alert)));
    told.add(problem);
    return first;
  }

  // Also what an earlier run of a node has told.
  private void mend(String problem) {
    ledger.mended(problem);
    told.remove(problem);
  }

  private void mendOwn(String problem) {
    if (own.contains(problem) || told.contains(problem)) {
      mend(problem);
      own.remove(problem);
    }
  }

  @Override
  public void close() {
    lane.ifPresent(Lane::close);
    publishing.close();
    http.close();
  }
}
