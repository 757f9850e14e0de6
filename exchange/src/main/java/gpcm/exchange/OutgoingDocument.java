package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A document on its way to one recipient.
 *
 * @param id this node's id of it
 * @param state how far it has got
 * @param posting how far handing it to MESH has got
 * @param posts how many copies have gone out or may have: each attempt that was begun, but for
 *     those that are known to have come to nothing
 * @param earlier how many of these were begun before a person had it sent again, last: they say
 *     nothing of whether its present message has left
 * @param acknowledgements what has come back
 * @param failure why it failed or was rejected
 * @param failures how many times in a row its next step has failed
 * @param due when something is to be done about it next; empty when nothing is
 * @param watch how it is watched while it should be getting on by itself
 * @param subject how people are told of it
 */
public record OutgoingDocument(
    UUID id,
    DocumentState state,
    Posting posting,
    int posts,
    int earlier,
    Acknowledgements acknowledgements,
    Optional<String> failure,
    int failures,
    Optional<Instant> due,
    Watch watch,
    DocumentSubject subject) {

  /** Why a document was taken back whose consultation was deleted where it was recorded. */
  public static final String CONSULTATION_DELETED = "the consultation was deleted";

  /** A document that was just accepted, due at once. */
  public static OutgoingDocument accepted(UUID id, DocumentSubject subject, Instant now) {
    return begins(id, DocumentState.ACCEPTED, subject, now);
  }

  /** A document that leaves when its organisation's time ends. */
  public static OutgoingDocument waiting(UUID id, DocumentSubject subject, Instant leaves) {
    return begins(id, DocumentState.WAITING, subject, leaves);
  }

  /** A document that waits for somebody's word, of which people are reminded then. */
  public static OutgoingDocument unconfirmed(UUID id, DocumentSubject subject, Instant reminded) {
    return begins(id, DocumentState.UNCONFIRMED, subject, reminded);
  }

  private static OutgoingDocument begins(
      UUID id, DocumentState state, DocumentSubject subject, Instant due) {
    return new OutgoingDocument(
        id,
        state,
        Posting.NONE,
        0,
        0,
        Acknowledgements.NONE,
        Optional.empty(),
        0,
        Optional.of(due),
        Watch.NONE,
        subject);
  }

  /** What follows from a fact. Total: every pair of state and fact is decided. */
  public Transition<OutgoingDocument> after(DocumentFact fact, Instant now, Pace pace) {
    return new WatchDecision(this, now, pace)
        .following(new DocumentDecision(this, now, pace).on(fact));
  }

  /** Whether it is on its way out and no copy of it can have left. */
  public boolean neverLeft() {
    return state.isOnItsWayOut() && posts == 0 && posting == Posting.NONE;
  }

  /** Whether it failed before any copy of it can have left. */
  boolean failedUnsent() {
    return state == DocumentState.FAILED && posts == 0;
  }

  /** Whether a person sends it again, and that copy has not begun to go out. */
  boolean isSentAgain() {
    return state == DocumentState.BUILT && posting == Posting.NONE && posts > 0;
  }

  /** Whether it is on its way out and can still be kept here, whatever has left of it before. */
  public boolean isStillHere() {
    return neverLeft() || isSentAgain();
  }

  /** Whether what has come back makes it void, and the document that it was to replace with it. */
  boolean voidsReplaced() {
    return subject.replaces().isPresent() && acknowledgements.voidReplaced();
  }

  /** The state that what has come back leads to. */
  DocumentState stateByAnswers() {
    DocumentState next = acknowledgements.stateAfter(state);
    return next == DocumentState.REJECTED && voidsReplaced() ? DocumentState.VOID : next;
  }

  /** With what was told of it being held up over, if that was told. */
  Transition<OutgoingDocument> mendStuck(Transition<OutgoingDocument> transition) {
    return failures > Pace.FAILURES_UNTOLD
        ? transition.mend(new DocumentAlerts(this).stuck())
        : transition;
  }

  /** With all over that was told of its way here, whichever way it has taken. */
  Transition<OutgoingDocument> mendAll(Transition<OutgoingDocument> transition) {
    DocumentAlerts alerts = new DocumentAlerts(this);
    return mendStuck(transition).mend(alerts.failed()).mend(alerts.overdue());
  }

  OutgoingDocument in(DocumentState next) {
    return but(changed -> changed.state = next);
  }

  /** Another copy may go out from now on. */
  OutgoingDocument begun() {
    return posting(Posting.BEGUN, posts + 1);
  }

  /**
   * The latest attempt is known to have come to nothing; an earlier one of the same message may
   * still be in doubt.
   */
  OutgoingDocument cameToNothing() {
    if (posting != Posting.BEGUN) {
      return this;
    }
    int others = Math.max(0, posts - 1);
    return posting(others <= earlier ? Posting.NONE : Posting.BEGUN, others);
  }

  /** A copy has gone out. */
  OutgoingDocument gone(Posting how) {
    return posting(how, Math.max(1, posts));
  }

  /** Another copy is wanted; what became of the earlier ones is history. */
  OutgoingDocument wantedAgain() {
    return posting(Posting.NONE, posts).but(changed -> changed.earlier = posts);
  }

  private OutgoingDocument posting(Posting next, int copies) {
    return but(
        changed -> {
          changed.posting = next;
          changed.posts = copies;
        });
  }

  OutgoingDocument with(Acknowledgements next) {
    return but(changed -> changed.acknowledgements = next);
  }

  OutgoingDocument because(String reason) {
    return but(changed -> changed.failure = Optional.of(reason));
  }

  OutgoingDocument failed(int times) {
    return but(changed -> changed.failures = times);
  }

  OutgoingDocument dueAt(Instant next) {
    return but(changed -> changed.due = Optional.of(next));
  }

  OutgoingDocument awaitingNothing() {
    return but(changed -> changed.due = Optional.empty());
  }

  OutgoingDocument watched(Watch next) {
    return but(changed -> changed.watch = next);
  }

  private OutgoingDocument but(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return changed.made();
  }

  /** What can be another in a copy; every component is handed on in one place. */
  private static final class Changed {
    private final OutgoingDocument from;
    private DocumentState state;
    private Posting posting;
    private int posts;
    private int earlier;
    private Acknowledgements acknowledgements;
    private Optional<String> failure;
    private int failures;
    private Optional<Instant> due;
    private Watch watch;

    Changed(OutgoingDocument from) {
      this.from = from;
      this.state = from.state;
      this.posting = from.posting;
      this.posts = from.posts;
      this.earlier = from.earlier;
      this.acknowledgements = from.acknowledgements;
      this.failure = from.failure;
      this.failures = from.failures;
      this.due = from.due;
      this.watch = from.watch;
    }

    OutgoingDocument made() {
      return new OutgoingDocument(
          from.id,
          state,
          posting,
          posts,
          earlier,
          acknowledgements,
          failure,
          failures,
          due,
          watch,
          from.subject);
    }
  }
}
