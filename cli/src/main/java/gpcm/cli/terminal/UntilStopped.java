package gpcm.cli.terminal;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C or a polite kill, and closes what runs before the process ends. Everything is
 * durable, so a rude kill is survived as well; this only makes the end tidy. One thread waits.
 */
public final class UntilStopped {
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile OptionalInt exitCode = OptionalInt.empty();

  private UntilStopped() {}

  /** Closes this when the process is to end, for whatever reason. */
  public static UntilStopped closing(AutoCloseable running) {
    UntilStopped stop = new UntilStopped();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    running.close();
                  } catch (Exception e) {
                    System.err.println("gpcm: did not stop cleanly: " + FailureMessage.text(e));
                  } finally {
                    stop.asked.countDown();
                    // The JVM would say 143, which whoever watches processes takes for a failure.
                    stop.exitCode.ifPresent(Runtime.getRuntime()::halt);
                  }
                },
                "stop"));
    return stop;
  }

  /**
   * Ends the process with this code when it is asked to end; for what has nothing to close.
   *
   * @return what takes that back, for the end that comes without asking
   */
  public static Runnable endingWith(int code) {
    Thread end = new Thread(() -> Runtime.getRuntime().halt(code), "stop");
    Runtime.getRuntime().addShutdownHook(end);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(end);
      } catch (IllegalStateException alreadyEnding) {
        // Then it is what ends the process.
      }
    };
  }

  /**
   * Waits until the process is asked to end, which it then does.
   *
   * @param code the exit code it ends with
   */
  public void await(int code) throws InterruptedException {
    exitCode = OptionalInt.of(code);
    asked.await();
  }
}
