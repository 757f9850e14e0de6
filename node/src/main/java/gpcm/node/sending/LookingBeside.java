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
import gpcm.node.sending.WantedLooks.Wanted;
import gpcm.pds.LookUp;
import gpcm.pds.PdsOutcome;
import gpcm.pds.PdsPatient.Practice;
import gpcm.pds.Route;
import gpcm.pds.Treatment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
    running.forEach(LookingBeside::await);
    return claimed.size() == TOGETHER;
  }

  private static void await(Future<?> running) {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(Outages.cause(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("this node stops", e);
    }
  }

  private void look(Wanted wanted) {
    try {
      switch (wanted.cause()) {
        case OVER -> {
          for (String told : List.of("foreseen/", "moved/", "disagreement/")) {
            ledger.mended(told + wanted.document());
          }
          WantedLooks.done(ledger, wanted);
        }
        case RECORDED, LEFT, DISAGREEMENT -> {
          if (wanted.stands() && demographics.asks(wanted.organisation())) {
            ask(wanted);
          } else {
            WantedLooks.done(ledger, wanted);
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
    Sought sought =
        new Sought(
            wanted.organisation(),
            wanted.document(),
            PatientLookUp.ours(document, regular),
            route,
            false);
    Checked checked = demographics.check(sought);
    LookUp found = checked.lookUp().naming(document.registeredPractice().odsCode().value());
    demographics.keep(sought, checked, found);
    if (!checked.answered()) {
      Instant later = ledger.clock().instant().plus(LATER);
      WantedLooks.again(ledger, wanted, checked.particulars().again().orElse(later));
      return;
    }
    LookUpWords words = new LookUpWords(checked, found, route);
    Optional<AlertText> alert = alert(wanted, document, found, words, route);
    alert.ifPresent(text -> ledger.tellOfDocument(wanted.organisation(), wanted.document(), text));
    if (alert.isPresent()) {
      WantedLooks.told(ledger, wanted);
    } else {
      WantedLooks.done(ledger, wanted);
    }
  }

  private static Optional<AlertText> alert(
      Wanted wanted, Document document, LookUp found, LookUpWords words, Route route) {
    return switch (wanted.cause()) {
      case RECORDED -> early(wanted, found, words, route);
      case LEFT -> Optional.of(left(wanted, document, found, words));
      case DISAGREEMENT -> Optional.of(disagreement(wanted, found, words, route));
      case OVER -> Optional.empty();
    };
  }

  // Of what is looked up again by itself, or is registered with the sender, people need not know.
  private static Optional<AlertText> early(
      Wanted wanted, LookUp found, LookUpWords words, Route route) {
    boolean stops =
        switch (found.on(route)) {
          case SEND, AGAIN, HOLD_ALL -> false;
          case HOLD -> true;
          case REFUSE -> found.reasons(route).stream().anyMatch(reason -> reason != PdsOutcome.OWN);
        };
    return stops
        ? Optional.of(
            new AlertText(
                "foreseen/" + wanted.document(),
                "Could not go as things stand: the report on " + wanted.who(),
                words.reason() + ". It still waits, and has not been sent.",
                "Put it right before it leaves: the patient is looked up again then, and if nothing"
                    + " has changed it "
                    + (found.on(route) == Treatment.HOLD ? "is held." : "is not sent.")))
        : Optional.empty();
  }

  private static AlertText left(Wanted wanted, Document document, LookUp found, LookUpWords words) {
    String answered =
        "%s answered that the patient is not with them any more (30003). Looked up once more: "
            .formatted(wanted.recipient());
    Optional<Practice> other =
        found
            .practice()
            .filter(
                each -> !each.odsCode().equals(document.registeredPractice().odsCode().value()));
    return new AlertText(
        "moved/" + wanted.document(),
        (other.isPresent() ? "Registered elsewhere now: " : "Left the practice: ")
            + "the report on "
            + wanted.who(),
        answered
            + words.deliverable()
            + "."
            + other
                .map(
                    practice ->
                        " The patient is registered with %s%s."
                            .formatted(
                                practice.odsCode(),
                                practice.start().map(day -> " since " + day).orElse("")))
                .orElse(""),
        other
            .map(
                practice ->
                    "If %s is to have it, send it there on its page; it is not sent there by"
                            .formatted(practice.odsCode())
                        + " itself. Or say there how it got there.")
            .orElse(
                "No other practice is known. Ask the patient or "
                    + wanted.recipient()
                    + " where they are registered, and say on its page how the report got"
                    + " there."));
  }

  private static AlertText disagreement(
      Wanted wanted, LookUp found, LookUpWords words, Route route) {
    boolean known = found.on(route) == Treatment.SEND;
    return new AlertText(
        "disagreement/" + wanted.document(),
        (known ? "MESH and the look-up disagree: " : "Not delivered, and the look-up agrees: ")
            + "the report on "
            + wanted.who(),
        "MESH says: %s Looked up once more: %s.".formatted(wanted.said(), words.deliverable()),
        known
            ? "Trust neither: make sure who the patient is and where they are registered. It is not"
                + " sent again by itself; send it again or say on its page how it got there."
            : "Put right what both say. It is not sent again by itself.");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
