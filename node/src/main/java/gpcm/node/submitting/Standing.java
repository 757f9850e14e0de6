package gpcm.node.submitting;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;

/**
 * A trouble that people are told of, and that is over by itself. They are told again when it is
 * another one, and a while after one of them has closed it though it lasts. That it is over is said
 * by whichever node finds it so, also of what another one has told. Belongs to one lane.
 */
final class Standing {
  private static final Duration CLOSED = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final String organisation;
  private final String problem;
  private String told = "";
  private Instant looked = Instant.EPOCH;

  Standing(Ledger ledger, String organisation, String problem) {
    this.ledger = ledger;
    this.organisation = organisation;
    this.problem = problem;
  }

  void is(String title, String whatHappened, String whatToDo) {
    if (!told.equals(whatHappened) || wasClosed()) {
      ledger.tell(organisation, new AlertText(problem, title, whatHappened, whatToDo));
    }
    told = whatHappened;
  }

  private boolean wasClosed() {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select not exists (select from alert where organisation = :organisation"
                            + " and problem = :problem and (resolved_at is null or resolved_at >"
                            + " :before))")
                    .bind("organisation", organisation)
                    .bind("problem", problem)
                    .bind("before", Moment.column(ledger.clock().instant().minus(CLOSED)))
                    .mapTo(Boolean.class)
                    .one());
  }

  void over() {
    // Another node may have told it and left the work to this one.
    Instant now = ledger.clock().instant();
    if (!told.isEmpty() || now.isBefore(looked) || !now.isBefore(looked.plus(LOOK))) {
      ledger.mended(problem);
      looked = now;
    }
    told = "";
  }
}
