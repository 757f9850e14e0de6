package gpcm.node.sending;

import gpcm.exchange.Event;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.NewDocument;
import gpcm.node.ledger.Row;
import gpcm.node.store.Along;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits submissions. Whoever comes while another commit is under way waits for it and is then
 * committed together with everybody else who came meanwhile: one flush of the disk for all of them.
 * Thread-safe.
 */
final class Acceptance {
  private static final int TOGETHER = 64;

  private final Ledger ledger;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock committing = new ReentrantLock();

  Acceptance(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A submission ready to be stored. */
  record Prepared(
      UUID id,
      String organisation,
      List<Event> events,
      Row document,
      List<Row> files,
      Succession succession,
      List<Handed> bytes,
      Along along) {}

  private record Waiting(Prepared prepared, CompletableFuture<Boolean> accepted) {}

  /**
   * Stores a submission.
   *
   * @return false when its idempotency key was used before, or its version stands already, and
   *     nothing was stored
   */
  boolean commit(Prepared prepared) {
    Waiting mine = new Waiting(prepared, new CompletableFuture<>());
    queue.add(mine);
    committing.lock();
    try {
      while (!mine.accepted.isDone()) {
        commitTogether();
      }
    } finally {
      committing.unlock();
    }
    try {
      return mine.accepted.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void commitTogether() {
    List<Waiting> batch = new ArrayList<>();
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      batch.add(next);
      if (batch.size() == TOGETHER) {
        break;
      }
    }
    try {
      Set<UUID> inserted = ledger.open(batch.stream().map(each -> cases(each.prepared)).toList());
      batch.forEach(each -> each.accepted.complete(inserted.contains(each.prepared.id())));
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.getFirst().accepted.completeExceptionally(e);
      } else {
        // One of them may be what the database does not take: each stands for itself then.
        batch.forEach(this::commitAlone);
      }
    }
  }

  private void commitAlone(Waiting waiting) {
    try {
      waiting.accepted.complete(!ledger.open(List.of(cases(waiting.prepared))).isEmpty());
    } catch (RuntimeException e) {
      waiting.accepted.completeExceptionally(e);
    }
  }

  private static NewDocument cases(Prepared prepared) {
    NewDocument cases =
        new NewDocument(
            prepared.id(),
            prepared.organisation(),
            prepared.document(),
            prepared.files(),
            prepared.events(),
            prepared.succession().aside(),
            prepared.succession().passed(),
            new ArrayList<>(),
            new ArrayList<>(),
            prepared.along());
    for (Handed handed : prepared.bytes()) {
      switch (handed) {
        case Handed.InMemory memory -> cases.bytes().add(memory.bytes());
        case Handed.Streamed streamed -> cases.uploads().add(streamed.upload());
      }
    }
    return cases;
  }
}
