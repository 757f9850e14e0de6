package gpcm.node.register;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Leaves a register alone for a moment after it could not be asked: sixty documents that arrive
 * together do not wait for it one after another. Thread-safe.
 */
final class SparedRegister implements PatientRegister {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private record Failure(Instant until, String message) {}

  private final PatientRegister behind;
  private final InstantSource clock;
  private volatile Failure failed = new Failure(Instant.MIN, "");

  SparedRegister(PatientRegister behind, InstantSource clock) {
    this.behind = behind;
    this.clock = clock;
  }

  @Override
  public List<RegisteredPatient> withNumber(SoughtPatient sought) {
    return ask(() -> behind.withNumber(sought));
  }

  @Override
  public List<RegisteredPatient> candidates(SoughtPatient sought) {
    return ask(() -> behind.candidates(sought));
  }

  private List<RegisteredPatient> ask(Supplier<List<RegisteredPatient>> question) {
    Failure last = failed;
    if (clock.instant().isBefore(last.until)) {
      throw new RegisterUnavailableException(last.message);
    }
    try {
      return question.get();
    } catch (RegisterUnavailableException e) {
      failed = new Failure(clock.instant().plus(PAUSE), e.getMessage());
      throw e;
    }
  }

  @Override
  public void close() {
    behind.close();
  }
}
