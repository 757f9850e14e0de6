package gpcm.cli.node;

import gpcm.cli.terminal.FailureMessage;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C or a polite kill, and closes what runs before the process ends. Everything is
 * durable, so a rude kill is survived as well; this only makes the end tidy.
 */
final class UntilStopped {
  private final CountDownLatch asked = new CountDownLatch(1);

  private UntilStopped() {}

  static UntilStopped closing(AutoCloseable running) {
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
                  }
                },
                "stop"));
    return stop;
  }

  void await() throws InterruptedException {
    asked.await();
  }
}
