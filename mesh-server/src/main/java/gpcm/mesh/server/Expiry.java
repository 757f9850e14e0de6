package gpcm.mesh.server;

import gpcm.mesh.store.DeliveryFailure;
import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.StoredMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns messages that nobody fetched into reports to their senders (code 14), purges what is old,
 * and frees the disk. Runs every minute by the wall clock, judges by the injected one.
 */
final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private final MessageStore store;
  private final Mode mode;
  private final Retention retention;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mesh-expiry").factory());

  Expiry(MessageStore store, ServerSettings settings) {
    this.store = store;
    mode = settings.mode();
    retention = settings.retention();
    clock = settings.clock();
  }

  void schedule() {
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(this::runQuietly, 1, 1, TimeUnit.MINUTES);
  }

  private void runQuietly() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.error("Expired messages couldn't be dealt with now; the next try is in a minute", e);
    }
  }

  /** Deals with everything that is due. */
  synchronized void run() {
    long now = clock.millis();
    if (mode == Mode.STRICT) {
      long latest = now - retention.inInbox().toMillis();
      store.all().stream()
          .filter(
              held ->
                  held.message().status() == MessageStatus.ACCEPTED && waitingSince(held) <= latest)
          .toList()
          .forEach(held -> expire(held.message(), now));
    }
    long oldest = now - retention.kept().toMillis();
    List<Held> old =
        store.all().stream().filter(held -> held.message().sentAt() <= oldest).toList();
    store.remove(old);
    int freed = store.compact();
    if (!old.isEmpty() || freed > 0) {
      LOG.info(
          "Purged {} messages past their retention, freed {} journal files", old.size(), freed);
    }
  }

  private static long waitingSince(Held held) {
    return held.message().state().statusAt();
  }

  private void expire(StoredMessage message, long now) {
    long days = retention.inInbox().toDays();
    DeliveryFailure failure =
        new DeliveryFailure(
            "14", "SEND", "Message not collected by recipient after " + days + " days");
    if (message.report()) {
      store.expire(message.id(), now, failure);
    } else {
      store.fail(
          message.id(),
          MessageStatus.UNDELIVERABLE,
          now,
          failure,
          Reports.about(message, failure, now));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
