package gpcm.exchange;

/** What an answer says of the document it is about; every answer has one, whatever came before. */
public enum AnswerVerdict {
  /** 20013: the receiver could process the message. */
  PROCESSED,
  /** The receiver could not process the message, or not the document in it. */
  NOT_PROCESSED,
  /** 20007, 20008: the receiver has it already. */
  DUPLICATE,
  /** 30001, 30004: the patient is the receiver's. */
  PATIENT_KNOWN,
  /** 30002, 30003: the patient is not the receiver's, so nobody there acts on the document. */
  PATIENT_NOT_KNOWN,
  /** 30005 to 30018, a positive one: what the provider did for the patient. */
  OUTCOME,
  /** 30005 to 30018, a negative one: the document arrived, and the care did not go on. */
  BAD_OUTCOME,
  /** A code of no list, or one that says nothing of a document: it counts for nothing. */
  NOT_UNDERSTOOD;

  boolean infrastructure() {
    return this == PROCESSED || this == NOT_PROCESSED || this == DUPLICATE;
  }

  /** Whether the document did not get where it was to go. */
  boolean refusal() {
    return this == NOT_PROCESSED || this == PATIENT_NOT_KNOWN;
  }

  boolean outcome() {
    return this == OUTCOME || this == BAD_OUTCOME;
  }

  /** Whether no receiver can truly say both of one document. */
  boolean contradicts(AnswerVerdict other) {
    return excludes(this, other) || excludes(other, this);
  }

  private static boolean excludes(AnswerVerdict refusal, AnswerVerdict other) {
    boolean taken = other == PATIENT_KNOWN || other.outcome();
    return switch (refusal) {
      case NOT_PROCESSED -> taken || other == PROCESSED;
      case PATIENT_NOT_KNOWN -> taken;
      case PROCESSED, DUPLICATE, PATIENT_KNOWN, OUTCOME, BAD_OUTCOME, NOT_UNDERSTOOD -> false;
    };
  }
}
