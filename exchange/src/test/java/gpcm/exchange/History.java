package gpcm.exchange;

import static gpcm.exchange.ModelledNode.must;

import gpcm.exchange.ModelledNode.Answering;
import gpcm.exchange.ModelledNode.Incoming;
import gpcm.exchange.ModelledNode.Outgoing;
import gpcm.exchange.Payload.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One random life of some documents between two sides, with a third mailbox that means no good.
 * First everything may go wrong, then nothing does until nothing is left to be done.
 */
final class History {
  private static final List<Duration> PAUSES =
      Stream.of(1, 5, 20, 60, 200, 400, 700).map(Duration::ofSeconds).toList();
  private static final String STRANGER = "C";

  private final Chance chance;
  private final ModelledMesh mesh;
  private final List<Work> inFlight = new ArrayList<>();
  private final List<ModelledNode> sides = new ArrayList<>();
  private final List<BooleanSupplier> steps = new ArrayList<>();
  private Instant now = Given.NOW;
  private int letters;

  History(Chance chance, Set<Object> reached) {
    this.chance = chance;
    this.mesh = new ModelledMesh(chance);
    for (String mailbox : List.of("A", "B")) {
      ModelledNode node = new ModelledNode(mailbox, chance, reached, now);
      SendingSteps sending = new SendingSteps(node, mesh, inFlight, chance.below(8) == 0);
      ReceivingSteps receiving = new ReceivingSteps(node, mesh, sending, inFlight);
      sides.add(node);
      steps.addAll(
          List.of(
              this::work,
              receiving::poll,
              receiving::fetch,
              this::work,
              receiving::read,
              receiving::decide,
              sending::check,
              this::work,
              sending::build,
              this::work,
              sending::renew,
              this::work,
              sending::post,
              sending::postAnswer,
              this::work,
              sending::settleFolder,
              sending::watchDeadline,
              sending::watch,
              sending::track,
              () -> chance.calm() && decideAtLast(node)));
    }
  }

  void run() {
    submit(sides.get(0), sides.get(1), Optional.empty());
    int troubled = 20 + chance.below(80);
    for (int i = 0; i < troubled; i++) {
      step();
    }
    settle();
    check();
  }

  private void step() {
    int dice = chance.below(100);
    if (dice < 80) {
      if (!progress()) {
        pass(PAUSES.get(chance.below(PAUSES.size())));
      }
    } else if (dice < 86) {
      pass(PAUSES.get(chance.below(3)));
    } else {
      seldom(sides.get(chance.below(2)));
    }
  }

  /** Any one thing that can be done now; false when nothing can. */
  private boolean progress() {
    int start = chance.below(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get((start + i) % steps.size()).getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  private void seldom(ModelledNode side) {
    switch (chance.below(15)) {
      case 0 -> crash(side);
      case 1 -> outlive(side);
      case 2 -> mesh.refuse(side.mailbox, true);
      case 3, 4 -> sides.forEach(each -> mesh.refuse(each.mailbox, false));
      case 5 -> mesh.giveUpOne(side.mailbox);
      case 6 -> submit(side, other(side), Optional.empty());
      case 7 -> replace(side);
      case 8, 9 -> resend(side);
      case 10 -> forge(side);
      case 11, 12, 13 -> decide(side);
      default -> scrub(side);
    }
  }

  private ModelledNode other(ModelledNode side) {
    return sides.get(side.mailbox.equals("A") ? 1 : 0);
  }

  private boolean work() {
    Optional<Work> some = chance.oneOf(inFlight, any -> true);
    some.ifPresent(this::goOn);
    return some.isPresent();
  }

  private void goOn(Work work) {
    if (work.goOn()) {
      inFlight.remove(work);
    }
  }

  private void pass(Duration pause) {
    now = now.plus(pause);
    chance.note(() -> "time passes until " + now);
    sides.forEach(side -> side.now = now);
  }

  private void crash(ModelledNode side) {
    chance.note(() -> side.mailbox + ": is killed and starts again");
    inFlight.removeIf(work -> work.node == side);
    side.crash();
  }

  /** A lease runs out while whoever had it goes on unaware. */
  private void outlive(ModelledNode side) {
    chance.note(() -> side.mailbox + ": leases run out");
    side.crash();
  }

  private void submit(ModelledNode from, ModelledNode to, Optional<Outgoing> replaces) {
    if (from.documents.size() > 3) {
      return;
    }
    int number = ++letters;
    Payload.Letter letter =
        new Payload.Letter(
            "message-" + number,
            "document-" + number,
            replaces.map(each -> each.letter.reference()).orElse("encounter-" + number),
            "content-" + number,
            replaces.map(each -> each.letter.documentId()).orElse(""),
            chance.below(10) == 0,
            chance.below(10) != 0);
    chance.note(() -> from.mailbox + ": accepts " + letter);
    from.documents.add(
        new Outgoing(
            to.mailbox,
            letter,
            replaces,
            begun(
                from,
                new DocumentSubject(
                    "somebody",
                    "somewhere",
                    false,
                    replaces.map(each -> each.letter.documentId()),
                    false))));
  }

  private OutgoingDocument begun(ModelledNode from, DocumentSubject subject) {
    return switch (chance.below(5)) {
      case 0 -> OutgoingDocument.waiting(from.newId(), subject, now.plusSeconds(300));
      case 1 -> OutgoingDocument.unconfirmed(from.newId(), subject, now.plusSeconds(600));
      default -> OutgoingDocument.accepted(from.newId(), subject, now);
    };
  }

  /** A person, or the system that hands in, decides something about what has not arrived. */
  private void decide(ModelledNode side) {
    DocumentFact fact =
        switch (chance.below(11)) {
          case 0 -> new DocumentFact.Confirmed("Bo", now.plusSeconds(60));
          case 1 -> new DocumentFact.Hastened("Bo");
          case 2 -> new DocumentFact.Updated("a later one");
          case 3 -> new DocumentFact.TakenBack("Bo", "deleted");
          case 4 -> new DocumentFact.Stopped("Bo", "to be talked over");
          case 5, 6 -> new DocumentFact.Released("Bo", "asked", chance.coin());
          case 7 -> new DocumentFact.Rerouted("Bo", "by post");
          case 8 -> new DocumentFact.Deleted("Bo", "somebody", chance.coin());
          case 9 -> new DocumentFact.OriginalStopped("held");
          default -> new DocumentFact.Abandoned("Bo", "not wanted");
        };
    chance.oneOf(side.documents, any -> true).ifPresent(document -> told(side, document, fact));
  }

  // Whoever works on it meanwhile comes too late.
  private static void told(ModelledNode side, Outgoing document, DocumentFact fact) {
    if (!document.value.after(fact, side.now, ModelledNode.PACE).next().equals(document.value)) {
      document.lease();
      document.release();
    }
    side.apply(document, fact);
  }

  /** What waits for people: they have been reminded, and see to it. */
  private boolean decideAtLast(ModelledNode side) {
    Optional<Outgoing> found =
        chance.oneOf(
            side.documents,
            each ->
                !each.value.state().isFinal()
                    && each.value.due().isEmpty()
                    && each.value.posts() == 0);
    found.ifPresent(
        document -> {
          must(
              side.isOpen("unconfirmed/", document.value.id())
                  || side.isOpen("held/", document.value.id()),
              "{} waits for somebody and nobody is told",
              document.letter.documentId());
          told(
              side,
              document,
              document.value.state() == DocumentState.HELD
                  ? new DocumentFact.Released("Bo", "asked", true)
                  : new DocumentFact.Confirmed("Bo", now));
        });
    return found.isPresent();
  }

  private void replace(ModelledNode side) {
    chance
        .oneOf(side.documents, any -> true)
        .ifPresent(replaced -> submit(side, other(side), Optional.of(replaced)));
  }

  private void resend(ModelledNode side) {
    chance
        .oneOf(
            side.documents,
            each ->
                each.value.state() == DocumentState.FAILED
                    || each.value.state() == DocumentState.OVERDUE)
        .ifPresent(document -> side.apply(document, new DocumentFact.Resent("Bo", chance.coin())));
    chance
        .oneOf(side.answers, each -> each.value.state() == AnswerState.FAILED)
        .ifPresent(answer -> side.apply(answer, new AnswerFact.Resent("Bo")));
  }

  /** Somebody else answers, sends a document of their own under a known id, or sends noise. */
  private void forge(ModelledNode side) {
    Optional<Outgoing> known = chance.oneOf(side.documents, any -> true);
    if (known.isEmpty()) {
      return;
    }
    Payload.Letter letter = known.get().letter;
    String code = chance.coin() ? "20013" : chance.coin() ? "30001" : "20014";
    switch (chance.below(5)) {
      case 0 -> send(side, Envelope.ANSWERS, new Payload.Reply(letter.messageId(), "", code));
      case 1 -> send(side, Envelope.ANSWERS, new Payload.Reply("", letter.reference(), code));
      case 2 ->
          send(
              other(side),
              Envelope.DOCUMENTS,
              new Payload.Letter(
                  chance.coin() ? letter.messageId() : "message-0",
                  letter.documentId(),
                  letter.reference(),
                  "another content than " + letter.content(),
                  "",
                  false,
                  true));
      case 3 -> send(side, Envelope.ANSWERS, new Payload.Noise());
      default -> send(side, Envelope.DOCUMENTS, new Payload.Noise());
    }
  }

  private void send(ModelledNode to, String workflow, Payload payload) {
    mesh.take(STRANGER, to.mailbox, workflow, payload);
  }

  private void scrub(ModelledNode side) {
    chance
        .oneOf(side.documents, each -> each.value.state() == DocumentState.SENT)
        .ifPresent(document -> side.apply(document, new DocumentFact.Damaged("a bit flipped.")));
  }

  private void settle() {
    chance.calmDown();
    chance.note(() -> "from here on nothing goes wrong");
    sides.forEach(side -> mesh.refuse(side.mailbox, false));
    for (int turn = 0; turn < 5_000; turn++) {
      if (!progress()) {
        Optional<Instant> next = nextDue();
        if (next.isEmpty()) {
          return;
        }
        pass(Duration.between(now, next.get()));
      }
    }
    must(false, "it never comes to rest");
  }

  private Optional<Instant> nextDue() {
    return sides.stream()
        .flatMap(
            node ->
                Stream.of(
                        node.documents.stream().flatMap(each -> each.value.due().stream()),
                        node.answers.stream().flatMap(each -> each.value.due().stream()),
                        node.received.values().stream().flatMap(each -> each.value.due().stream()),
                        node.standing.heldUntil().stream())
                    .flatMap(each -> each))
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  private void check() {
    for (ModelledNode node : sides) {
      node.documents.forEach(document -> check(node, other(node), document));
      node.received.values().forEach(message -> check(node, message));
      node.answers.forEach(answer -> check(node, answer));
      must(
          node.worklist.stream().map(ModelledNode.Entry::documentId).distinct().count()
              == node.worklist.size(),
          "a document has two entries in the worklist of {}: {}",
          node.mailbox,
          node.worklist);
      must(!node.open.contains(MailboxStanding.POLLING), "the polling alert is left open");
      must(!node.open.contains(MailboxStanding.REFUSED), "the refusal's alert is left open");
    }
  }

  private void check(ModelledNode node, ModelledNode receiver, Outgoing document) {
    OutgoingDocument value = document.value;
    DocumentState state = value.state();
    String name = document.letter.documentId() + " of " + node.mailbox;
    boolean filed =
        receiver.worklist.contains(
            new ModelledNode.Entry(document.letter.documentId(), document.letter.content()));
    must(state.isFinal() || state == DocumentState.OVERDUE, "{} is left {} for ever", name, state);
    must(value.due().isEmpty(), "{} is {} and still due", name, state);
    must(!node.isOpen("stuck/", value.id()), "{} is {} and told as held up", name, state);
    must(!node.isOpen("held/", value.id()), "{} is {} and told as held", name, state);
    must(!node.isOpen("unconfirmed/", value.id()), "{} is {} and told as open", name, state);
    must(
        !state.isBeforeSending() || copies(node, document) == 0,
        "{} is {} and went out",
        name,
        state);
    must(
        (state == DocumentState.OVERDUE) == node.isOpen("overdue/", value.id()),
        "{} is {}, which its overdue alert does not fit",
        name,
        state);
    must(
        (state == DocumentState.FAILED) == node.isOpen("failed/", value.id()),
        "{} is {}, which its failure's alert does not fit",
        name,
        state);
    must(
        state != DocumentState.COMPLETED || !node.isOpen("rejected/", value.id()),
        "{} is completed and told as rejected",
        name);
    must(
        state != DocumentState.VOID
            || told(node, value)
            || node.documents.stream()
                .filter(each -> each.replaces.filter(document::equals).isPresent())
                .anyMatch(each -> told(node, each.value)),
        "{} is void and nobody is told of it",
        name);
    must(
        state != DocumentState.COMPLETED || filed, "{} is completed and not in the worklist", name);
    must(
        state != DocumentState.COMPLETED || document.answers.containsAll(List.of("20013", "30001")),
        "{} is completed by {}",
        name,
        document.answers);
    must(
        state != DocumentState.REJECTED
            || document.letter.faulty()
            || !document.letter.known()
            || document.replaces.isPresent()
            || !filed,
        "{} is rejected, and is in the worklist without fault",
        name);
    must(
        !node.isOpen("taken-for-another/", value.id()),
        "{} is told as taken for another, and its receiver took it for what it is",
        name);
    int copies = copies(node, document);
    must(
        copies <= value.posts() && value.posts() <= document.attempts,
        "{} went out {} times, at most {}, and knows of {}",
        name,
        copies,
        document.attempts,
        value.posts());
    must(
        copies < 2
            || document.events.contains("posting-again")
            || document.events.contains("resent"),
        "{} went out {} times without a word",
        name,
        copies);
  }

  private static boolean told(ModelledNode node, OutgoingDocument value) {
    return node.isOpen("void/", value.id());
  }

  private void check(ModelledNode node, Incoming message) {
    must(message.value.state() != IncomingState.STORED, "{} is never read", message.envelope);
    must(
        !node.isOpen("processing/", message.value.id())
            && !node.isOpen("damaged/", message.value.id()),
        "{} was read in the end and is still told as trouble",
        message.envelope);
    must(
        !message.undecided && !node.isOpen("needs-matching/", message.value.id()),
        "{} is not decided, or told as undecided",
        message.envelope);
    must(
        message.value.state() != IncomingState.ACCEPTED || message.answers.size() == 2,
        "{} is filed and has {} answers",
        message.envelope,
        message.answers.size());
  }

  private void check(ModelledNode node, Answering answer) {
    AnswerState state = answer.value.state();
    must(state != AnswerState.WAITING, "{} is never posted", answer.reply);
    must(
        !node.isOpen("response-stuck/", answer.value.id()),
        "{} is {} and told as held up",
        answer.reply,
        state);
    must(
        (state == AnswerState.FAILED) == node.isOpen("response/", answer.value.id()),
        "{} is {}, which its alert does not fit",
        answer.reply,
        state);
  }

  private int copies(ModelledNode node, Outgoing document) {
    return document.messageIds.stream().mapToInt(id -> mesh.copies(node.mailbox, id)).sum();
  }
}
