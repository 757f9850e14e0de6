package gpcm.exchange;

import static gpcm.exchange.ModelledNode.must;

import gpcm.exchange.IncomingFact.Question;
import gpcm.exchange.ModelledNode.Answering;
import gpcm.exchange.ModelledNode.Entry;
import gpcm.exchange.ModelledNode.Incoming;
import gpcm.exchange.ModelledNode.Outgoing;
import gpcm.exchange.Payload.Envelope;
import java.util.List;
import java.util.Optional;

/** The steps by which a node takes in, reads and answers what comes. */
final class ReceivingSteps {
  private static final WantedAnswers BOTH = new WantedAnswers(Optional.of(true), Optional.of(true));

  private final ModelledNode node;
  private final ModelledMesh mesh;
  private final Chance chance;
  private final SendingSteps sending;
  private final List<Work> inFlight;
  private int position;

  ReceivingSteps(ModelledNode node, ModelledMesh mesh, SendingSteps sending, List<Work> inFlight) {
    this.node = node;
    this.mesh = mesh;
    this.chance = node.chance;
    this.sending = sending;
    this.inFlight = inFlight;
  }

  /** Lists what waits on MESH; whether there is something new. */
  boolean poll() {
    if (node.standing.held(node.now)) {
      return false;
    }
    if (mesh.refuses(node.mailbox)) {
      node.apply(new MailboxFact.Refused("403."));
      return false;
    }
    if (chance.fails(5)) {
      node.apply(new MailboxFact.NotPolled("no answer.", "Nothing is lost."));
      return false;
    }
    int before = position;
    List<Envelope> inbox = mesh.inbox(node.mailbox);
    for (Envelope each : inbox) {
      if (!node.received.containsKey(each.meshId())) {
        node.arrivals.computeIfAbsent(each.meshId(), id -> ++position);
      }
    }
    // What is no longer listed holds nothing up.
    node.arrivals
        .keySet()
        .removeIf(id -> inbox.stream().noneMatch(each -> each.meshId().equals(id)));
    if (node.standing.pollFailures() > 0 || node.standing.refusals() > 0) {
      node.apply(new MailboxFact.Polled());
    }
    return position > before;
  }

  /** Keeps one that was listed and only then acknowledges it on MESH, which may go wrong. */
  boolean fetch() {
    Optional<Envelope> found =
        chance.oneOf(
            mesh.inbox(node.mailbox),
            each ->
                node.arrivals.containsKey(each.meshId())
                    || node.received.containsKey(each.meshId()));
    if (found.isEmpty() || node.standing.held(node.now) || mesh.refuses(node.mailbox)) {
      return false;
    }
    Envelope envelope = found.get();
    if (chance.fails(10)) {
      return false;
    }
    if (!node.received.containsKey(envelope.meshId())) {
      chance.note(() -> node.mailbox + ": stores " + envelope);
      node.received.put(
          envelope.meshId(),
          new Incoming(
              envelope,
              node.arrivals.remove(envelope.meshId()),
              new IncomingMessage(
                  node.newId(),
                  envelope.meshId(),
                  envelope.workflow(),
                  envelope.from(),
                  IncomingState.STORED,
                  0,
                  node.now,
                  Optional.of(node.now),
                  false)));
    }
    if (!chance.fails(10)) {
      mesh.acknowledge(envelope);
    }
    return true;
  }

  boolean read() {
    Optional<Incoming> found =
        chance.oneOf(
            node.received.values(),
            each ->
                each.value.state() == IncomingState.STORED
                    && each.free()
                    && each.value.due().filter(at -> !at.isAfter(node.now)).isPresent());
    found.ifPresent(
        message -> {
          int claim = message.lease();
          inFlight.add(new Work(node, () -> read(message, claim)));
        });
    return found.isPresent();
  }

  /** A person decides about what is held, puts it off, or lets its deadline pass. */
  boolean decide() {
    Optional<Incoming> held = chance.oneOf(node.received.values(), each -> each.undecided);
    held.ifPresent(message -> inFlight.add(new Work(node, () -> decide(message))));
    return held.isPresent();
  }

  // Two may be about to; the row is locked by one of them, and the other finds it decided.
  private Runnable decide(Incoming message) {
    int choice = chance.below(4);
    return () -> {
      if (!message.undecided) {
        return;
      }
      if (choice == 0 && !message.putOff) {
        message.putOff = true;
        node.apply(message, new IncomingFact.PutOff(Question.MATCHING, "tomorrow", "Bo"));
      } else if (choice == 1 && !message.told) {
        message.told = true;
        node.apply(message, new IncomingFact.Undecided(Question.MATCHING, "yesterday"));
      } else {
        message.undecided = false;
        boolean known = ((Payload.Letter) message.envelope.payload()).known();
        node.apply(
                message,
                new IncomingFact.Decided(
                    Question.MATCHING, known ? "30001" : "30002", known, "whose", "Bo", BOTH))
            .forEach(order -> answer(message, (Order.SendAnswer) order));
      }
    };
  }

  /** What a message turned out to be, and what else is to be written when that is applied. */
  private record Found(IncomingFact fact, Runnable writes) {}

  private Runnable read(Incoming message, int claim) {
    if (chance.fails(5)) {
      return () ->
          apply(message, claim, new Found(new IncomingFact.Delayed("disk full"), () -> {}));
    }
    if (chance.fails(2)) {
      return () ->
          apply(message, claim, new Found(new IncomingFact.Damaged("a bit flipped."), () -> {}));
    }
    IncomingFact first = find(message).fact;
    return () -> {
      // The database holds two of one id apart: who comes second looks again.
      Found now = find(message);
      if (now.fact.equals(first)) {
        apply(message, claim, now);
      } else if (message.holds(claim)) {
        chance.note(() -> node.mailbox + ": " + message.envelope + " is read anew");
        message.release();
      }
    };
  }

  private void apply(Incoming message, int claim, Found found) {
    if (!message.holds(claim)) {
      return;
    }
    message.release();
    if (found.fact instanceof IncomingFact.Copy
        && message.envelope.payload() instanceof Payload.Letter letter) {
      must(
          node.worklist.contains(new Entry(letter.documentId(), letter.content())),
          "{} is taken for a copy of what nobody has",
          letter);
    }
    List<Order> orders = node.apply(message, found.fact);
    found.writes.run();
    for (Order order : orders) {
      answer(message, (Order.SendAnswer) order);
    }
  }

  private void answer(Incoming message, Order.SendAnswer order) {
    Payload payload = message.envelope.payload();
    must(!(payload instanceof Payload.Reply), "the answer {} is answered", payload);
    must(
        !message.envelope.workflow().equals(Envelope.ANSWERS),
        "{}, which came as an answer, is answered",
        payload);
    must(
        message.answers.stream().allMatch(each -> each.infrastructure != order.infrastructure()),
        "{} is answered twice",
        payload);
    must(
        message.answers.stream().allMatch(each -> each.reply.code().equals("20013")),
        "{} is answered after a negative answer",
        payload);
    Payload.Reply reply =
        payload instanceof Payload.Letter letter
            ? new Payload.Reply(letter.messageId(), letter.reference(), order.code())
            : new Payload.Reply("", "", order.code());
    Answering answer =
        new Answering(
            order.infrastructure(),
            reply,
            OutgoingAnswer.posted(node.newId(), order.code(), message.envelope.from(), node.now));
    message.answers.add(answer);
    node.answers.add(answer);
    sending.postNext(answer, answer.lease());
  }

  private Found find(Incoming message) {
    return switch (message.envelope.payload()) {
      case Payload.Letter letter -> letter(message, letter);
      case Payload.Reply reply -> reply(message.envelope.from(), reply);
      case Payload.Report(String about, String code) -> report(about, code);
      case Payload.Noise() ->
          new Found(new IncomingFact.NotReadable("10009", "unreadable", "line 1"), () -> {});
    };
  }

  private Found letter(Incoming message, Payload.Letter letter) {
    // Another content under an id that is known is no copy, whoever sends it.
    Optional<String> sameMessage = Optional.ofNullable(node.seenMessages.get(letter.messageId()));
    if (sameMessage.isPresent()) {
      return sameMessage.get().equals(letter.content()) ? copy("20007") : sentBack("20006");
    }
    Optional<String> sameDocument =
        Optional.ofNullable(node.seenDocuments.get(letter.documentId()));
    if (sameDocument.isPresent()) {
      return sameDocument.get().equals(letter.content()) ? copy("20008") : sentBack("20006");
    }
    if (letter.faulty()) {
      if (letter.replaces().isEmpty()) {
        return sentBack("20009");
      }
      return node.seenDocuments.containsKey(letter.replaces())
          ? new Found(
              new IncomingFact.ReplacementFailed("20014", "a fault", "there", BOTH, "an entry"),
              () -> {})
          : sentBack("20014");
    }
    if (!letter.replaces().isEmpty() && !node.seenDocuments.containsKey(letter.replaces())) {
      return earlierUnread(message) && !message.value.patienceIsOver(node.now, ModelledNode.PACE)
          ? new Found(new IncomingFact.NotItsTurn(), () -> {})
          : sentBack("20014");
    }
    if (letter.documentId().hashCode() % 3 == 0) {
      return new Found(
          new IncomingFact.Held("an entry", Question.MATCHING, "doubtful", BOTH),
          () -> {
            file(letter);
            message.undecided = true;
          });
    }
    return new Found(
        new IncomingFact.Filed(
            "an entry", letter.known() ? "30001" : "30002", letter.known(), Optional.empty(), BOTH),
        () -> file(letter));
  }

  private void file(Payload.Letter letter) {
    node.worklist.add(new Entry(letter.documentId(), letter.content()));
    node.seenMessages.put(letter.messageId(), letter.content());
    node.seenDocuments.put(letter.documentId(), letter.content());
  }

  private boolean earlierUnread(Incoming message) {
    return node.arrivals.values().stream().anyMatch(at -> at < message.position)
        || node.received.values().stream()
            .anyMatch(
                each ->
                    each.value.state() == IncomingState.STORED && each.position < message.position);
  }

  private static Found copy(String code) {
    return new Found(new IncomingFact.Copy(code, "a copy", "seen", BOTH), () -> {});
  }

  private static Found sentBack(String code) {
    return new Found(new IncomingFact.SentBack(code, "a fault", "there", BOTH), () -> {});
  }

  private Found reply(String from, Payload.Reply reply) {
    List<Outgoing> byMessage =
        node.documents.stream()
            .filter(each -> each.messageIds.contains(reply.respondsTo()))
            .toList();
    List<Outgoing> byReference =
        node.documents.stream()
            .filter(each -> each.letter.reference().equals(reply.reference()))
            .toList();
    if (!byMessage.isEmpty()) {
      Outgoing document = byMessage.getFirst();
      return reply(
          document,
          reply,
          from,
          document.to.equals(from) ? Evidence.FROM_RECIPIENT : Evidence.FROM_ANOTHER_MAILBOX);
    }
    return byReference.size() == 1
        ? reply(byReference.getFirst(), reply, from, Evidence.REFERENCE_ONLY)
        : new Found(new IncomingFact.NotForUs("It answers nothing of ours."), () -> {});
  }

  private Found reply(Outgoing document, Payload.Reply reply, String from, Evidence evidence) {
    return new Found(
        new IncomingFact.AnswersDocument(reply.code(), document.value.id().toString()),
        () -> {
          DocumentFact fact =
              new DocumentFact.Answered(
                  Given.acknowledgement(reply.code()), evidence, from, "", Optional.empty());
          node.apply(document, fact);
          if (chance.fails(5)) {
            node.apply(document, fact);
          }
        });
  }

  private Found report(String about, String code) {
    for (Outgoing document : node.documents) {
      if (document.meshIds.contains(about)) {
        return new Found(
            new IncomingFact.ReportsOn(code, about),
            () -> node.apply(document, new DocumentFact.Undelivered(code, "lost")));
      }
      if (document.earlierMeshIds.contains(about)) {
        return new Found(
            new IncomingFact.ReportsOn(code, about),
            () -> node.apply(document, new DocumentFact.EarlierCopyUndelivered(code, "lost")));
      }
    }
    for (Answering answer : node.answers) {
      if (answer.meshIds.contains(about)) {
        return new Found(
            new IncomingFact.ReportsOn(code, about),
            () -> node.apply(answer, new AnswerFact.Undelivered(code, "lost")));
      }
      if (answer.earlierMeshIds.contains(about)) {
        return new Found(
            new IncomingFact.ReportsOn(code, about),
            () -> node.apply(answer, new AnswerFact.EarlierCopyUndelivered(code, "lost")));
      }
    }
    return new Found(new IncomingFact.NotForUs("It is about nothing of ours."), () -> {});
  }
}
