package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.tree.CompactRange;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Seals what was written: gives entries their places in the tree, and signs the tree's root. Of all
 * nodes one does so at a time. Remembers the last checkpoint it has seen, and goes on only from one
 * that continues it: who puts the database back in time is noticed at once. Belongs to one thread.
 */
final class Sealer {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SigningKey key;
  private final Optional<SigningKey> previous;
  private final int batch;
  private CompactRange seen = CompactRange.empty();
  private SealedUpTo upTo = SealedUpTo.NOTHING;
  private String cluster = "";
  private long first;

  /**
   * @param batch how many entries one round seals at most
   */
  Sealer(Jdbi jdbi, InstantSource clock, SigningKey key, int batch) {
    this(jdbi, clock, new LogKey.Keys(key, Optional.empty()), batch);
  }

  Sealer(Jdbi jdbi, InstantSource clock, LogKey.Keys keys, int batch) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.key = keys.key();
    this.previous = keys.previous();
    this.batch = batch;
  }

  /**
   * What a round did.
   *
   * @param sealed how many entries
   * @param checkpoint the checkpoint over them, which is committed; empty when there is none
   */
  record Round(int sealed, Optional<SignedNote> checkpoint) {
    static final Round NOTHING = new Round(0, Optional.empty());
  }

  /**
   * Seals the next entries, if no other node does so just now.
   *
   * @throws LogDamagedException when the log is not what was sealed; nothing is signed then
   */
  Round round() {
    try (Handle handle = jdbi.open()) {
      if (upToDate(handle) || !LogRows.lock(handle)) {
        return Round.NOTHING;
      }
      try {
        return locked(handle);
      } finally {
        LogRows.unlock(handle);
      }
    }
  }

  /** Whether all is as this node left it; costs two looks into indexes. */
  private boolean upToDate(Handle handle) {
    return !cluster.isEmpty() && LogRows.isAsLeft(handle, first + seen.size(), upTo);
  }

  private Round locked(Handle handle) {
    if (!LogRows.newestKey(handle).equals(Optional.of(key.verifier().text()))) {
      // The log has got another key, by a node that was started with it.
      return Round.NOTHING;
    }
    first = LogRows.firstLeaf(handle);
    String here = LogRows.cluster(handle);
    Optional<LastCheckpoint> last = LogRows.lastCheckpoint(handle);
    last.ifPresent(this::requireSigned);
    CompactRange range = last.map(LastCheckpoint::range).orElseGet(CompactRange::empty);
    requireContinued(handle, range);
    SealedUpTo from = last.map(LastCheckpoint::upTo).orElse(SealedUpTo.NOTHING);
    boolean sameCluster = last.map(LastCheckpoint::cluster).orElse(here).equals(here);
    long signed = range.size();

    // Leaves of a node that died before it signed.
    Optional<SealedUpTo> left = appendLeft(handle, range);
    int sealed;
    SealedUpTo to;
    if (sameCluster) {
      SealedUpTo after = left.orElse(from);
      List<Unsealed> entries = handle.inTransaction(open -> seal(open, range, after));
      sealed = entries.size();
      to = entries.isEmpty() ? after : entries.getLast().upTo();
    } else {
      long before = range.size();
      to = handle.inTransaction(open -> adopt(open, range));
      sealed = Math.toIntExact(range.size() - before);
    }
    if (range.size() == signed && last.isPresent() && sameCluster) {
      remember(range, to, here);
      return Round.NOTHING;
    }
    // The leaves are safe now: what is signed can be told to anyone.
    Checkpoint checkpoint = new Checkpoint(key.verifier().name(), range.size(), range.root());
    SignedNote note = signed(checkpoint, last);
    LastCheckpoint made = new LastCheckpoint(checkpoint, note, range.encoded(), to, here);
    if (range.size() > signed || last.isEmpty()) {
      handle.useTransaction(open -> LogRows.insertCheckpoint(open, first, made, clock.instant()));
    }
    remember(range, to, here);
    return new Round(sealed, Optional.of(note));
  }

  private void remember(CompactRange range, SealedUpTo to, String here) {
    seen = range.copy();
    upTo = to;
    cluster = here;
  }

  /** The first one with a new key is signed by the one before as well. */
  private SignedNote signed(Checkpoint checkpoint, Optional<LastCheckpoint> last) {
    SignedNote note = key.sign(checkpoint.text());
    boolean first =
        previous.isPresent()
            && last.isPresent()
            && !last.get().note().signers(verifiers()).contains(key.verifier());
    return first ? note.with(previous.get().sign(checkpoint.text()).signatures().getFirst()) : note;
  }

  private List<VerifierKey> verifiers() {
    return Stream.concat(Stream.of(key), previous.stream()).map(SigningKey::verifier).toList();
  }

  // Whoever may write to the database could put another log there, and have it signed from now on.
  private void requireSigned(LastCheckpoint last) {
    try {
      last.note().signers(verifiers());
    } catch (NoteException e) {
      throw new LogDamagedException("the last checkpoint of the database: " + e.getMessage());
    }
    if (!last.checkpoint().origin().equals(key.verifier().name())) {
      throw new LogDamagedException(
          "the last checkpoint of the database is of the log " + last.checkpoint().origin());
    }
  }

  /** The last checkpoint of the table must continue the one that this node has in mind. */
  private void requireContinued(Handle handle, CompactRange range) {
    if (range.size() < seen.size()) {
      throw new LogDamagedException(
          "the last checkpoint is of %d entries, and this node has seen one of %d: the database went back in time, or checkpoints were removed"
              .formatted(range.size(), seen.size()));
    }
    CompactRange continued = seen.copy();
    while (continued.size() < range.size()) {
      List<LogRows.Leaf> leaves =
          LogRows.leavesFrom(
              handle,
              first + continued.size(),
              (int) Math.min(10_000, range.size() - continued.size()));
      if (leaves.isEmpty()) {
        throw new LogDamagedException(
            "the last checkpoint is of %d entries, and there are %d leaves: leaves were removed"
                .formatted(range.size(), continued.size()));
      }
      leaves.forEach(leaf -> append(continued, leaf));
    }
    if (!continued.root().equals(range.root())) {
      throw new LogDamagedException(
          "the last checkpoint, of %d entries, is not over the leaves that are there: entries after the first %d were changed"
              .formatted(range.size(), seen.size()));
    }
  }

  private void append(CompactRange range, LogRows.Leaf leaf) {
    if (leaf.index() != first + range.size()) {
      throw new LogDamagedException(
          "leaf %d is missing: after it stands leaf %d, of entry %s"
              .formatted(first + range.size(), leaf.index(), leaf.entryId()));
    }
    range.append(leaf.hash());
  }

  private Optional<SealedUpTo> appendLeft(Handle handle, CompactRange range) {
    Optional<SealedUpTo> place = Optional.empty();
    for (List<LogRows.Leaf> left = LogRows.leavesFrom(handle, first + range.size(), 10_000);
        !left.isEmpty();
        left = LogRows.leavesFrom(handle, first + range.size(), 10_000)) {
      left.forEach(leaf -> append(range, leaf));
      UUID newest = left.getLast().entryId();
      place =
          Optional.of(
              LogRows.placeOf(handle, newest)
                  .orElseThrow(
                      () ->
                          new LogDamagedException(
                              "entry %s has a leaf and is not there: it was removed"
                                  .formatted(newest))));
    }
    return place;
  }

  private List<Unsealed> seal(Handle handle, CompactRange range, SealedUpTo after) {
    List<Unsealed> entries = LogRows.next(handle, after, batch);
    if (!entries.isEmpty()) {
      LogRows.insertLeaves(handle, first + range.size(), entries);
      entries.forEach(entry -> range.append(entry.leaf()));
    }
    return entries;
  }

  /**
   * The database was restored into another cluster, where the ids of transactions begin anew: what
   * is not sealed yet is, all of it, while nobody writes.
   */
  private SealedUpTo adopt(Handle handle, CompactRange range) {
    LogRows.stopWriters(handle);
    sealAll(handle, first, range);
    return LogRows.oldestThatRuns(handle);
  }

  /** Whatever is not sealed, in the order of its ids; nobody may write meanwhile. */
  static void sealAll(Handle handle, long first, CompactRange range) {
    for (List<Unsealed> entries = LogRows.allUnsealed(handle, 10_000);
        !entries.isEmpty();
        entries = LogRows.allUnsealed(handle, 10_000)) {
      LogRows.insertLeaves(handle, first + range.size(), entries);
      entries.forEach(entry -> range.append(entry.leaf()));
    }
  }
}
