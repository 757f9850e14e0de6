package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A document on its way to one recipient.
 *
 * @param id this node's id of it
 * @param state how far it has got
 * @param posting how far handing it to MESH has got
 * @param posts how many times that was begun
 * @param acknowledgements what has come back
 * @param failure why it failed or was rejected
 * @param failures how many times in a row its next step has failed
 * @param due when something is to be done about it next; empty when nothing is
 * @param subject how people are told of it
 */
public record OutgoingDocument(
    UUID id,
    DocumentState state,
    Posting posting,
    int posts,
    Acknowledgements acknowledgements,
    Optional<String> failure,
    int failures,
    Optional<Instant> due,
    DocumentSubject subject) {

  /** A document that was just accepted, due at once. */
  public static OutgoingDocument accepted(UUID id, DocumentSubject subject, Instant now) {
    return new OutgoingDocument(
        id,
        DocumentState.ACCEPTED,
        Posting.NONE,
        0,
        Acknowledgements.NONE,
        Optional.empty(),
        0,
        Optional.of(now),
        subject);
  }

  /** What follows from a fact. Total: every pair of state and fact is decided. */
  public Transition<OutgoingDocument> after(DocumentFact fact, Instant now, Pace pace) {
    return new DocumentDecision(this, now, pace).on(fact);
  }

  OutgoingDocument in(DocumentState next) {
    return new OutgoingDocument(
        id, next, posting, posts, acknowledgements, failure, failures, due, subject);
  }

  OutgoingDocument posting(Posting next) {
    int begun = next == Posting.BEGUN ? posts + 1 : posts;
    return new OutgoingDocument(
        id, state, next, begun, acknowledgements, failure, failures, due, subject);
  }

  OutgoingDocument with(Acknowledgements next) {
    return new OutgoingDocument(id, state, posting, posts, next, failure, failures, due, subject);
  }

  OutgoingDocument because(String reason) {
    return new OutgoingDocument(
        id, state, posting, posts, acknowledgements, Optional.of(reason), failures, due, subject);
  }

  OutgoingDocument failed(int times) {
    return new OutgoingDocument(
        id, state, posting, posts, acknowledgements, failure, times, due, subject);
  }

  OutgoingDocument dueAt(Instant next) {
    return new OutgoingDocument(
        id, state, posting, posts, acknowledgements, failure, failures, Optional.of(next), subject);
  }

  OutgoingDocument awaitingNothing() {
    return new OutgoingDocument(
        id, state, posting, posts, acknowledgements, failure, failures, Optional.empty(), subject);
  }
}
