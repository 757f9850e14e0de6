package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;

/**
 * How a mailbox stands with MESH. Troubles of the way are the mailbox's and not its messages': one
 * alert, and the messages wait.
 *
 * @param mailbox the MESH mailbox id
 * @param pollFailures how many polls in a row have failed
 * @param postFailures how many attempts to post in a row have failed
 * @param refusals how many times in a row MESH has refused the mailbox
 * @param heldUntil until when nothing is asked of MESH for it
 */
public record MailboxStanding(
    String mailbox, int pollFailures, int postFailures, int refusals, Optional<Instant> heldUntil) {
  /** The problem of a mailbox that cannot be read. */
  public static final String POLLING = "mesh-polling";

  /** The problem of messages that cannot be handed to MESH. */
  public static final String POSTING = "mesh-posting";

  /** The problem of a mailbox that MESH refuses. */
  public static final String REFUSED = "mesh-refused";

  private static final int POSTS_UNTOLD = 2;

  /** A mailbox about which nothing bad is known. */
  public static MailboxStanding good(String mailbox) {
    return new MailboxStanding(mailbox, 0, 0, 0, Optional.empty());
  }

  /** Whether nothing is to be asked of MESH for it now. */
  public boolean held(Instant now) {
    return heldUntil.filter(now::isBefore).isPresent();
  }

  /** What follows from a fact. Total. */
  public Transition<MailboxStanding> after(MailboxFact fact, Instant now, Pace pace) {
    return switch (fact) {
      case MailboxFact.Polled() -> {
        Transition<MailboxStanding> read =
            Transition.to(new MailboxStanding(mailbox, 0, postFailures, 0, Optional.empty()));
        yield released(pollFailures > 0 ? read.mend(POLLING) : read);
      }
      case MailboxFact.NotPolled(String reason, String waiting) ->
          Transition.to(
                  new MailboxStanding(mailbox, pollFailures + 1, postFailures, refusals, heldUntil))
              .raise(
                  new AlertText(
                      POLLING,
                      "The mailbox " + mailbox + " cannot be read",
                      reason + " " + waiting,
                      "Check the way to MESH: the connection and this mailbox's credentials, or the"
                          + " MESH file client's folders."));
      case MailboxFact.Posted() -> {
        Transition<MailboxStanding> posted =
            Transition.to(new MailboxStanding(mailbox, pollFailures, 0, 0, Optional.empty()));
        yield released(postFailures > 0 ? posted.mend(POSTING) : posted);
      }
      case MailboxFact.NotPosted(String reason) -> notPosted(reason);
      case MailboxFact.Refused(String reason) -> refused(reason, now, pace);
    };
  }

  // Of many requests that were under way, each is refused: that is one refusal, not many.
  private Transition<MailboxStanding> refused(String reason, Instant now, Pace pace) {
    return held(now)
        ? Transition.none(this)
        : Transition.to(
                new MailboxStanding(
                    mailbox,
                    pollFailures,
                    postFailures,
                    refusals + 1,
                    Optional.of(now.plus(pace.holdAfter(refusals + 1)))))
            .raise(
                new AlertText(
                    REFUSED,
                    "MESH refuses the mailbox " + mailbox,
                    reason
                        + " Nothing is sent from it or fetched for it meanwhile. What waits here is"
                        + " kept, and what waits on MESH stays there for five days.",
                    "Check the mailbox's password, the shared key, this machine's clock, the"
                        + " certificate and the proxy's login. It is tried again by itself and"
                        + " everything goes on once it is mended."));
  }

  private Transition<MailboxStanding> notPosted(String reason) {
    Transition<MailboxStanding> failed =
        Transition.to(
            new MailboxStanding(mailbox, pollFailures, postFailures + 1, refusals, heldUntil));
    return postFailures < POSTS_UNTOLD
        ? failed
        : failed.raise(
            new AlertText(
                POSTING,
                "Messages cannot be handed to MESH",
                "Posting from mailbox %s has failed %d times: %s The messages are kept and posting goes on."
                    .formatted(mailbox, postFailures + 1, reason),
                "Check the connection to MESH. Nothing is lost meanwhile; if it lasts, tell the"
                    + " receiving practices by other means."));
  }

  private Transition<MailboxStanding> released(Transition<MailboxStanding> transition) {
    return refusals > 0 ? transition.mend(REFUSED) : transition;
  }
}
