package gpcm.exchange;

import static gpcm.exchange.ModelledNode.must;

import gpcm.exchange.ModelledNode.Answering;
import gpcm.exchange.ModelledNode.Outgoing;
import gpcm.exchange.Payload.Envelope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps by which a node's documents and answers leave it. */
final class SendingSteps {
  private static final List<MeshStanding> SAID =
      List.of(
          MeshStanding.NOT_COLLECTED,
          MeshStanding.COLLECTED,
          MeshStanding.UNDELIVERABLE,
          MeshStanding.NOT_FOUND);

  private final ModelledNode node;
  private final ModelledMesh mesh;
  private final Chance chance;
  private final List<Work> inFlight;
  private final boolean fileClient;
  private final Map<String, Left> folder = new LinkedHashMap<>();

  SendingSteps(ModelledNode node, ModelledMesh mesh, List<Work> inFlight, boolean fileClient) {
    this.node = node;
    this.mesh = mesh;
    this.chance = node.chance;
    this.inFlight = inFlight;
    this.fileClient = fileClient;
  }

  /** How an attempt to hand something to MESH ended. */
  private enum End {
    TAKEN,
    LEFT,
    REFUSED,
    UNREACHABLE,
    DOUBTFUL,
    HELD,
    DAMAGED,
    DELAYED,
    DELAYED_IN_DOUBT
  }

  private record Attempt(End end, String id) {}

  /** What lies in the folder of a MESH file client. */
  private record Left(Claim claim, String to, String workflow, Payload payload) {}

  /** Whose it is. */
  private sealed interface Claim {
    record OfDocument(Outgoing document) implements Claim {}

    record OfAnswer(Answering answer) implements Claim {}
  }

  /** Finds out whether what has waited long enough can be delivered. */
  boolean check() {
    Optional<Outgoing> found =
        chance.oneOf(
            node.documents,
            each ->
                each.value.state() == DocumentState.WAITING
                    && each.free()
                    && isDue(each.value.due()));
    found.ifPresent(
        document -> {
          int claim = document.lease();
          inFlight.add(new Work(node, () -> checked(document, claim)));
        });
    return found.isPresent();
  }

  private Runnable checked(Outgoing document, int claim) {
    Deliverability answer =
        chance.fails(6)
            ? new Deliverability.NotKnownYet("PDS is busy", node.now.plusSeconds(30))
            : chance.fails(5)
                ? new Deliverability.NeedsPerson(HoldKind.PRACTICE, "no practice", "find out")
                : chance.fails(2)
                    ? new Deliverability.MustNot("registered here", "", chance.coin())
                    : new Deliverability.Deliverable("registered elsewhere", node.now);
    return () -> {
      if (document.holds(claim)) {
        node.apply(document, new DocumentFact.Checked(answer));
        document.release();
      }
    };
  }

  boolean build() {
    Optional<Outgoing> found =
        chance.oneOf(
            node.documents,
            each ->
                each.value.state() == DocumentState.ACCEPTED
                    && each.free()
                    && isDue(each.value.due()));
    found.ifPresent(
        document -> {
          int claim = document.lease();
          inFlight.add(new Work(node, () -> built(document, claim)));
        });
    return found.isPresent();
  }

  private Runnable built(Outgoing document, int claim) {
    Optional<DocumentFact> trouble =
        chance.fails(3)
            ? Optional.of(new DocumentFact.Unbuildable("it cannot be", "mend it"))
            : chance.fails(5)
                ? Optional.of(new DocumentFact.Delayed("disk full"))
                : chance.fails(3)
                    ? Optional.of(new DocumentFact.Unreachable())
                    : chance.fails(2)
                        ? Optional.of(new DocumentFact.Damaged("a bit flipped."))
                        : Optional.empty();
    boolean onward = chance.coin();
    return () -> {
      if (!document.holds(claim)) {
        return;
      }
      boolean posted = onward && mayGo(document) && !node.standing.held(node.now);
      node.apply(document, trouble.orElseGet(() -> new DocumentFact.Built("built", posted)));
      if (document.value.state() == DocumentState.BUILT && posted && trouble.isEmpty()) {
        inFlight.add(new Work(node, () -> posted(document, claim)));
      } else {
        document.release();
      }
    };
  }

  /** Another message around the same document, for what a person sends again. */
  boolean renew() {
    Optional<Outgoing> found =
        chance.oneOf(
            node.documents,
            each ->
                each.value.state() == DocumentState.BUILT
                    && each.renew
                    && each.free()
                    && isDue(each.value.due()));
    found.ifPresent(
        document -> {
          int claim = document.lease();
          inFlight.add(new Work(node, () -> () -> renewed(document, claim)));
        });
    return found.isPresent();
  }

  private void renewed(Outgoing document, int claim) {
    if (!document.holds(claim)) {
      return;
    }
    if (chance.fails(5)) {
      node.apply(document, new DocumentFact.Delayed("disk full"));
    } else if (document.value.state() == DocumentState.BUILT) {
      node.apply(document, new DocumentFact.Renewed("renewed"));
      document.letter = document.letter.renewed(document.messageIds.size());
      document.messageIds.add(document.letter.messageId());
      document.renew = false;
    }
    document.release();
  }

  boolean post() {
    Optional<Outgoing> found =
        chance.oneOf(
            node.documents,
            each ->
                each.value.state() == DocumentState.BUILT
                    && !each.renew
                    && each.free()
                    && isDue(each.value.due())
                    && mayGo(each));
    if (node.standing.held(node.now) || found.isEmpty()) {
      return false;
    }
    Outgoing document = found.get();
    int claim = document.lease();
    node.apply(document, new DocumentFact.PostingBegun());
    inFlight.add(new Work(node, () -> posted(document, claim)));
    return true;
  }

  // A replacement does not overtake what it replaces.
  private static boolean mayGo(Outgoing document) {
    return document
        .replaces
        .map(replaced -> replaced.value.state())
        .filter(
            state ->
                switch (state) {
                  case UNCONFIRMED, WAITING, HELD, ACCEPTED, BUILT -> true;
                  default -> false;
                })
        .isEmpty();
  }

  private static boolean hasLeft(OutgoingDocument document) {
    return document.posts() > 0 || document.failure().isPresent() || document.state().isFinal();
  }

  private Runnable posted(Outgoing document, int claim) {
    document.replaces.ifPresent(
        replaced ->
            must(
                hasLeft(replaced.value),
                "{} overtakes {}, which it replaces",
                document.letter.documentId(),
                replaced.letter.documentId()));
    Attempt attempt =
        attempt(new Claim.OfDocument(document), document.to, Envelope.DOCUMENTS, document.letter);
    return () -> {
      if (!document.holds(claim)) {
        late(attempt, new Claim.OfDocument(document));
        return;
      }
      tellMailbox(attempt);
      if (attempt.end == End.TAKEN) {
        document.meshIds.add(attempt.id);
      }
      node.apply(
          document,
          switch (attempt.end) {
            case TAKEN -> new DocumentFact.Taken(attempt.id);
            case LEFT -> new DocumentFact.HandedOver(attempt.id);
            case REFUSED -> new DocumentFact.Refused("MESH wants it not.");
            case UNREACHABLE -> new DocumentFact.Unreachable();
            case DOUBTFUL -> new DocumentFact.Doubtful();
            case HELD -> new DocumentFact.Held(node.standing.heldUntil().orElse(node.now));
            case DAMAGED -> new DocumentFact.Damaged("a bit flipped.");
            case DELAYED -> new DocumentFact.Delayed("pool exhausted");
            case DELAYED_IN_DOUBT -> new DocumentFact.DelayedInDoubt("pool exhausted");
          });
      document.release();
    };
  }

  boolean postAnswer() {
    Optional<Answering> found =
        chance.oneOf(
            node.answers,
            each ->
                each.value.state() == AnswerState.WAITING
                    && each.free()
                    && isDue(each.value.due()));
    if (node.standing.held(node.now) || found.isEmpty()) {
      return false;
    }
    int claim = found.get().lease();
    node.apply(found.get(), new AnswerFact.PostingBegun());
    postNext(found.get(), claim);
    return true;
  }

  void postNext(Answering answer, int claim) {
    inFlight.add(new Work(node, () -> posted(answer, claim)));
  }

  private Runnable posted(Answering answer, int claim) {
    Attempt attempt =
        attempt(new Claim.OfAnswer(answer), answer.value.to(), Envelope.ANSWERS, answer.reply);
    return () -> {
      if (!answer.holds(claim)) {
        late(attempt, new Claim.OfAnswer(answer));
        return;
      }
      tellMailbox(attempt);
      if (attempt.end == End.TAKEN) {
        answer.meshIds.add(attempt.id);
      }
      node.apply(
          answer,
          switch (attempt.end) {
            case TAKEN -> new AnswerFact.Taken(attempt.id);
            case LEFT -> new AnswerFact.HandedOver(attempt.id);
            case REFUSED -> new AnswerFact.Refused("MESH wants it not.");
            case UNREACHABLE -> new AnswerFact.Unreachable();
            case DELAYED -> new AnswerFact.Delayed("pool exhausted");
            case DELAYED_IN_DOUBT -> new AnswerFact.DelayedInDoubt("pool exhausted");
            case DOUBTFUL -> new AnswerFact.Doubtful();
            case HELD -> new AnswerFact.Held(node.standing.heldUntil().orElse(node.now));
            case DAMAGED -> new AnswerFact.Damaged("a bit flipped.");
          });
      answer.release();
    };
  }

  private Attempt attempt(Claim claim, String to, String workflow, Payload payload) {
    if (mesh.refuses(node.mailbox)) {
      return new Attempt(End.HELD, "");
    }
    if (chance.fails(2)) {
      return new Attempt(End.DAMAGED, "");
    }
    if (chance.fails(3)) {
      return new Attempt(End.DELAYED, "");
    }
    if (chance.fails(6)) {
      return new Attempt(End.UNREACHABLE, "");
    }
    if (chance.fails(2)) {
      return new Attempt(End.REFUSED, "");
    }
    if (chance.fails(4)) {
      chance.note(() -> node.mailbox + ": the connection broke before MESH had it");
      return new Attempt(End.DOUBTFUL, "");
    }
    if (fileClient) {
      // A pair's name is made from what it holds: left twice, it is there once.
      String pair = "pair-" + payload.hashCode();
      folder.putIfAbsent(pair, new Left(claim, to, workflow, payload));
      return new Attempt(End.LEFT, pair);
    }
    String id = mesh.take(node.mailbox, to, workflow, payload);
    if (chance.fails(3)) {
      chance.note(() -> node.mailbox + ": fails itself after MESH had it");
      return new Attempt(End.DELAYED_IN_DOUBT, "");
    }
    return chance.fails(6) ? new Attempt(End.DOUBTFUL, "") : new Attempt(End.TAKEN, id);
  }

  private void tellMailbox(Attempt attempt) {
    switch (attempt.end) {
      case TAKEN -> node.apply(new MailboxFact.Posted());
      case UNREACHABLE, DOUBTFUL -> node.apply(new MailboxFact.NotPosted("no answer."));
      case HELD -> node.apply(new MailboxFact.Refused("403."));
      case LEFT, REFUSED, DAMAGED, DELAYED, DELAYED_IN_DOUBT -> {}
    }
  }

  /** The file client, if there is one, works off a pair, and the node learns how that went. */
  boolean settleFolder() {
    Optional<String> pair = chance.oneOf(folder.keySet(), any -> true);
    pair.map(folder::remove)
        .ifPresent(
            left -> {
              if (chance.fails(5)) {
                undelivered(left.claim);
              } else {
                String id = mesh.take(node.mailbox, left.to, left.workflow, left.payload);
                taken(left.claim, id);
                if (chance.fails(10)) {
                  taken(left.claim, id);
                }
              }
            });
    return pair.isPresent();
  }

  /** What came of an earlier claim is dropped, but for what MESH has taken. */
  private void late(Attempt attempt, Claim claim) {
    chance.note(() -> node.mailbox + ": an earlier claim ended as " + attempt.end);
    if (attempt.end == End.TAKEN) {
      taken(claim, attempt.id);
    }
  }

  private void taken(Claim claim, String id) {
    switch (claim) {
      case Claim.OfDocument(Outgoing document) -> {
        document.meshIds.add(id);
        node.apply(document, new DocumentFact.Taken(id));
      }
      case Claim.OfAnswer(Answering answer) -> {
        answer.meshIds.add(id);
        node.apply(answer, new AnswerFact.Taken(id));
      }
    }
  }

  private void undelivered(Claim claim) {
    switch (claim) {
      case Claim.OfDocument(Outgoing document) ->
          node.apply(document, new DocumentFact.Undelivered("08", "too large"));
      case Claim.OfAnswer(Answering answer) ->
          node.apply(answer, new AnswerFact.Undelivered("08", "too large"));
    }
  }

  /** Looks after one whose acknowledgement has not come; what it finds may come late. */
  boolean watchDeadline() {
    Optional<Outgoing> found =
        chance.oneOf(
            node.documents,
            each ->
                switch (each.value.state()) {
                  case SENT, INFRASTRUCTURE_ACKNOWLEDGED, UNCONFIRMED, HELD ->
                      isDue(each.value.due());
                  default -> false;
                });
    found.ifPresent(
        document ->
            inFlight.add(
                new Work(
                    node, () -> () -> node.apply(document, new DocumentFact.DeadlinePassed()))));
    return found.isPresent();
  }

  /** Looks after one that should have got on by now. */
  boolean watch() {
    Optional<Outgoing> found =
        chance.oneOf(node.documents, each -> isDue(each.value.watch().tell()));
    found.ifPresent(
        document ->
            inFlight.add(
                new Work(node, () -> () -> node.apply(document, new DocumentFact.NotGoneOn()))));
    return found.isPresent();
  }

  /** Asks MESH how one stands; what it says may be untrue. */
  boolean track() {
    Optional<Outgoing> found =
        chance.oneOf(node.documents, each -> isDue(each.value.watch().ask()));
    found.ifPresent(
        document -> {
          MeshStanding said =
              chance.calm() ? MeshStanding.COLLECTED : SAID.get(chance.below(SAID.size()));
          inFlight.add(
              new Work(node, () -> () -> node.apply(document, new DocumentFact.Tracked(said))));
        });
    return found.isPresent();
  }

  private boolean isDue(Optional<Instant> due) {
    return due.filter(at -> !at.isAfter(node.now)).isPresent();
  }
}
