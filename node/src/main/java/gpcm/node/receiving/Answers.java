package gpcm.node.receiving;

import gpcm.exchange.AnswerFact;
import gpcm.exchange.AnswerState;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import gpcm.node.store.Along;
import java.util.Optional;
import java.util.UUID;

/** The answers to what was received, for people. Thread-safe. */
public final class Answers {
  private final Ledger ledger;

  /** Reads from {@code ledger}'s database and writes through it. */
  public Answers(Ledger ledger) {
    this.ledger = ledger;
  }

  /** How far an answer has got; empty when there is none with this id. */
  public Optional<AnswerState> state(UUID id) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select state from answer where id = :id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .map(AnswerState::of)
                    .findOne());
  }

  /** The same, unless it is another organisation's. */
  public Optional<AnswerState> state(String organisation, UUID id) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select state from answer where id = :id and organisation = :organisation")
                    .bind("id", id)
                    .bind("organisation", organisation)
                    .mapTo(String.class)
                    .map(AnswerState::of)
                    .findOne());
  }

  /**
   * Sends an answer that failed again, unchanged, in the name of a person.
   *
   * @return false when there is no such answer, or it has not failed
   */
  public boolean resend(UUID id, String person) {
    return resend(id, person, Along.NOTHING);
  }

  /**
   * As {@link #resend(UUID, String)}.
   *
   * @param along what is written with it
   */
  public boolean resend(UUID id, String person, Along along) {
    if (!state(id).equals(Optional.of(AnswerState.FAILED))) {
      return false;
    }
    return ledger.decide(id, new StepResult().answer(id, new AnswerFact.Resent(person)), along);
  }
}
