package gpcm.mesh.server;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What stands before every call: faults made on purpose, and the request rate. Thread-safe. */
final class Gate {
  private final int perSecond;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final List<InjectedFault> faults = new ArrayList<>();
  private volatile boolean undisturbed = true;

  Gate(ServerSettings settings) {
    perSecond = settings.limits().requestsPerSecond();
    clock = settings.clock();
  }

  synchronized void add(InjectedFault fault) {
    faults.add(fault);
    undisturbed = false;
  }

  synchronized void replace(List<InjectedFault> others) {
    faults.clear();
    faults.addAll(others);
    undisturbed = faults.isEmpty();
  }

  synchronized int left() {
    return faults.stream().mapToInt(InjectedFault::times).sum();
  }

  synchronized void clearFaults() {
    faults.clear();
    undisturbed = true;
  }

  private synchronized Optional<InjectedFault> take(String verb, String path) {
    for (int i = 0; i < faults.size(); i++) {
      InjectedFault fault = faults.get(i);
      if (fault.appliesTo(verb, path)) {
        if (fault.times() > 1) {
          faults.set(i, fault.once());
        } else {
          faults.remove(i);
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** The fault to make on this call, its delay already waited for. */
  Optional<InjectedFault> disturb(RequestHead request) {
    if (undisturbed) {
      return Optional.empty();
    }
    Optional<InjectedFault> fault = take(request.verb(), request.path());
    fault
        .filter(made -> made.delay().isPositive())
        .ifPresent(
            made -> {
              try {
                Thread.sleep(made.delay());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return fault;
  }

  /**
   * Counts a call of a mailbox.
   *
   * @throws Refusal 429 when it makes too many
   */
  void count(RegisteredMailbox mailbox) {
    if (perSecond > 0
        && !buckets
            .computeIfAbsent(mailbox.id(), id -> new Bucket(perSecond))
            .take(clock.millis(), perSecond)) {
      throw Refusal.of(
          429,
          "",
          "",
          "Mailbox %s makes more than %d requests a second; wait and try again"
              .formatted(mailbox.id(), perSecond));
    }
  }

  /** Fills with one token per call allowed, up to a second's worth. */
  private static final class Bucket {
    private double tokens;
    private long filledAt = Long.MIN_VALUE;

    Bucket(int size) {
      tokens = size;
    }

    synchronized boolean take(long now, int perSecond) {
      if (filledAt != Long.MIN_VALUE) {
        tokens = Math.min(perSecond, tokens + Math.max(0, now - filledAt) * perSecond / 1000.0);
      }
      filledAt = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
