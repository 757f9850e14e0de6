package gpcm.exchange;

import java.util.Optional;

/** What can be found out about a received message. */
public sealed interface IncomingFact {

  /** A step failed for a reason that may pass. */
  record Delayed(String reason) implements IncomingFact {}

  /** It replaces a document that is not here, and something that arrived before it is not read. */
  record NotItsTurn() implements IncomingFact {}

  /** The bytes this node keeps of it are damaged or gone. */
  record Damaged(String reason) implements IncomingFact {}

  /**
   * A document without fault: it is filed, whether the patient is known or not.
   *
   * @param entry what was filed, in words without patient data
   * @param standing the business answer's code
   * @param known whether the patient is this organisation's
   * @param warning what a person should look at when not; empty for the usual words
   */
  record Filed(
      String entry, String standing, boolean known, Optional<String> warning, WantedAnswers wanted)
      implements IncomingFact {}

  /**
   * A document without fault that a person has to decide about: it is filed and answered at the
   * infrastructure level, and its business answer stays open.
   *
   * @param entry what was filed, in words without patient data
   * @param why what is to be decided, in words without patient data
   */
  record Held(String entry, Question question, String why, WantedAnswers wanted)
      implements IncomingFact {}

  /**
   * A person has decided about a document that was held.
   *
   * @param code the business answer's code
   * @param positive whether the sender may take it as accepted
   * @param decision what was decided, in words without patient data
   * @param by who decided
   */
  record Decided(
      Question question,
      String code,
      boolean positive,
      String decision,
      String by,
      WantedAnswers wanted)
      implements IncomingFact {}

  /**
   * A person has put the decision off.
   *
   * @param until when it is looked at again, in words
   */
  record PutOff(Question question, String until, String by) implements IncomingFact {}

  /** Nobody has decided about a document that was held in time. */
  record Undecided(Question question, String since) implements IncomingFact {}

  /** What a person has to decide about a document. */
  enum Question {
    /** Which patient it is about. */
    MATCHING("needs-matching", "matched"),
    /** What the provider does about it. */
    DECISION("awaits-decision", "decided");

    private final String open;
    private final String closed;

    Question(String open, String closed) {
      this.open = open;
      this.closed = closed;
    }

    /** The kind of event that says that it is open. */
    public String open() {
      return open;
    }

    /** The kind of event that says that it was decided. */
    public String closed() {
      return closed;
    }

    /** The problem that is told when nobody decides in time. */
    String problem(IncomingMessage message) {
      return open + "/" + message.id();
    }
  }

  /** A document with a fault: its sender is told the leading one. */
  record SentBack(String code, String display, String diagnostics, WantedAnswers wanted)
      implements IncomingFact {}

  /**
   * A document with a fault that was to replace one that is here: neither counts any more
   * (GPCM-SD-024). The code is that of a failed replacement; the diagnostics name the fault.
   *
   * @param original the worklist entry that it was to replace
   */
  record ReplacementFailed(
      String code, String display, String diagnostics, WantedAnswers wanted, String original)
      implements IncomingFact {}

  /** The very same message or document was here before. */
  record Copy(String code, String display, String diagnostics, WantedAnswers wanted)
      implements IncomingFact {}

  /** It could not be read at all. */
  record NotReadable(String code, String display, String diagnostics) implements IncomingFact {}

  /** It answers a document of ours. */
  record AnswersDocument(String code, String document) implements IncomingFact {}

  /** It is MESH's report about a message of ours. */
  record ReportsOn(String code, String meshMessageId) implements IncomingFact {}

  /** It is nothing we can use. */
  record NotForUs(String why) implements IncomingFact {}
}
