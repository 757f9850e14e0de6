package gpcm.node.sending;

import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentFact;
import gpcm.node.content.ContentException;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.InParallel;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out of documents whose organisation's time is over whether they can be delivered, and lets
 * them go, holds them, or asks again later. Thread-safe.
 */
public final class Checking implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checking.class);
  private static final int TOGETHER = 32;

  private final Ledger ledger;
  private final CaseClaims claims;
  private final DeliveryCheck check;
  private final InParallel inParallel;
  private final Runnable whenDeliverable;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param whenDeliverable runs after each round: there may be something to build
   */
  public Checking(
      Ledger ledger,
      CaseClaims claims,
      DeliveryCheck check,
      InParallel inParallel,
      Runnable whenDeliverable) {
    this.ledger = ledger;
    this.claims = claims;
    this.check = check;
    this.inParallel = inParallel;
    this.whenDeliverable = whenDeliverable;
  }

  /** Checks what is due; true when there may be more. */
  public boolean round() {
    List<ToCheck> claimed = claims.toCheck(TOGETHER);
    if (claimed.isEmpty()) {
      return false;
    }
    // Whoever has to be asked may take seconds, and each answer counts as soon as it is there.
    Map<Boolean, List<ToCheck>> asked =
        claimed.stream()
            .collect(Collectors.partitioningBy(each -> check.asks(each.organisation())));
    List<Future<?>> running = new ArrayList<>();
    asked.get(true).forEach(each -> running.add(threads.submit(() -> alone(each))));
    ledger.apply(inParallel.map(asked.get(false), this::checked));
    running.forEach(Checking::await);
    whenDeliverable.run();
    return claimed.size() == TOGETHER;
  }

  private void alone(ToCheck claimed) {
    ledger.apply(List.of(checked(claimed)));
    whenDeliverable.run();
  }

  /** Waits for one; what it throws is thrown on. */
  static void await(Future<?> running) {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(Outages.cause(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("this node stops", e);
    }
  }

  private StepResult checked(ToCheck claimed) {
    return new StepResult().document(claimed.lease(), fact(claimed));
  }

  private DocumentFact fact(ToCheck claimed) {
    try {
      return new DocumentFact.Checked(
          check.check(claimed, DocumentJson.recorded(ledger.content().read(claimed.source()))));
    } catch (ContentException e) {
      return new DocumentFact.Delayed(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DocumentFact.Delayed("this node stops");
    } catch (RuntimeException e) {
      Outages.passOn(e);
      LOG.atWarn()
          .addKeyValue("document", claimed.lease().id())
          .log("whether it can be delivered is asked again: {}", Outages.cause(e));
      LOG.debug("the cause", e);
      return Ledger.delayed(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
