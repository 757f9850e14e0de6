package gpcm.exchange;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has come back about a document so far. The two acknowledgements may come in either order;
 * after a negative one nothing good is expected any more.
 *
 * @param infrastructure the infrastructure acknowledgement, once it is in
 * @param business the business acknowledgement, once it is in
 */
public record Acknowledgements(
    Optional<Acknowledgement> infrastructure, Optional<Acknowledgement> business) {

  /** Nothing has come back. */
  public static final Acknowledgements NONE =
      new Acknowledgements(Optional.empty(), Optional.empty());

  /**
   * These and one more. A negative acknowledgement is never replaced by a later positive one of its
   * kind.
   */
  Acknowledgements with(Acknowledgement answer) {
    Optional<Acknowledgement> counts =
        ofKind(answer).filter(before -> !before.positive()).or(() -> Optional.of(answer));
    return answer.infrastructure()
        ? new Acknowledgements(counts, business)
        : new Acknowledgements(infrastructure, counts);
  }

  /** The negative one that is here, when this one of its kind is positive. */
  Optional<Acknowledgement> contradicting(Acknowledgement answer) {
    return ofKind(answer).filter(before -> answer.positive() && !before.positive());
  }

  private Optional<Acknowledgement> ofKind(Acknowledgement answer) {
    return answer.infrastructure() ? infrastructure : business;
  }

  /** The state of a document that was in {@code before} and has these acknowledgements. */
  DocumentState stateAfter(DocumentState before) {
    if (before == DocumentState.VOID) {
      return before;
    }
    if (before == DocumentState.REJECTED
        || Stream.of(infrastructure, business)
            .flatMap(Optional::stream)
            .anyMatch(answer -> !answer.positive())) {
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
