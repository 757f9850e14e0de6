package gpcm.exchange;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has come back about a document so far. The two acknowledgements may come in either order;
 * after a refusal nothing good is expected any more. The state they lead to is the same whatever
 * the order in which they come.
 *
 * @param infrastructure the infrastructure acknowledgement, once it is in
 * @param business the business acknowledgement, once it is in; of several outcomes the latest
 * @param doubtful whether nobody may send anything again before having asked: two of them cannot be
 *     true together, or a refusal contradicts itself
 */
public record Acknowledgements(
    Optional<Acknowledgement> infrastructure,
    Optional<Acknowledgement> business,
    boolean doubtful) {

  /** Nothing has come back. */
  public static final Acknowledgements NONE =
      new Acknowledgements(Optional.empty(), Optional.empty(), false);

  /**
   * These and one more. A refusal is never replaced by a later good answer of its kind.
   *
   * @param unclear whether the answer contradicts itself
   */
  Acknowledgements with(Acknowledgement answer, boolean unclear) {
    boolean doubt = doubtful || (unclear && answer.refusal()) || contradicting(answer).isPresent();
    return answer.infrastructure()
        ? new Acknowledgements(
            Optional.of(infrastructure.filter(before -> keeps(before, answer)).orElse(answer)),
            business,
            doubt)
        : new Acknowledgements(
            infrastructure,
            Optional.of(business.filter(before -> keeps(before, answer)).orElse(answer)),
            doubt);
  }

  /** Whether the same answers count here and there. */
  boolean sameAs(Acknowledgements other) {
    return infrastructure.equals(other.infrastructure) && business.equals(other.business);
  }

  // A refusal that makes a replaced document void too says more than one that does not; an outcome
  // says more than that the patient is known.
  private static boolean keeps(Acknowledgement before, Acknowledgement answer) {
    return before.refusal()
        ? FailedReplacement.voids(before.code()) || !FailedReplacement.voids(answer.code())
        : before.verdict().outcome() && answer.verdict() == AnswerVerdict.PATIENT_KNOWN;
  }

  /** One that is here and cannot be true together with this one. */
  Optional<Acknowledgement> contradicting(Acknowledgement answer) {
    return both().filter(before -> before.verdict().contradicts(answer.verdict())).findFirst();
  }

  /** Whether a document that was to replace another, and has these, makes both void. */
  boolean voidReplaced() {
    return infrastructure.filter(answer -> FailedReplacement.voids(answer.code())).isPresent();
  }

  private Stream<Acknowledgement> both() {
    return Stream.of(infrastructure, business).flatMap(Optional::stream);
  }

  /** The state of a document that was in {@code before} and has these acknowledgements. */
  DocumentState stateAfter(DocumentState before) {
    if (before == DocumentState.VOID) {
      return before;
    }
    if (before == DocumentState.REJECTED || both().anyMatch(Acknowledgement::refusal)) {
      return DocumentState.REJECTED;
    }
    if (infrastructure.isEmpty()) {
      return before;
    }
    return business.isPresent()
        ? DocumentState.COMPLETED
        : DocumentState.INFRASTRUCTURE_ACKNOWLEDGED;
  }
}
