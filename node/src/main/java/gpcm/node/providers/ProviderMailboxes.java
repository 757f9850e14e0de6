package gpcm.node.providers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gpcm.addressing.MeshWorkflow;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshEndpoint;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which providers MESH knows a mailbox of. Nobody waits for MESH: what is known is answered, and
 * what is old is asked for anew behind it, a few at a time. Thread-safe.
 */
final class ProviderMailboxes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderMailboxes.class);
  private static final Duration GOOD_FOR = Duration.ofHours(1);
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
  private static final int AT_ONCE = 4;

  private final Map<String, Mailbox> mailboxes;
  private final MeshQuestions questions;
  private final InstantSource clock;
  private final Cache<Asked, MailboxFinding> findings =
      Caffeine.newBuilder().maximumSize(100_000).build();
  private final Cache<Asked, Instant> inVain = Caffeine.newBuilder().maximumSize(100_000).build();
  private final Set<Asked> asking = ConcurrentHashMap.newKeySet();
  private final Semaphore atOnce = new Semaphore(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private record Asked(String organisation, String ods) {}

  ProviderMailboxes(Map<String, Mailbox> mailboxes, MeshQuestions questions, InstantSource clock) {
    this.mailboxes = Map.copyOf(mailboxes);
    this.questions = questions;
    this.clock = clock;
  }

  /** What is known of a provider's mailbox, as the mailbox of {@code organisation} sees it. */
  MailboxFinding of(String organisation, String ods) {
    Asked asked = new Asked(organisation, ods);
    MailboxFinding known =
        Optional.ofNullable(findings.getIfPresent(asked)).orElse(MailboxFinding.NOT_KNOWN);
    Instant now = clock.instant();
    boolean old = known.at().map(at -> at.plus(GOOD_FOR).isBefore(now)).orElse(true);
    Instant triedOrNull = inVain.getIfPresent(asked);
    if (old
        && (triedOrNull == null || triedOrNull.plus(ASK_AGAIN).isBefore(now))
        && mailboxes.get(organisation) != null
        && mailboxes.get(organisation).transport() instanceof Transport.Http(MeshClient mesh)
        && asking.add(asked)) {
      Future<?> unused = threads.submit(() -> ask(asked, mailboxes.get(organisation), mesh));
    }
    return known;
  }

  private void ask(Asked asked, Mailbox from, MeshClient mesh) {
    try {
      atOnce.acquire();
      try {
        List<MeshEndpoint> found =
            questions.ask(
                from,
                mesh,
                "lookup " + asked.ods,
                client -> client.lookup(asked.ods, MeshWorkflow.DOCUMENT));
        findings.put(
            asked,
            new MailboxFinding(
                found.size() == 1 ? MailboxFinding.State.FOUND : MailboxFinding.State.NOT_FOUND,
                Optional.of(clock.instant())));
      } finally {
        atOnce.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // What was known stays, with its time; it is asked for again when somebody looks.
      inVain.put(asked, clock.instant());
      LOG.debug("MESH could not be asked for the mailbox of {}", asked.ods, e);
    } finally {
      asking.remove(asked);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
