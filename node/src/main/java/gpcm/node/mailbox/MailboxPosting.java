package gpcm.node.mailbox;

import gpcm.exchange.MailboxFact;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToPost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Hands one mailbox's documents and answers to MESH, several at a time. Posting is at least once:
 * that it begins is on the disk before the first byte leaves; what is found later without its end
 * goes again, the same bytes under the same MessageHeader.id, by which the receiver tells the copy
 * (docs/decisions/0003). Every mailbox has a lane of its own, so a MESH that is silent to one of
 * them holds up no other. Thread-safe.
 */
final class MailboxPosting implements AutoCloseable {
  private static final int TOGETHER = 64;
  private static final int AT_ONCE = 4;
  private static final long SMALL = 256 * 1024;

  private final Ledger ledger;
  private final CaseClaims claims;
  private final RecentContent recent;
  private final Mailbox mailbox;
  private final BooleanSupplier mayWork;
  private final LinkedBlockingQueue<ToPost> handed = new LinkedBlockingQueue<>();
  private final AtomicReference<Way> way = new AtomicReference<>(new Way.Doubted());
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Lane lane;
  private volatile boolean paused;

  /** How the way to MESH was when it was last tried. */
  private sealed interface Way {
    record Good() implements Way {}

    record Doubted() implements Way {}

    record Held(Instant until) implements Way {}
  }

  MailboxPosting(
      Ledger ledger,
      CaseClaims claims,
      RecentContent recent,
      Mailbox mailbox,
      BooleanSupplier mayWork) {
    this.ledger = ledger;
    this.claims = claims;
    this.recent = recent;
    this.mailbox = mailbox;
    this.mayWork = mayWork;
    this.lane =
        ledger.laneOf(
            mailbox.organisation().value(),
            "post-" + mailbox.id().value(),
            Duration.ofSeconds(30),
            this::round);
  }

  /** Whether something that was just built may come along without being claimed again. */
  boolean hasRoom() {
    return !paused && handed.size() < 2 * TOGETHER && way.get() instanceof Way.Good;
  }

  void handOver(List<ToPost> messages) {
    handed.addAll(messages);
    lane.tell();
  }

  void tell() {
    lane.tell();
  }

  /** Whether a person lets nothing leave for now. */
  void pause(boolean now) {
    paused = now;
  }

  /** Another node has met trouble on the way: this one finds out for itself. */
  void doubt() {
    way.compareAndSet(new Way.Good(), new Way.Doubted());
  }

  private boolean round() {
    List<ToPost> batch = new ArrayList<>();
    // A way that is not known to be good is tried with one message.
    int most = way.get() instanceof Way.Good ? TOGETHER : 1;
    handed.drainTo(batch, TOGETHER);
    // What was made a moment ago was not claimed from a mailbox that may have been paused since.
    boolean stays = !batch.isEmpty() && claims.isPaused(mailbox.organisation().value());
    if (batch.isEmpty()) {
      if (!mayWork.getAsBoolean() || isHeld()) {
        return false;
      }
      batch = claims.toPost(mailbox.organisation().value(), most);
    }
    if (batch.isEmpty()) {
      return false;
    }
    Map<ContentHash, byte[]> known = known(batch);
    Attempts attempts = new Attempts(ledger, mailbox, stays || isHeld());
    List<Posted> posted = post(batch, known, attempts);
    List<StepResult> results = new ArrayList<>(posted.stream().map(Posted::result).toList());
    results.addAll(standing(posted, attempts));
    Set<UUID> lost = ledger.applySoon(results).dropped();
    // Another node has it by now. What MESH has taken is out all the same, and need not go again.
    ledger.applySoon(
        posted.stream()
            .filter(each -> each.taken() && lost.contains(each.message().lease().id()))
            .map(Posted::whoever)
            .toList());
    return batch.size() >= most || !handed.isEmpty();
  }

  private boolean isHeld() {
    return way.get() instanceof Way.Held(Instant until) && ledger.clock().instant().isBefore(until);
  }

  private Map<ContentHash, byte[]> known(List<ToPost> batch) {
    Map<ContentHash, byte[]> known = new HashMap<>();
    Set<ContentHash> missing = new HashSet<>();
    for (ToPost message : batch) {
      ContentHash hash = message.content().hash();
      recent
          .take(hash)
          .ifPresentOrElse(
              bytes -> known.put(hash, bytes),
              () -> {
                if (message.content().size() <= SMALL) {
                  missing.add(hash);
                }
              });
    }
    if (!missing.isEmpty()) {
      try {
        known.putAll(ledger.content().readAll(missing));
      } catch (RuntimeException e) {
        if (Outages.isOutage(e)) {
          throw e;
        }
        // One of them is damaged, or cannot be read now: each is read by itself then, and says so.
        return known;
      }
    }
    return known;
  }

  private List<Posted> post(List<ToPost> batch, Map<ContentHash, byte[]> known, Attempts attempts) {
    if (batch.size() == 1) {
      return List.of(attempts.post(batch.getFirst(), known));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Posted>> running =
          batch.stream()
              .map(
                  message ->
                      threads.submit(
                          () -> {
                            places.acquireUninterruptibly();
                            try {
                              return attempts.post(message, known);
                            } finally {
                              places.release();
                            }
                          }))
              .toList();
      List<Posted> posted = new ArrayList<>();
      for (Future<Posted> one : running) {
        posted.add(one.get());
      }
      return posted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while posting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("posting failed unexpectedly", e.getCause());
    }
  }

  // Only a change is told: a good way that stays good costs nothing.
  private List<StepResult> standing(List<Posted> posted, Attempts attempts) {
    String organisation = mailbox.organisation().value();
    boolean taken = posted.stream().anyMatch(Posted::taken);
    List<StepResult> told = new ArrayList<>();
    if (taken && !(way.get() instanceof Way.Good)) {
      told.add(new StepResult().mailbox(organisation, new MailboxFact.Posted()));
    }
    if (attempts.trouble().isPresent()) {
      MailboxFact trouble = attempts.trouble().get();
      told.add(new StepResult().mailbox(organisation, trouble));
      way.set(
          trouble instanceof MailboxFact.Refused
              ? new Way.Held(attempts.heldUntil())
              : new Way.Doubted());
    } else if (taken) {
      way.set(new Way.Good());
    }
    return told;
  }

  void stop() {
    lane.stop();
  }

  @Override
  public void close() {
    lane.close();
  }
}
