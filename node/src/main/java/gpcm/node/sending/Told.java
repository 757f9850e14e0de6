package gpcm.node.sending;

/** How alerts name a document to a person, and the problems they may have. */
final class Told {
  private Told() {}

  /** The patient and the consultation, in one breath. */
  static String who(OutboxDocument document) {
    return document.patient().name()
        + ", NHS number "
        + document.patient().nhsNumber()
        + ", version "
        + document.encounter().version();
  }

  static String overdue(OutboxDocument document) {
    return "overdue/" + document.id();
  }

  static String rejected(OutboxDocument document) {
    return "rejected/" + document.id();
  }

  static String failed(OutboxDocument document) {
    return "failed/" + document.id();
  }
}
