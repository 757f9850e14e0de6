package gpcm.node.mailbox;

import gpcm.mesh.MeshClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Questions to MESH that a lane for all mailboxes asks on behalf of one of them: where a document
 * was delivered, which mailbox an organisation has. A MESH that is silent to one mailbox holds up
 * no other: the answer is waited for a moment only, and while one is outstanding for longer the
 * mailbox's further questions are not asked. An answer that comes later is there for who asks
 * again. Thread-safe.
 */
public final class MeshQuestions implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Question, Asked> open = new ConcurrentHashMap<>();

  private record Question(String organisation, String text) {}

  private record Asked(Future<?> answer, long since) {
    boolean late() {
      return !answer.isDone() && System.nanoTime() - since > MOMENT.toNanos();
    }
  }

  /**
   * Asks.
   *
   * @param text tells the question from others of the mailbox
   * @throws NotAnsweredYet when MESH has not answered yet
   * @throws gpcm.mesh.MeshException when it could not be asked
   */
  @SuppressWarnings("unchecked") // one question has one kind of answer
  public <T> T ask(Mailbox mailbox, MeshClient mesh, String text, Function<MeshClient, T> how) {
    String organisation = mailbox.organisation().value();
    Question question = new Question(organisation, text);
    Asked before = open.get(question);
    if (before == null && silent(organisation)) {
      throw new NotAnsweredYet(mailbox.id().value());
    }
    Asked asked =
        open.computeIfAbsent(
            question,
            unused -> new Asked(threads.submit(() -> how.apply(mesh)), System.nanoTime()));
    try {
      T answer =
          (T) asked.answer.get(silent(organisation) ? 0 : MOMENT.toMillis(), TimeUnit.MILLISECONDS);
      open.remove(question, asked);
      return answer;
    } catch (TimeoutException e) {
      throw new NotAnsweredYet(mailbox.id().value());
    } catch (ExecutionException e) {
      open.remove(question, asked);
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a question to MESH failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAnsweredYet(mailbox.id().value());
    }
  }

  private boolean silent(String organisation) {
    return open.entrySet().stream()
        .anyMatch(
            each -> each.getKey().organisation.equals(organisation) && each.getValue().late());
  }

  /** MESH has not answered yet; it is asked again later. */
  public static final class NotAnsweredYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAnsweredYet(String mailbox) {
      super("MESH has not answered a question of mailbox " + mailbox + " yet");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
