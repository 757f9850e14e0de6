package gpcm.exchange;

/** What travels over MESH in a history, as far as the machines can tell it apart. */
sealed interface Payload {

  /**
   * A document.
   *
   * @param content what it says and about whom; a copy has the same
   * @param replaces the document id of what it replaces; empty when it replaces nothing
   * @param faulty whether its receiver finds a fault in it
   * @param known whether its patient is its receiver's
   */
  record Letter(
      String messageId,
      String documentId,
      String reference,
      String content,
      String replaces,
      boolean faulty,
      boolean known)
      implements Payload {
    /** The same document in another message. */
    Letter renewed(int time) {
      return new Letter(
          messageId + "-" + time, documentId, reference, content, replaces, faulty, known);
    }
  }

  /**
   * An acknowledgement.
   *
   * @param respondsTo the message id that it repeats; empty when it knows none
   */
  record Reply(String respondsTo, String reference, String code) implements Payload {}

  /** MESH's own report that it could not deliver a message. */
  record Report(String meshId, String code) implements Payload {}

  /** Something nobody can read. */
  record Noise() implements Payload {}

  /** A payload under way. */
  record Envelope(String meshId, String from, String to, String workflow, Payload payload) {
    static final String DOCUMENTS = "GPFED_CONSULT_REPORT";
    static final String ANSWERS = "GPFED_CONSULT_REPORT_ACK";
  }
}
