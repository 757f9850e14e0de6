package gpcm.exchange;

/** What can happen between a mailbox and MESH. */
public sealed interface MailboxFact {

  /** Everything that waited in it was taken. */
  record Polled() implements MailboxFact {}

  /**
   * It could not be read, or not all of what waits in it.
   *
   * @param waiting what that means for what waits, as a sentence
   */
  record NotPolled(String reason, String waiting) implements MailboxFact {}

  /** MESH took a message from it. */
  record Posted() implements MailboxFact {}

  /** A message could not be handed to MESH, which was out of reach. */
  record NotPosted(String reason) implements MailboxFact {}

  /**
   * MESH, or the way to it, refuses the mailbox itself: password, key, clock, certificate, proxy.
   */
  record Refused(String reason) implements MailboxFact {}
}
