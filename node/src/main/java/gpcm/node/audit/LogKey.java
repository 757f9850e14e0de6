package gpcm.node.audit;

import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.node.config.AuditSettings;
import gpcm.node.store.Moment;
import gpcm.node.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of the log: a file that only this user may read, made by the first node of a database.
 * Its public half stands in the database, so that no node signs with another.
 */
final class LogKey {
  private static final Logger LOG = LoggerFactory.getLogger(LogKey.class);
  private static final String USUAL_FILE = "audit-signing-key";
  private static final long LOCK = 0x6770636d_61756b65L;

  private final AuditSettings settings;
  private final KeyFile file;
  private final InstantSource clock;

  LogKey(AuditSettings settings, Path dataFolder, InstantSource clock) {
    this.settings = settings;
    this.file = new KeyFile(settings.signingKey().orElseGet(() -> dataFolder.resolve(USUAL_FILE)));
    this.clock = clock;
  }

  /**
   * What to sign with.
   *
   * @param key the key of the log
   * @param previous the one before, which signs once more beside it, so that whoever knows it
   *     learns the new one
   */
  record Keys(SigningKey key, Optional<SigningKey> previous) {}

  /** Hears, in the transaction, that the log gets another key. */
  interface Rotated {
    void rotated(Handle handle, VerifierKey from, VerifierKey to);
  }

  /**
   * The key to sign with.
   *
   * @return empty when the log has one already and this node has none: others seal
   * @throws StoreException when this node has another key than the log, or none of the name it is
   *     told
   */
  Optional<Keys> open(Jdbi jdbi, Rotated rotated) {
    return jdbi.inTransaction(
        handle -> {
          lock(handle);
          Optional<String> known = LogRows.newestKey(handle);
          Optional<SigningKey> previous = settings.previousKey().map(LogKey::previous);
          Optional<SigningKey> replaced =
              previous.filter(key -> known.equals(Optional.of(key.verifier().text())));
          if (known.isPresent() && !file.exists() && replaced.isEmpty()) {
            return withoutKey(known.get()).map(key -> new Keys(key, previous));
          }
          SigningKey key =
              file.exists()
                  ? file.read()
                  : replaced.map(old -> create(old.verifier().name())).orElseGet(this::create);
          if (replaced.isPresent() && !key.verifier().equals(replaced.get().verifier())) {
            requireSameName(key, replaced.get());
            remember(handle, key);
            rotated.rotated(handle, replaced.get().verifier(), key.verifier());
            LOG.info(
                "the audit log is signed with the key {} from now on, and no more with {}; hand out"
                    + " the new one",
                key.verifier().text(),
                replaced.get().verifier().text());
          } else {
            require(key, known);
            if (known.isEmpty()) {
              remember(handle, key);
            }
          }
          return Optional.of(new Keys(key, previous));
        });
  }

  /** One node or command at a time decides about keys, until its transaction ends. */
  void lock(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(?)", LOCK);
  }

  Path file() {
    return file.path();
  }

  SigningKey read() {
    return file.read();
  }

  void write(SigningKey key) {
    if (!file.write(key, "the audit log").verifier().equals(key.verifier())) {
      throw new StoreException(
          "somebody else has just written a key to %s: look what it is".formatted(file.path()));
    }
  }

  private static SigningKey previous(Path path) {
    KeyFile old = new KeyFile(path);
    if (!old.exists()) {
      throw new StoreException(
          "audit.previous-key: %s is not there. Name the file with the key that the log was signed with so far, or remove the setting when the log has been signed with the new one"
              .formatted(path));
    }
    return old.read();
  }

  private void requireSameName(SigningKey key, SigningKey previous) {
    if (!key.verifier().name().equals(previous.verifier().name())) {
      throw new StoreException(
          "the key in %s is of %s, and the one before of %s. A log keeps its name: let the node make the new key by naming a file that is not there yet"
              .formatted(file.path(), key.verifier().name(), previous.verifier().name()));
    }
  }

  private String missing(String known) {
    return "audit.signing-key: %s is not there, and this database's audit log is signed with the key %s"
        .formatted(file.path(), known);
  }

  /**
   * What is wrong when the key that the configuration names is not there; empty when all is well.
   */
  Optional<String> missing(Handle handle) {
    return settings
        .signingKey()
        .filter(path -> !file.exists())
        .flatMap(path -> LogRows.newestKey(handle))
        .map(this::missing);
  }

  private Optional<SigningKey> withoutKey(String known) {
    if (settings.signingKey().isPresent()) {
      LOG.error("{}", missing(known));
      return Optional.empty();
    }
    LOG.info(
        "the audit log is sealed by other nodes: this one has not the key {}. Give it by"
            + " audit.signing-key",
        known);
    return Optional.empty();
  }

  private void require(SigningKey key, Optional<String> known) {
    String verifier = key.verifier().text();
    if (known.isPresent() && !known.get().equals(verifier)) {
      throw new StoreException(
          "the key in %s is %s, and this database's audit log is signed with %s. All nodes of a database sign with one key: copy that key's file to %s, or remove the file and let other nodes seal"
              .formatted(file.path(), verifier, known.get(), file.path()));
    }
    settings
        .origin()
        .filter(origin -> !origin.equals(key.verifier().name()))
        .ifPresent(
            origin -> {
              throw new StoreException(
                  "audit.origin is %s, and the key in %s is of %s. A log keeps its name: put that name into audit.origin"
                      .formatted(origin, file.path(), key.verifier().name()));
            });
  }

  private SigningKey create() {
    return create(settings.origin().orElseGet(this::madeUp));
  }

  String madeUp() {
    byte[] name = new byte[8];
    new SecureRandom().nextBytes(name);
    return "gpcm.audit/" + HexFormat.of().formatHex(name);
  }

  private SigningKey create(String name) {
    SigningKey key = file.write(SigningKey.ofLog(name, new SecureRandom()), "the audit log");
    LOG.info(
        "the key of the audit log is in {}. Keep a copy of it in a safe place; hand out its public"
            + " half: {}",
        file.path(),
        key.verifier().text());
    return key;
  }

  private void remember(Handle handle, SigningKey key) {
    remember(handle, key, LogRows.firstLeaf(handle));
  }

  /**
   * From now on the log is signed with this key.
   *
   * @param first where the log begins among all leaves
   */
  void remember(Handle handle, SigningKey key, long first) {
    handle
        .createUpdate(
            "insert into audit_key (origin, verifier, made_at, first_leaf) values (:origin,"
                + " :verifier, :now, :first)")
        .bind("first", first)
        .bind("origin", key.verifier().name())
        .bind("verifier", key.verifier().text())
        .bind("now", Moment.column(clock.instant()))
        .execute();
  }
}
