package gpcm.node.sending;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has come back about a document so far, and the state that follows from it. The two
 * acknowledgements may come in either order; after a negative one nothing good is expected any
 * more.
 *
 * @param infrastructure the infrastructure acknowledgement, once it is in
 * @param business the business acknowledgement, once it is in
 */
record Acknowledgements(Optional<Answer> infrastructure, Optional<Answer> business) {

  static Acknowledgements of(AcknowledgementCodes codes) {
    return new Acknowledgements(
        codes.infrastructure().map(Answer::ofCode), codes.business().map(Answer::ofCode));
  }

  /**
   * These and one more. A negative acknowledgement is never replaced by a later positive one of its
   * kind.
   */
  Acknowledgements with(Answer answer) {
    return answer.infrastructure()
        ? new Acknowledgements(keepNegative(infrastructure, answer), business)
        : new Acknowledgements(infrastructure, keepNegative(business, answer));
  }

  private static Optional<Answer> keepNegative(Optional<Answer> before, Answer now) {
    return before.filter(answer -> !answer.positive()).or(() -> Optional.of(now));
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
