package gpcm.node.bulk;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Patient;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.MeshStanding;
import gpcm.node.audit.AuditLog;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.SupersededException;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.ResendOrder;
import gpcm.node.sending.SentAct;
import gpcm.node.store.Along;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was begun with many documents, a few at a time. What becomes of these stands in one
 * transaction with that it was done: a node that is killed leaves them done and told of, or
 * neither, and whichever node comes next goes on. What makes documents leave is done no faster than
 * they do.
 */
public final class BulkRounds {
  private static final Logger LOG = LoggerFactory.getLogger(BulkRounds.class);

  static final int TOGETHER = 100;

  /** Between one few and the next of what makes documents leave: 200 a second at most. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** With so many about to leave, no more are sent after them. */
  private static final int LEAVING = 500;

  private static final Duration CROWDED = Duration.ofSeconds(2);

  /** So long at most MESH is asked of those whose turn it is, whatever it takes for one. */
  private static final Duration ASKING = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Outbox outbox;
  private final AuditLog log;
  private final BooleanSupplier mayWork;
  private final BulkRows rows = new BulkRows();

  /**
   * @param mayWork whether this node may take up work
   */
  public BulkRounds(Ledger ledger, Outbox outbox, AuditLog log, BooleanSupplier mayWork) {
    this.ledger = ledger;
    this.outbox = outbox;
    this.log = log;
    this.mayWork = mayWork;
  }

  /** Somebody else was sooner, or it was stopped: nothing is done. */
  private static final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What is done together.
   *
   * @param collected of these, what does not go again because MESH says that it was collected
   */
  private record Asked(List<UUID> documents, Set<UUID> collected) {}

  /** What is to be done now, which may be nothing. */
  private record Turn(BulkAct act, List<UUID> documents) {}

  /**
   * Does the next few.
   *
   * @return whether there may be more
   */
  public boolean round() {
    Optional<Turn> next = mayWork.getAsBoolean() ? next() : Optional.empty();
    next.filter(turn -> !turn.documents().isEmpty())
        .ifPresent(turn -> together(turn.act(), asked(turn)));
    return next.isPresent();
  }

  private Optional<Turn> next() {
    return ledger
        .database()
        .jdbi()
        .inTransaction(
            handle -> {
              Instant now = ledger.clock().instant();
              return rows.due(handle, now)
                  .map(
                      act -> {
                        if (act.kind().sends()
                            && rows.leaving(handle, act.view().organisation(), LEAVING, now)
                                >= LEAVING) {
                          rows.later(handle, act, CROWDED);
                          return new Turn(act, List.of());
                        }
                        List<UUID> documents = rows.next(handle, act, TOGETHER);
                        if (documents.isEmpty()) {
                          rows.end(handle, act, now);
                        }
                        return new Turn(act, documents);
                      });
            });
  }

  // Outside any transaction; what there is no time for has its next turn.
  private Asked asked(Turn turn) {
    if (turn.act().kind() != BulkKind.RESEND) {
      return new Asked(turn.documents(), Set.of());
    }
    long begun = System.nanoTime();
    List<UUID> asked = new ArrayList<>();
    Set<UUID> collected = new HashSet<>();
    for (UUID id : turn.documents()) {
      if (!asked.isEmpty() && System.nanoTime() - begun > ASKING.toNanos()) {
        break;
      }
      if (isCollected(turn.act(), id)) {
        collected.add(id);
      }
      asked.add(id);
    }
    return new Asked(asked, collected);
  }

  // One at which this program fails is found out when it has its turn.
  private boolean isCollected(BulkAct act, UUID id) {
    try {
      return outbox.those(act.view(), List.of(id)).stream()
          .filter(OutboxDocument::undelivered)
          .flatMap(document -> outbox.askMesh(document).stream())
          .anyMatch(MeshStanding.COLLECTED::equals);
    } catch (SupersededException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Outages.isOutage(e) || !mayWork.getAsBoolean()) {
        throw e;
      }
      LOG.warn("MESH is not asked about document {}", id, e);
      return false;
    }
  }

  private static Map<UUID, OutboxDocument> byId(List<OutboxDocument> documents) {
    return documents.stream().collect(Collectors.toMap(OutboxDocument::id, Function.identity()));
  }

  // One at which this program fails keeps none of the others from its turn.
  private void together(BulkAct act, Asked asked) {
    List<UUID> documents = asked.documents();
    try {
      each(act, asked);
    } catch (NotNowException e) {
      LOG.debug("the turn of {} is another's", act);
    } catch (SupersededException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!mayWork.getAsBoolean()) {
        throw e;
      }
      if (documents.size() > 1) {
        documents.forEach(one -> together(act, new Asked(List.of(one), asked.collected())));
      } else {
        LOG.warn("{} fails at document {}", act, documents.getFirst(), e);
        failed(act, documents.getFirst());
      }
    }
  }

  private void each(BulkAct act, Asked asked) {
    List<UUID> documents = asked.documents();
    Map<UUID, OutboxDocument> before = new HashMap<>();
    Along first =
        handle -> {
          if (!rows.claim(handle, act, documents)) {
            throw new NotNowException();
          }
          before.clear();
          before.putAll(byId(outbox.lock(handle, act.view(), documents)));
        };
    act.kind()
        .act()
        .ifPresentOrElse(
            what -> happens(act, what, documents, first, before),
            () -> resend(act, asked, first, before));
  }

  private void resend(BulkAct act, Asked asked, Along first, Map<UUID, OutboxDocument> before) {
    List<UUID> going =
        asked.documents().stream().filter(id -> !asked.collected().contains(id)).toList();
    outbox.resend(
        new ResendOrder(
            act.view(), going, !act.by().named(), false, act.started().orElseThrow().by()),
        first,
        became -> {
          Map<UUID, BulkOutcome> outcomes = new LinkedHashMap<>();
          asked.documents().forEach(id -> outcomes.put(id, BulkOutcome.COLLECTED));
          became.forEach((id, outcome) -> outcomes.put(id, BulkOutcome.of(outcome)));
          return told(act, outcomes, before);
        });
  }

  private void happens(
      BulkAct act,
      SentAct what,
      List<UUID> documents,
      Along first,
      Map<UUID, OutboxDocument> before) {
    Map<UUID, BulkOutcome> left = new HashMap<>();
    outbox.happens(
        act.view(),
        documents,
        first,
        document -> {
          Optional<DocumentFact> fact =
              Optional.of(document)
                  .filter(each -> act.kind().fits(each, act.by().named()))
                  .map(
                      each ->
                          what.fact(
                              each,
                              act.started().orElseThrow().by(),
                              act.started().orElseThrow().reason()));
          left.put(
              document.id(),
              fact.isEmpty() && act.kind() == BulkKind.RELEASE && BulkKind.isRestricted(document)
                  ? BulkOutcome.RESTRICTED
                  : BulkOutcome.CHANGED);
          return fact;
        },
        moved -> told(act, outcomes(documents, left, moved), before));
  }

  private static Map<UUID, BulkOutcome> outcomes(
      List<UUID> documents, Map<UUID, BulkOutcome> left, Set<UUID> moved) {
    Map<UUID, BulkOutcome> outcomes = new LinkedHashMap<>();
    documents.forEach(
        id ->
            outcomes.put(
                id,
                moved.contains(id) ? BulkOutcome.DONE : left.getOrDefault(id, BulkOutcome.GONE)));
    return outcomes;
  }

  private Along told(
      BulkAct act, Map<UUID, BulkOutcome> outcomes, Map<UUID, OutboxDocument> before) {
    return handle -> {
      rows.became(
          handle,
          act,
          outcomes,
          act.kind().sends() ? PAUSE : Duration.ZERO,
          ledger.clock().instant());
      List<AuditEntry> entries = new ArrayList<>();
      outcomes.forEach(
          (id, outcome) ->
              entries.add(entry(act, id, Optional.ofNullable(before.get(id)), outcome)));
      log.write(handle, entries);
    };
  }

  private void failed(BulkAct act, UUID document) {
    Map<UUID, OutboxDocument> before = readable(act, document);
    ledger
        .database()
        .jdbi()
        .useTransaction(
            handle -> {
              if (rows.claim(handle, act, List.of(document))) {
                told(act, Map.of(document, BulkOutcome.FAILED), before).write(handle);
              }
            });
  }

  // This may be the very thing that fails.
  private Map<UUID, OutboxDocument> readable(BulkAct act, UUID document) {
    try {
      return byId(outbox.those(act.view(), List.of(document)));
    } catch (RuntimeException e) {
      LOG.warn("document {} cannot be read", document, e);
      return Map.of();
    }
  }

  private AuditEntry entry(
      BulkAct act, UUID id, Optional<OutboxDocument> document, BulkOutcome outcome) {
    BulkAct.By by = act.by();
    AuditEntry plain =
        log.entry(act.view().organisation(), act.kind().action(), by.actor())
            .because(act.started().orElseThrow().reason());
    AuditEntry entry = by.second().map(plain::secondedBy).orElse(plain);
    Data data = Data.ofCase(id);
    AuditEntry about =
        document
            .map(
                each -> {
                  AuditEntry of = entry.with(data.restricted(each.confidential()));
                  return by.named() && !each.confidential() ? of.about(patient(each)) : of;
                })
            // Nobody knows whether it is confidential.
            .orElseGet(() -> entry.with(data.restricted(true)));
    return outcome == BulkOutcome.DONE
        ? about.changing(document.map(each -> each.state().text()).orElse(""), words(act))
        : about.ended(Outcome.failed(outcome.text()));
  }

  private static String words(BulkAct act) {
    return "%s, with others, %s".formatted(act.kind().text(), act.id());
  }

  private static Patient patient(OutboxDocument document) {
    return Patient.stated(document.patient().nhsNumber(), document.patient().name());
  }
}
