package gpcm.node.sending;

import gpcm.exchange.DocumentFact;
import gpcm.exchange.MeshStanding;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import gpcm.node.store.Along;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Sends documents again. What becomes of each is decided of its locked row, so that nobody is told
 * that one goes again which somebody else has sent at the same moment.
 */
final class Resending {
  private final Ledger ledger;
  private final Documents documents;

  Resending(Ledger ledger, Documents documents) {
    this.ledger = ledger;
    this.documents = documents;
  }

  Map<UUID, ResendOutcome> resend(
      ResendOrder order, Along first, Function<Map<UUID, ResendOutcome>, Along> beside) {
    Map<UUID, ResendOutcome> outcomes = new LinkedHashMap<>();
    ledger.decideAll(
        handle -> {
          first.write(handle);
          return decided(handle, order, outcomes);
        },
        dropped -> {
          overtaken(dropped, outcomes);
          return beside.apply(outcomes);
        });
    return outcomes;
  }

  private List<StepResult> decided(
      Handle handle, ResendOrder order, Map<UUID, ResendOutcome> outcomes) {
    outcomes.clear();
    order.ids().forEach(id -> outcomes.put(id, ResendOutcome.NOT_THERE));
    List<StepResult> results = new ArrayList<>();
    List<OutboxDocument> locked = documents.lock(handle, order.view(), order.ids());
    Set<UUID> deleted = documents.deleted(handle, locked);
    for (OutboxDocument document : locked) {
      ResendOutcome outcome =
          document.undelivered() && deleted.contains(document.id())
              ? ResendOutcome.DELETED
              : outcome(order, document);
      outcomes.put(document.id(), outcome);
      if (outcome == ResendOutcome.RESENT) {
        boolean built = document.identifiers().messageId().isPresent();
        results.add(
            new StepResult()
                .document(document.id(), new DocumentFact.Resent(order.person(), built)));
      }
    }
    return results;
  }

  private static ResendOutcome outcome(ResendOrder order, OutboxDocument document) {
    if (!document.undelivered()) {
      return ResendOutcome.NOT_UNDELIVERED;
    }
    boolean collected =
        document
            .progress()
            .mesh()
            .filter(mesh -> mesh.standing() == MeshStanding.COLLECTED)
            .isPresent();
    if (collected && !order.although()) {
      return ResendOutcome.COLLECTED;
    }
    return order.unansweredOnly() && !document.unanswered()
        ? ResendOutcome.ANSWERED
        : ResendOutcome.RESENT;
  }

  private static void overtaken(Set<UUID> dropped, Map<UUID, ResendOutcome> outcomes) {
    dropped.forEach(id -> outcomes.replace(id, ResendOutcome.OVERTAKEN));
  }
}
