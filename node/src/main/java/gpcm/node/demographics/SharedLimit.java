package gpcm.node.demographics;

import gpcm.pds.CallRate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;

/**
 * Spaces out the calls that all nodes of a database make for one application. Each takes the next
 * moment in the database's time; a node takes no second one before its first has come, so whoever
 * goes first waits for one call of each node at most. Thread-safe.
 */
final class SharedLimit implements CallRate {
  private final Jdbi jdbi;
  private final String application;
  private final double apart;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private boolean taken;
  private int first;

  SharedLimit(Jdbi jdbi, String application, int callsPerSecond) {
    this.jdbi = jdbi;
    this.application = application;
    this.apart = 1.0 / callsPerSecond;
  }

  @Override
  public void await(Precedence precedence) throws InterruptedException {
    take(precedence);
    try {
      TimeUnit.NANOSECONDS.sleep(untilNext().toNanos());
    } finally {
      give();
    }
  }

  private void take(Precedence precedence) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (precedence == Precedence.FIRST) {
        first++;
        try {
          while (taken) {
            free.await();
          }
        } finally {
          first--;
        }
      } else {
        while (taken || first > 0) {
          free.await();
        }
      }
      taken = true;
    } finally {
      lock.unlock();
    }
  }

  private void give() {
    lock.lock();
    try {
      taken = false;
      free.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Duration untilNext() {
    double seconds =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        update pds_application set next_call = greatest(next_call, clock_timestamp()) + make_interval(secs => :apart)
                        where name = :name
                        returning extract(epoch from next_call - clock_timestamp()) - :apart
                        """)
                    .bind("apart", apart)
                    .bind("name", application)
                    .mapTo(Double.class)
                    .one());
    return Duration.ofNanos((long) (Math.max(0, seconds) * 1e9));
  }
}
