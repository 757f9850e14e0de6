package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;

/** What can happen to a document on its way. */
public sealed interface DocumentFact {

  /**
   * Its message was made; its bytes never change from here on.
   *
   * @param detail ids and size, for the timeline
   * @param postedNext whether whoever built it goes on to post it at once
   */
  record Built(String detail, boolean postedNext) implements DocumentFact {}

  /** It can never be built as it is. */
  record Unbuildable(String reason, String whatToDo) implements DocumentFact {}

  /** The next step failed on this side for a reason that may pass; nothing has gone out. */
  record Delayed(String reason) implements DocumentFact {}

  /**
   * Posting failed on this side for a reason that may pass, after the message may have gone out.
   */
  record DelayedInDoubt(String reason) implements DocumentFact {}

  /**
   * A message of its own was made for the copy that a person sends again: another message id around
   * the same document.
   *
   * @param detail ids and size, for the timeline
   */
  record Renewed(String detail) implements DocumentFact {}

  /** Handing it to MESH begins. */
  record PostingBegun() implements DocumentFact {}

  /** MESH has taken it under this id. */
  record Taken(String meshMessageId) implements DocumentFact {}

  /** It lies in the folder of a MESH file client under this name. */
  record HandedOver(String pair) implements DocumentFact {}

  /** MESH refused this very message for good. */
  record Refused(String reason) implements DocumentFact {}

  /** MESH was out of reach, and nothing has gone out. */
  record Unreachable() implements DocumentFact {}

  /** The connection broke after the message may have gone out. */
  record Doubtful() implements DocumentFact {}

  /** MESH refuses the whole mailbox, which is left alone until then; nothing has gone out. */
  record Held(Instant until) implements DocumentFact {}

  /** Bytes that this node keeps of it are damaged or gone. */
  record Damaged(String reason) implements DocumentFact {}

  /**
   * An acknowledgement came.
   *
   * @param evidence what shows that it comes from who got the document
   * @param from the mailbox that MESH names as its sender
   * @param diagnostics what the receiver says about the fault; empty when nothing
   * @param unclear the answer as it stands, when its code is of no list, or code, severity and
   *     response code contradict each other
   */
  record Answered(
      Acknowledgement acknowledgement,
      Evidence evidence,
      String from,
      String diagnostics,
      Optional<String> unclear)
      implements DocumentFact {}

  /** MESH, or the file client on its behalf, reports that it could not deliver it. */
  record Undelivered(String code, String description) implements DocumentFact {}

  /** The same of a copy in whose place a person has sent another one. */
  record EarlierCopyUndelivered(String code, String description) implements DocumentFact {}

  /** What it waited for has not come in time. */
  record DeadlinePassed() implements DocumentFact {}

  /** It should have got on by now, and has not. */
  record NotGoneOn() implements DocumentFact {}

  /** MESH was asked how its message stands. */
  record Tracked(MeshStanding said) implements DocumentFact {}

  /** Its receiver could not process the version that was to replace it. */
  record ReplacementFailed(String replacement) implements DocumentFact {}

  /**
   * A person sends it again: the same document, and where it had a message already, in a new one.
   *
   * @param built whether its message was ever made
   */
  record Resent(String person, boolean built) implements DocumentFact {}

  /**
   * Somebody said that it is to be sent (GPCM-SD-CS-074).
   *
   * @param leaves when the organisation's time ends
   */
  record Confirmed(String person, Instant leaves) implements DocumentFact {}

  /** It was found out whether it can be delivered, and where (GPCM-SD-CS-072). */
  record Checked(Deliverability found) implements DocumentFact {}

  /** The time that it waits for is cut short by a person. */
  record Hastened(String person) implements DocumentFact {}

  /** A later update of its consultation comes in its place (GPCM-SD-CS-076). */
  record Updated(String later) implements DocumentFact {}

  /**
   * It is taken back before it has left.
   *
   * @param by the person, or the system that deleted the consultation
   */
  record TakenBack(String by, String reason) implements DocumentFact {}

  /**
   * The consultation that it reports was deleted where it was recorded (GPCM-SD-CS-077).
   *
   * @param by the person, or the system that deleted it
   * @param facts patient, NHS number, date of the consultation and registered practice, in words
   * @param elsewhere whether its copy has left, though it has not itself
   */
  record Deleted(String by, String facts, boolean elsewhere) implements DocumentFact {}

  /**
   * The document that this one is a copy of does not leave as it is, or counts no more.
   *
   * @param reason why this one does not leave either, in words
   */
  record OriginalStopped(String reason) implements DocumentFact {
    /** Because of the state that the original is in now. */
    public static OriginalStopped because(DocumentState original) {
      return new OriginalStopped("the document that it is a copy of is " + original.text());
    }
  }

  /** A person stops it until they say more. */
  record Stopped(String person, String reason) implements DocumentFact {}

  /**
   * A person lets go on what was held.
   *
   * @param unchecked whether it goes whatever a new check would say; else that is made first
   */
  record Released(String person, String reason, boolean unchecked) implements DocumentFact {}

  /** A person got it there in another way. */
  record Rerouted(String person, String how) implements DocumentFact {}

  /** A person decided that it need not get there any more. */
  record Abandoned(String person, String reason) implements DocumentFact {}
}
