package gpcm.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides how a document is watched while it should be getting on by itself, and what is told. */
record WatchDecision(OutgoingDocument document, Instant now, Pace pace) {

  /** What was decided, with the watch that its state asks for. */
  Transition<OutgoingDocument> following(Transition<OutgoingDocument> decided) {
    OutgoingDocument next = decided.next();
    if (leg(next.state()) == leg(document.state())) {
      return decided;
    }
    Transition<OutgoingDocument> watched = decided.now(next.watched(begun(next)));
    return document.watch().told() ? watched.mend(problem()) : watched;
  }

  // Making a message and posting it is one way, on which one word to people is enough.
  private static DocumentState leg(DocumentState state) {
    return state == DocumentState.BUILT ? DocumentState.ACCEPTED : state;
  }

  private Watch begun(OutgoingDocument next) {
    return switch (next.state()) {
      // What MESH said of a copy that went before counts until another one has left.
      case ACCEPTED, BUILT ->
          Watch.until(after(Deadline.NOT_ACCEPTED)).found(standing(), Optional.empty());
      case FAILED -> Watch.ended(standing());
      case SENT ->
          next.posting() == Posting.TAKEN
              ? Watch.until(after(Deadline.NOT_COLLECTED)).asking(after(Deadline.TRACKING))
              : Watch.NONE;
      case OVERDUE -> next.acknowledgements().infrastructure().isEmpty() ? lost() : Watch.NONE;
      case UNCONFIRMED,
          WAITING,
          HELD,
          INFRASTRUCTURE_ACKNOWLEDGED,
          COMPLETED,
          REJECTED,
          VOID,
          WITHDRAWN,
          NOT_SENT,
          SUPERSEDED,
          OTHER_ROUTE,
          GIVEN_UP ->
          Watch.NONE;
    };
  }

  private Watch lost() {
    Duration more = pace.of(Deadline.UNDELIVERED).minus(pace.of(Deadline.INFRASTRUCTURE));
    return Watch.until(more.isNegative() ? now : now.plus(more))
        .found(standing(), Optional.empty());
  }

  private MeshStanding standing() {
    return document.watch().standing();
  }

  private Instant after(Deadline deadline) {
    return now.plus(pace.of(deadline));
  }

  /** It should have got on by now. */
  Transition<OutgoingDocument> late() {
    if (document.watch().tell().filter(tell -> !tell.isAfter(now)).isEmpty()) {
      return Transition.none(document);
    }
    Optional<AlertText> alert =
        switch (document.state()) {
          case ACCEPTED, BUILT -> Optional.of(alerts().notAccepted());
          case SENT -> uncollected(document.watch().standing());
          case OVERDUE ->
              document.watch().standing() == MeshStanding.COLLECTED
                  ? Optional.empty()
                  : Optional.of(alerts().undelivered());
          default -> Optional.empty();
        };
    Transition<OutgoingDocument> over =
        Transition.to(document.watched(document.watch().telling(alert.isPresent())));
    return alert.map(over::raise).orElse(over);
  }

  private Optional<AlertText> uncollected(MeshStanding standing) {
    return standing.away() ? Optional.of(alerts().notCollected(standing)) : Optional.empty();
  }

  /** MESH said how it stands: nothing is closed by that, and nothing is taken for an answer. */
  Transition<OutgoingDocument> tracked(MeshStanding said) {
    boolean mayHaveArrived =
        switch (document.state()) {
          case SENT, OVERDUE, FAILED -> true;
          default -> false;
        };
    if (!mayHaveArrived || said == MeshStanding.NOT_ASKED) {
      return Transition.none(document);
    }
    Watch before = document.watch();
    boolean asked = document.state() == DocumentState.SENT && said != MeshStanding.COLLECTED;
    Watch found =
        before.found(said, asked ? Optional.of(after(Deadline.TRACKING_AGAIN)) : Optional.empty());
    if (before.told() && said == MeshStanding.COLLECTED) {
      return spoken(Transition.to(document.watched(found.untold())).mend(problem()), said);
    }
    // Told before, of another standing: what people read is what MESH says now.
    boolean toldAlready =
        document.state() == DocumentState.SENT && before.told() && said != before.standing();
    boolean lateAlready =
        document.state() == DocumentState.SENT && before.tell().isEmpty() && !before.told();
    Transition<OutgoingDocument> known =
        spoken(
            Transition.to(
                document.watched(lateAlready && said.away() ? found.telling(true) : found)),
            said);
    return (lateAlready || toldAlready) && said.away()
        ? known.raise(alerts().notCollected(said))
        : known;
  }

  private Transition<OutgoingDocument> spoken(
      Transition<OutgoingDocument> known, MeshStanding said) {
    return said == standing()
        ? known
        : known.event(new Event("tracked", said.words(), new Actor.Peer("MESH")));
  }

  private String problem() {
    return switch (leg(document.state())) {
      case SENT -> alerts().notCollectedProblem();
      case OVERDUE -> alerts().undeliveredProblem();
      default -> alerts().notAcceptedProblem();
    };
  }

  private WatchAlerts alerts() {
    return new WatchAlerts(document);
  }
}
