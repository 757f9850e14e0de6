package gpcm.node.sending;

import gpcm.consultation.Circumstances.Registration;
import gpcm.consultation.Document;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.exchange.AlertText;
import gpcm.node.demographics.Checked;
import gpcm.node.demographics.Demographics;
import gpcm.node.demographics.Sought;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.sending.WantedLooks.Cause;
import gpcm.node.sending.WantedLooks.Wanted;
import gpcm.pds.LookUp;
import gpcm.pds.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks patients up beside their documents' own steps, and tells people what that came to: early,
 * where a document that waits would go (GPCM-SD-CS-072), and once more after an answer that doubts
 * the last look-up. Nothing is sent because of it, and nothing is sent elsewhere. Thread-safe.
 */
public final class LookingBeside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LookingBeside.class);
  private static final int TOGETHER = 32;
  private static final Duration LATER = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Demographics demographics;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Asks {@code demographics}. */
  public LookingBeside(Ledger ledger, Demographics demographics) {
    this.ledger = ledger;
    this.demographics = demographics;
  }

  /** Does what is due; true when there may be more. */
  public boolean round() {
    List<Wanted> claimed = WantedLooks.claim(ledger, TOGETHER);
    List<Future<?>> running = new ArrayList<>();
    claimed.forEach(each -> running.add(threads.submit(() -> look(each))));
    running.forEach(Checking::await);
    return claimed.size() == TOGETHER;
  }

  private void look(Wanted wanted) {
    try {
      switch (wanted.cause()) {
        case OVER -> end(wanted);
        case RECORDED, LEFT, DISAGREEMENT -> {
          if (wanted.stands() && demographics.asks(wanted.organisation())) {
            ask(wanted);
          } else {
            end(wanted);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("document", wanted.document())
          .log("its patient is looked up again later: {}", Outages.cause(e));
      LOG.debug("the cause", e);
      WantedLooks.again(ledger, wanted, ledger.clock().instant().plus(LATER));
    }
  }

  private void ask(Wanted wanted) throws InterruptedException {
    RecordedConsultation recorded = DocumentJson.recorded(ledger.content().read(wanted.source()));
    Document document =
        demographics
            .numberOf(wanted.document())
            .map(number -> recorded.document().patient().with(new NhsNumber(number)))
            .map(recorded.document()::about)
            .orElse(recorded.document());
    Route route = PatientLookUp.route(document);
    boolean regular =
        recorded.circumstances().registration().filter(Registration.REGULAR::equals).isPresent();
    // An answer that documents share may be the very one that is doubted.
    boolean anew = wanted.cause() != Cause.RECORDED;
    Sought sought =
        new Sought(
            wanted.organisation(),
            wanted.document(),
            PatientLookUp.ours(document, regular),
            route,
            anew);
    Checked checked = demographics.check(sought);
    LookUp found = checked.lookUp().naming(document.registeredPractice().odsCode().value());
    demographics.keep(sought, checked, found);
    if (!checked.answered()) {
      Instant later = ledger.clock().instant().plus(LATER);
      WantedLooks.again(ledger, wanted, checked.particulars().again().orElse(later));
      return;
    }
    Bar bar =
        wanted.bar() == Bar.NONE && ledger.isOvertaken(wanted.document())
            ? Bar.SUPERSEDED
            : wanted.bar();
    Optional<AlertText> alert =
        new LookAlerts(wanted, bar, document, found, new LookUpWords(checked, found, route), route)
            .alert();
    if (alert.isEmpty()) {
      WantedLooks.done(ledger, wanted);
    } else {
      tell(wanted, alert.get());
    }
  }

  // It may end while somebody is asked: what nobody would mend any more must not be told.
  private void tell(Wanted wanted, AlertText alert) {
    boolean told =
        ledger.tellMoreOfDocument(
            wanted.organisation(),
            wanted.document(),
            wanted.cause().before().map(problem -> problem + wanted.document()),
            alert,
            handle -> WantedLooks.telling(handle, wanted));
    if (told) {
      mend(wanted, alert.problem());
    } else {
      end(wanted);
    }
  }

  private void end(Wanted wanted) {
    mend(wanted, "");
    WantedLooks.done(ledger, wanted);
  }

  private void mend(Wanted wanted, String but) {
    Arrays.stream(Cause.values())
        .filter(cause -> !cause.problem().isEmpty())
        .map(cause -> cause.problem() + wanted.document())
        .filter(problem -> !problem.equals(but))
        .forEach(ledger::mended);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
