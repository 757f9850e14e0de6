package gpcm.exchange;

import java.time.Instant;

/** What can happen to an answer on its way. */
public sealed interface AnswerFact {

  /** Handing it to MESH begins. */
  record PostingBegun() implements AnswerFact {}

  /** MESH has taken it under this id. */
  record Taken(String meshMessageId) implements AnswerFact {}

  /** It lies in the folder of a MESH file client under this name. */
  record HandedOver(String pair) implements AnswerFact {}

  /** MESH refused this very message for good. */
  record Refused(String reason) implements AnswerFact {}

  /** The step failed on this side for a reason that may pass; nothing has gone out. */
  record Delayed(String reason) implements AnswerFact {}

  /**
   * The step failed on this side for a reason that may pass, after the message may have gone out.
   */
  record DelayedInDoubt(String reason) implements AnswerFact {}

  /** MESH was out of reach, and nothing has gone out. */
  record Unreachable() implements AnswerFact {}

  /** The connection broke after the message may have gone out. */
  record Doubtful() implements AnswerFact {}

  /** MESH refuses the whole mailbox, which is left alone until then; nothing has gone out. */
  record Held(Instant until) implements AnswerFact {}

  /** Bytes that this node keeps of it are damaged or gone. */
  record Damaged(String reason) implements AnswerFact {}

  /** MESH, or the file client on its behalf, reports that it could not deliver it. */
  record Undelivered(String code, String description) implements AnswerFact {}

  /** The same of a copy in whose place a person has sent another one. */
  record EarlierCopyUndelivered(String code, String description) implements AnswerFact {}

  /** A person sends it again, unchanged. */
  record Resent(String person) implements AnswerFact {}
}
