package gpcm.node.audit;

import gpcm.audit.note.NoteException;
import gpcm.audit.note.SigningKey;
import gpcm.node.config.AuditSettings;
import gpcm.node.store.Moment;
import gpcm.node.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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
  private final Path file;
  private final InstantSource clock;

  LogKey(AuditSettings settings, Path dataFolder, InstantSource clock) {
    this.settings = settings;
    this.file = settings.signingKey().orElseGet(() -> dataFolder.resolve(USUAL_FILE));
    this.clock = clock;
  }

  /**
   * The key to sign with.
   *
   * @return empty when the log has one already and this node has none: others seal
   * @throws StoreException when this node has another key than the log, or none of the name it is
   *     told
   */
  Optional<SigningKey> open(Jdbi jdbi) {
    return jdbi.inTransaction(
        handle -> {
          handle.execute("select pg_advisory_xact_lock(?)", LOCK);
          Optional<String> known = known(handle);
          if (known.isPresent() && !Files.exists(file)) {
            return withoutKey(known.get());
          }
          SigningKey key = Files.exists(file) ? read() : create();
          require(key, known);
          if (known.isEmpty()) {
            remember(handle, key);
          }
          return Optional.of(key);
        });
  }

  private static Optional<String> known(Handle handle) {
    return handle
        .createQuery("select verifier from audit_key order by id desc limit 1")
        .mapTo(String.class)
        .findOne();
  }

  private Optional<SigningKey> withoutKey(String known) {
    if (settings.signingKey().isPresent()) {
      throw new StoreException(
          "audit.signing-key: %s is not there, and this database's audit log is signed with the key %s. Copy that key's file here, or leave audit.signing-key out and let other nodes seal"
              .formatted(file, known));
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
              .formatted(file, verifier, known.get(), file));
    }
    settings
        .origin()
        .filter(origin -> !origin.equals(key.verifier().name()))
        .ifPresent(
            origin -> {
              throw new StoreException(
                  "audit.origin is %s, and the key in %s is of %s. A log keeps its name: put that name into audit.origin"
                      .formatted(origin, file, key.verifier().name()));
            });
  }

  private SigningKey read() {
    try {
      if (Files.size(file) > 1000) {
        throw new StoreException("%s is no signing key: it is too large".formatted(file));
      }
      return SigningKey.parse(Files.readString(file));
    } catch (NoteException e) {
      throw new StoreException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new StoreException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private SigningKey create() {
    SecureRandom random = new SecureRandom();
    byte[] name = new byte[8];
    random.nextBytes(name);
    SigningKey key =
        SigningKey.ofLog(
            settings.origin().orElse("gpcm.audit/" + HexFormat.of().formatHex(name)), random);
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key.reveal() + "\n");
      } else {
        Files.writeString(file, key.reveal() + "\n", StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      return read();
    } catch (IOException e) {
      throw new StoreException(
          "the key of the audit log cannot be written to %s: %s".formatted(file, e), e);
    }
    LOG.info(
        "made the key of the audit log in {}. Keep a copy of it in a safe place; hand out its"
            + " public half: {}",
        file,
        key.verifier().text());
    return key;
  }

  private void remember(Handle handle, SigningKey key) {
    handle
        .createUpdate(
            "insert into audit_key (origin, verifier, made_at) values (:origin, :verifier, :now)")
        .bind("origin", key.verifier().name())
        .bind("verifier", key.verifier().text())
        .bind("now", Moment.column(clock.instant()))
        .execute();
  }
}
