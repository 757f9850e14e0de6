package gpcm.node.coded;

import gpcm.message.coded.CodedConcept;
import java.util.Optional;

/** What a person says of a coded entry. */
public sealed interface CodedChoice {
  /** It holds as it is. */
  record Confirm() implements CodedChoice {}

  /**
   * It holds with another code.
   *
   * @param code the other code
   * @param why the reason
   */
  record Change(CodedConcept code, String why) implements CodedChoice {}

  /**
   * It does not hold, or does not belong in the record.
   *
   * @param why the reason
   */
  record Reject(String why) implements CodedChoice {}

  /**
   * What was decided was a mistake: it is to review again.
   *
   * @param why the reason
   */
  record TakeBack(String why) implements CodedChoice {}

  /** What becomes of the entry. */
  default CodedState state() {
    return switch (this) {
      case Confirm confirmed -> CodedState.CONFIRMED;
      case Change changed -> CodedState.CHANGED;
      case Reject rejected -> CodedState.REJECTED;
      case TakeBack takenBack -> CodedState.TO_REVIEW;
    };
  }

  /** Why, where it is to be said. */
  default Optional<String> reason() {
    return switch (this) {
      case Confirm confirmed -> Optional.empty();
      case Change changed -> Optional.of(changed.why());
      case Reject rejected -> Optional.of(rejected.why());
      case TakeBack takenBack -> Optional.of(takenBack.why());
    };
  }

  /** The code that is put in the place of the sender's. */
  default Optional<CodedConcept> instead() {
    return this instanceof Change changed ? Optional.of(changed.code()) : Optional.empty();
  }
}
