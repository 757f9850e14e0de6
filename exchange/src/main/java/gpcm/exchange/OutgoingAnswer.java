package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The answer to a received message on its way. Its events belong to the timeline of the message it
 * answers.
 *
 * @param id this node's id of it
 * @param code the ITK3 response code
 * @param to the mailbox it goes to
 * @param state how far it has got
 * @param posting how far handing it to MESH has got
 * @param failures how many times in a row posting it has failed
 * @param due when something is to be done about it next; empty when nothing is
 * @param restricted whether it answers a confidential document: people are not told where it goes
 *     (GPCM-SD-CS-030)
 */
public record OutgoingAnswer(
    UUID id,
    String code,
    String to,
    AnswerState state,
    Posting posting,
    int failures,
    Optional<Instant> due,
    boolean restricted) {

  /** An answer that was just made, posted next by whoever made it. */
  public static OutgoingAnswer posted(UUID id, String code, String to, Instant now) {
    return new OutgoingAnswer(
        id, code, to, AnswerState.WAITING, Posting.BEGUN, 0, Optional.of(now), false);
  }

  /** What follows from a fact. Total: every pair of state and fact is decided. */
  public Transition<OutgoingAnswer> after(AnswerFact fact, Instant now, Pace pace) {
    return switch (fact) {
      case AnswerFact.PostingBegun() -> begun();
      case AnswerFact.Taken(String id) ->
          gone(Posting.TAKEN, "answered", code + " sent to " + whom() + " as MESH message " + id);
      case AnswerFact.HandedOver(String pair) ->
          gone(
              Posting.HANDED_OVER,
              "answer-handed-over",
              code + " to " + whom() + " waits for the MESH file client as " + pair);
      case AnswerFact.Refused(String reason) ->
          state == AnswerState.WAITING
              ? at(state, Posting.NONE, failures).fail(reason)
              : Transition.none(this)
                  .event("copy-refused", code + ": MESH refused a further copy: " + reason);
      case AnswerFact.Delayed(String reason) -> delayed(Posting.NONE, reason, now, pace);
      case AnswerFact.DelayedInDoubt(String reason) -> delayed(posting, reason, now, pace);
      // MESH out of reach is told for the mailbox, not for each of its messages.
      case AnswerFact.Unreachable() -> again(Posting.NONE, now, pace);
      case AnswerFact.Doubtful() -> again(posting, now, pace);
      case AnswerFact.Held(Instant until) ->
          state == AnswerState.WAITING
              ? Transition.to(at(state, Posting.NONE, failures).dueAt(until))
              : Transition.none(this);
      case AnswerFact.Damaged(String reason) ->
          state == AnswerState.WAITING
              ? at(state, Posting.NONE, failures).fail(reason)
              : Transition.none(this);
      case AnswerFact.Undelivered(String number, String description) ->
          undelivered("MESH could not deliver it: code %s, %s".formatted(number, description));
      // What a person has sent since is on its way.
      case AnswerFact.EarlierCopyUndelivered(String number, String description) ->
          Transition.none(this)
              .event(
                  new Event(
                      "mesh-report",
                      "%s: code %s, about an earlier copy".formatted(code, number),
                      new Actor.Peer("MESH")));
      case AnswerFact.Resent(String person) ->
          state == AnswerState.FAILED
              ? Transition.to(at(AnswerState.WAITING, Posting.NONE, 0).dueAt(now))
                  .event(
                      new Event(
                          "answer-resent",
                          code + ": the same response goes again",
                          new Actor.Person(person)))
                  .mend(problem())
              : Transition.none(this);
    };
  }

  private Transition<OutgoingAnswer> begun() {
    if (state != AnswerState.WAITING) {
      return Transition.none(this);
    }
    Transition<OutgoingAnswer> begun = Transition.to(at(state, Posting.BEGUN, failures));
    return posting == Posting.BEGUN
        ? begun.event(
            "answering-again",
            code + ": how the earlier attempt ended is not known; the same response goes again")
        : begun;
  }

  // What was reported as undelivered may be a copy, or an answer that a person has sent again
  // since.
  private Transition<OutgoingAnswer> gone(Posting how, String kind, String detail) {
    return switch (state) {
      case WAITING, SENT ->
          mendStuck(Transition.to(at(AnswerState.SENT, how(how), 0).settled()).event(kind, detail));
      case FAILED -> Transition.to(at(state, how(how), failures)).event(kind, detail);
    };
  }

  private Posting how(Posting told) {
    return state == AnswerState.SENT && posting == Posting.TAKEN ? posting : told;
  }

  private Transition<OutgoingAnswer> undelivered(String reason) {
    return switch (state) {
      // The report is about an earlier copy; the one that a person sends again is still here.
      case WAITING -> posting == Posting.BEGUN ? fail(reason) : Transition.none(this);
      case SENT -> fail(reason);
      case FAILED -> Transition.none(this);
    };
  }

  private Transition<OutgoingAnswer> again(Posting how, Instant now, Pace pace) {
    return state == AnswerState.WAITING
        ? Transition.to(at(state, how, failures + 1).dueAt(now.plus(pace.retryAfter(failures + 1))))
        : Transition.none(this);
  }

  // What may pass is waited for as long as it takes, and told as patiently as for a document.
  private Transition<OutgoingAnswer> delayed(Posting how, String reason, Instant now, Pace pace) {
    Transition<OutgoingAnswer> later = again(how, now, pace);
    return state == AnswerState.WAITING && failures >= Pace.FAILURES_UNTOLD
        ? later.raise(
            new AlertText(
                stuck(),
                "Held up: the acknowledgement " + code + " to " + mailbox(),
                "It has failed %d times on its way out: %s. It is kept and tried again."
                    .formatted(failures + 1, reason),
                "Show this to the people who run this node. The document itself was handled here;"
                    + " if it lasts, tell its sender by other means."))
        : later;
  }

  private Transition<OutgoingAnswer> mendStuck(Transition<OutgoingAnswer> transition) {
    return failures > Pace.FAILURES_UNTOLD ? transition.mend(stuck()) : transition;
  }

  private Transition<OutgoingAnswer> fail(String reason) {
    return mendStuck(
        Transition.to(at(AnswerState.FAILED, posting, failures).settled())
            .event("not-answered", code + ": " + reason)
            .raise(
                new AlertText(
                    problem(),
                    "The acknowledgement " + code + " could not be delivered to " + mailbox(),
                    reason,
                    "The document itself was handled here. Mend the cause and send the"
                        + " acknowledgement again, or tell the document's sender by other"
                        + " means.")));
  }

  private String whom() {
    return restricted ? "the sender of a confidential document" : to;
  }

  private String mailbox() {
    return restricted ? whom() : "mailbox " + to;
  }

  private String problem() {
    return "response/" + id;
  }

  private String stuck() {
    return "response-stuck/" + id;
  }

  private OutgoingAnswer at(AnswerState nextState, Posting nextPosting, int nextFailures) {
    return new OutgoingAnswer(id, code, to, nextState, nextPosting, nextFailures, due, restricted);
  }

  private OutgoingAnswer dueAt(Instant next) {
    return new OutgoingAnswer(
        id, code, to, state, posting, failures, Optional.of(next), restricted);
  }

  private OutgoingAnswer settled() {
    return new OutgoingAnswer(id, code, to, state, posting, failures, Optional.empty(), restricted);
  }
}
