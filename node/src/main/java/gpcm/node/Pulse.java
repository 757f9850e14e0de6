package gpcm.node;

import gpcm.exchange.DocumentFact;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.Due;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Membership;
import gpcm.node.ledger.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Looks twice a second, in one statement, what is due, and tells the lanes: what this node did not
 * cause itself, what waited, what other nodes left behind. Late acknowledgements are told here
 * (GPCM-SD-035): nothing is sent again because of one, so a person decides. Thread-safe.
 */
final class Pulse implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int TOGETHER = 100;

  private final Ledger ledger;
  private final CaseClaims claims;
  private final Membership membership;
  private final List<String> organisations;
  private final Consumer<Due> lanes;
  private final AtomicReference<Set<String>> held = new AtomicReference<>(Set.of());
  private final Lane lane;

  Pulse(
      Ledger ledger,
      CaseClaims claims,
      Membership membership,
      List<String> organisations,
      Consumer<Due> lanes) {
    this.ledger = ledger;
    this.claims = claims;
    this.membership = membership;
    this.organisations = List.copyOf(organisations);
    this.lanes = lanes;
    this.lane = ledger.lane("pulse", INTERVAL, this::beat);
  }

  /** Whether an organisation's mailbox is left alone for now. */
  boolean holds(String organisation) {
    return held.get().contains(organisation);
  }

  /** Looks now; for a clock that was moved. */
  void look() {
    lane.tell();
  }

  private boolean beat() {
    if (!membership.isAlive()) {
      return false;
    }
    Due due = claims.due(organisations);
    held.set(Set.copyOf(due.held()));
    if (due.overdue()) {
      tell(claims::overdue, new DocumentFact.DeadlinePassed());
    }
    if (due.late()) {
      tell(claims::notGoneOn, new DocumentFact.NotGoneOn());
    }
    lanes.accept(due);
    return false;
  }

  private void tell(IntFunction<List<UUID>> claim, DocumentFact fact) {
    List<UUID> late;
    do {
      late = claim.apply(TOGETHER);
      ledger.apply(late.stream().map(id -> new StepResult().document(id, fact)).toList());
    } while (late.size() == TOGETHER);
  }

  @Override
  public void close() {
    lane.close();
  }
}
