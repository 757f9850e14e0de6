package gpcm.node.audit;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.export.QuotedCheckpoint;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SigningKey;
import gpcm.audit.tree.CompactRange;
import gpcm.node.config.AuditSettings;
import gpcm.node.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Begins the log anew after its key was lost: with another name and key, and an entry first that
 * quotes the last checkpoint of the one before. What was written since is sealed with it, and a
 * first checkpoint signed, in one transaction. Thread-safe.
 */
public final class NewOrigin {
  private final Jdbi jdbi;
  private final AuditLog log;
  private final AuditSettings settings;
  private final LogKey keys;
  private final InstantSource clock;

  /**
   * @param log writes the entry that quotes
   * @param dataFolder the node's, where the key's file is unless the settings name another
   */
  public NewOrigin(
      Jdbi jdbi, AuditLog log, AuditSettings settings, Path dataFolder, InstantSource clock) {
    this.jdbi = jdbi;
    this.log = log;
    this.settings = settings;
    this.keys = new LogKey(settings, dataFolder, clock);
    this.clock = clock;
  }

  /**
   * What was begun.
   *
   * @param quoted the last checkpoint of the log before
   * @param key the public key of the new log
   * @param file where its private half is
   */
  public record Begun(Checkpoint quoted, String key, Path file) {}

  /**
   * Begins it.
   *
   * @param organisations ODS codes of those whose log it is; the first one's entry is the first
   * @param entry makes the entry of an organisation, to which what became of the key is added
   * @throws StoreException when the key is not lost, or there is nothing to quote; nothing has
   *     changed then
   */
  public Begun begin(List<String> organisations, Function<String, AuditEntry> entry) {
    Path file = keys.file();
    boolean there = Files.exists(file);
    try {
      return jdbi.inTransaction(handle -> begin(handle, organisations, entry));
    } catch (RuntimeException e) {
      if (!there) {
        forget(file, e);
      }
      throw e;
    }
  }

  private static void forget(Path file, RuntimeException cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(new UncheckedIOException(e));
    }
  }

  private Begun begin(
      Handle handle, List<String> organisations, Function<String, AuditEntry> entry) {
    keys.lock(handle);
    LogRows.waitForLock(handle);
    String known =
        LogRows.newestKey(handle)
            .orElseThrow(
                () ->
                    new StoreException(
                        "this database's audit log has no key yet: the first node that starts makes"
                            + " it"));
    requireLost(known);
    LastCheckpoint last =
        LogRows.lastCheckpoint(handle)
            .filter(each -> each.checkpoint().size() > 0)
            .orElseThrow(
                () ->
                    new StoreException(
                        "this database's audit log has no checkpoint that a new one could go on"
                            + " from"));
    long first = LogRows.firstLeaf(handle) + last.checkpoint().size();
    SigningKey key = SigningKey.ofLog(name(last.checkpoint().origin()), new SecureRandom());
    keys.remember(handle, key, first);
    List<AuditEntry> entries =
        organisations.stream()
            .map(entry)
            .map(
                each ->
                    each.changing(
                        QuotedCheckpoint.of(last.checkpoint()).text(), key.verifier().text()))
            .toList();
    log.write(handle, entries);
    seal(handle, key, first, entries.getFirst().id());
    keys.write(key);
    return new Begun(last.checkpoint(), key.verifier().text(), keys.file());
  }

  private void requireLost(String known) {
    if (!Files.exists(keys.file())) {
      return;
    }
    String there = keys.read().verifier().text();
    throw new StoreException(
        there.equals(known)
            ? "the key of the audit log is in %s: it is not lost, and the log goes on with it"
                .formatted(keys.file())
            : "in %s is the key %s, and the audit log is signed with %s. Put that one there, or move this file away and begin the log anew"
                .formatted(keys.file(), there, known));
  }

  private String name(String before) {
    settings
        .origin()
        .filter(before::equals)
        .ifPresent(
            same -> {
              throw new StoreException(
                  "audit.origin is %s, the name of the log whose key was lost. Give the new one another name there, or leave it out"
                      .formatted(same));
            });
    return settings.origin().orElseGet(keys::madeUp);
  }

  private void seal(Handle handle, SigningKey key, long first, UUID quoting) {
    LogRows.stopWriters(handle);
    CompactRange range = CompactRange.empty();
    // Leaves that the old log never signed: of a node that died before it did.
    for (List<LogRows.Leaf> left = LogRows.leavesFrom(handle, first, 10_000);
        !left.isEmpty();
        left = LogRows.leavesFrom(handle, first + range.size(), 10_000)) {
      left.forEach(leaf -> range.append(leaf.hash()));
    }
    List<Unsealed> beginning = List.of(LogRows.entry(handle, quoting));
    LogRows.insertLeaves(handle, first + range.size(), beginning);
    range.append(beginning.getFirst().leaf());
    Sealer.sealAll(handle, first, range);
    Checkpoint checkpoint = new Checkpoint(key.verifier().name(), range.size(), range.root());
    LogRows.insertCheckpoint(
        handle,
        first,
        new LastCheckpoint(
            checkpoint,
            key.sign(checkpoint.text()),
            range.encoded(),
            LogRows.oldestThatRuns(handle),
            LogRows.cluster(handle)),
        clock.instant());
  }
}
