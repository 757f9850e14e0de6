package gpcm.exchange;

import gpcm.exchange.Payload.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;

/**
 * One side as the machines meet it: what its database keeps, and the one way to change it. What it
 * works on between a claim and its apply is lost when it crashes; nothing else is.
 */
final class ModelledNode {
  static final Pace PACE =
      new Pace(
          Deadlines.usual()
              .but(
                  Map.of(
                      Deadline.INFRASTRUCTURE, Duration.ofMinutes(5),
                      Deadline.BUSINESS, Duration.ofMinutes(10),
                      Deadline.PROVIDER, Duration.ofMinutes(10),
                      Deadline.NOT_ACCEPTED, Duration.ofMinutes(2),
                      Deadline.NOT_COLLECTED, Duration.ofMinutes(2),
                      Deadline.UNDELIVERED, Duration.ofMinutes(8),
                      Deadline.TRACKING, Duration.ofMinutes(1),
                      Deadline.TRACKING_AGAIN, Duration.ofMinutes(1),
                      Deadline.CONFIRMATION, Duration.ofHours(6),
                      Deadline.HELD, Duration.ofDays(1))),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(2));

  /** What can be claimed: by one at a time, and who was thought dead brings its result in vain. */
  static class Claimable {
    private boolean leased;
    private int fence;

    int lease() {
      leased = true;
      return ++fence;
    }

    boolean free() {
      return !leased;
    }

    boolean holds(int claim) {
      return leased && fence == claim;
    }

    void release() {
      leased = false;
    }
  }

  /** A document on its way. */
  static final class Outgoing extends Claimable {
    final String to;
    Payload.Letter letter;
    final Set<String> messageIds = new HashSet<>();

    /** Whether its message is still to be made anew. */
    boolean renew;

    final Optional<Outgoing> replaces;
    final Set<String> meshIds = new HashSet<>();
    final Set<String> earlierMeshIds = new HashSet<>();
    final Set<String> events = new HashSet<>();
    final Set<String> answers = new HashSet<>();
    OutgoingDocument value;

    /** Those that were begun and are not known to have come to nothing. */
    int attempts;

    /** How many of them were of an earlier message than the present one. */
    int earlier;

    Outgoing(
        String to, Payload.Letter letter, Optional<Outgoing> replaces, OutgoingDocument value) {
      this.to = to;
      this.letter = letter;
      this.messageIds.add(letter.messageId());
      this.replaces = replaces;
      this.value = value;
    }
  }

  /** A received message. */
  static final class Incoming extends Claimable {
    final Envelope envelope;
    final int position;
    final List<Answering> answers = new ArrayList<>();
    IncomingMessage value;

    /** Whether a person has still to decide about it. */
    boolean undecided;

    boolean putOff;
    boolean told;

    Incoming(Envelope envelope, int position, IncomingMessage value) {
      this.envelope = envelope;
      this.position = position;
      this.value = value;
    }
  }

  /** An answer on its way. */
  static final class Answering extends Claimable {
    final boolean infrastructure;
    final Payload.Reply reply;
    final Set<String> meshIds = new HashSet<>();
    final Set<String> earlierMeshIds = new HashSet<>();
    OutgoingAnswer value;

    Answering(boolean infrastructure, Payload.Reply reply, OutgoingAnswer value) {
      this.infrastructure = infrastructure;
      this.reply = reply;
      this.value = value;
    }
  }

  /** A line of the worklist. */
  record Entry(String documentId, String content) {}

  final String mailbox;
  final Chance chance;
  final List<Outgoing> documents = new ArrayList<>();
  final Map<String, Incoming> received = new LinkedHashMap<>();
  final List<Answering> answers = new ArrayList<>();
  final Map<String, Integer> arrivals = new LinkedHashMap<>();
  final List<Entry> worklist = new ArrayList<>();
  final Map<String, String> seenMessages = new HashMap<>();
  final Map<String, String> seenDocuments = new HashMap<>();
  final Set<String> open = new HashSet<>();
  final Set<Object> reached;
  MailboxStanding standing;
  Instant now;
  private int ids;

  ModelledNode(String mailbox, Chance chance, Set<Object> reached, Instant now) {
    this.mailbox = mailbox;
    this.chance = chance;
    this.reached = reached;
    this.now = now;
    this.standing = MailboxStanding.good(mailbox);
  }

  UUID newId() {
    return new UUID(mailbox.charAt(0), ++ids);
  }

  /** The process dies and another starts: what was claimed is free again. */
  void crash() {
    documents.forEach(Claimable::release);
    received.values().forEach(Claimable::release);
    answers.forEach(Claimable::release);
  }

  void apply(Outgoing document, DocumentFact fact) {
    OutgoingDocument before = document.value;
    Transition<OutgoingDocument> transition = before.after(fact, now, PACE);
    OutgoingDocument after = transition.next();
    chance.note(
        () ->
            "%s: %s %s and %s%s"
                .formatted(
                    mailbox,
                    document.letter.documentId(),
                    brief(before),
                    fact,
                    told(transition, brief(after))));
    reached.add(fact.getClass());
    reached.add(after.state());
    if (!transition.events().isEmpty()) {
      Transition<OutgoingDocument> again = after.after(fact, now, PACE);
      must(
          again.next().state() == after.state() && again.orders().isEmpty(),
          "told twice, {} moves a document again",
          fact);
    }
    must(
        before.state() == after.state() || !transition.events().isEmpty(),
        "a document became {} without an event",
        after.state());
    document.attempts +=
        switch (fact) {
          case DocumentFact.PostingBegun() when before.state() == DocumentState.BUILT -> 1;
          case DocumentFact.Built(String detail, boolean postedNext)
              when before.state() == DocumentState.ACCEPTED ->
              postedNext ? 1 : 0;
          case DocumentFact.Delayed d
              when before.state() == DocumentState.BUILT && before.posting() == Posting.BEGUN ->
              -1;
          case DocumentFact.Unreachable u when before.state() == DocumentState.BUILT -> -1;
          case DocumentFact.Held h when before.state() == DocumentState.BUILT -> -1;
          case DocumentFact.Refused r when before.state() == DocumentState.BUILT -> -1;
          case DocumentFact.Damaged d when before.state() == DocumentState.BUILT -> -1;
          default -> 0;
        };
    if (fact instanceof DocumentFact.Answered answered
        && answered.evidence() == Evidence.FROM_RECIPIENT) {
      document.answers.add(answered.acknowledgement().code());
    }
    if (fact instanceof DocumentFact.Resent && after.state() != before.state()) {
      document.earlierMeshIds.addAll(document.meshIds);
      document.meshIds.clear();
      document.renew = true;
      document.earlier = document.attempts;
    }
    document.renew &= after.state() == DocumentState.BUILT;
    must(
        after.state() != DocumentState.BUILT
            || after.posting() == Posting.NONE
            || document.attempts > document.earlier,
        "nothing of its present message has left, and it counts as if it had");
    document.value = after;
    transition.events().forEach(event -> document.events.add(event.kind()));
    tell(transition);
    must(
        switch (after.state()) {
          case OVERDUE -> isOpen("overdue/", after.id());
          case FAILED -> isOpen("failed/", after.id());
          case REJECTED -> isOpen("rejected/", after.id());
          default -> true;
        },
        "a document is {} and nobody is told",
        after.state());
    for (Order order : transition.orders()) {
      must(order.equals(new Order.VoidReplaced()), "a document orders {}", order);
      document.replaces.ifPresent(
          replaced -> apply(replaced, new DocumentFact.ReplacementFailed(after.id().toString())));
    }
  }

  private static String brief(OutgoingDocument document) {
    return document.state().text() + "/" + document.posting().text() + document.posts();
  }

  List<Order> apply(Incoming message, IncomingFact fact) {
    IncomingMessage before = message.value;
    Transition<IncomingMessage> transition = before.after(fact, now, PACE);
    chance.note(
        () ->
            "%s: received %s %s and %s%s"
                .formatted(
                    mailbox,
                    before.meshMessageId(),
                    before.state().text(),
                    fact,
                    told(transition, transition.next().state().text())));
    reached.add(fact.getClass());
    reached.add(transition.next().state());
    // That a person decides once is the matter of the row that is locked for it.
    Transition<IncomingMessage> again = transition.next().after(fact, now, PACE);
    must(
        again.next().state() == transition.next().state()
            && (again.orders().isEmpty() || fact instanceof IncomingFact.Decided),
        "told twice, {} moves a message again",
        fact);
    must(
        before.state() == transition.next().state() || !transition.events().isEmpty(),
        "a message became {} without an event",
        transition.next().state());
    message.value = transition.next();
    tell(transition);
    return transition.orders();
  }

  void apply(Answering answer, AnswerFact fact) {
    OutgoingAnswer before = answer.value;
    Transition<OutgoingAnswer> transition = before.after(fact, now, PACE);
    chance.note(
        () ->
            "%s: answer %s %s and %s%s"
                .formatted(
                    mailbox,
                    answer.reply,
                    before.state().text(),
                    fact,
                    told(transition, transition.next().state().text())));
    reached.add(fact.getClass());
    reached.add(transition.next().state());
    must(
        transition.next().after(fact, now, PACE).next().state() == transition.next().state(),
        "told twice, {} moves an answer again",
        fact);
    must(
        before.state() == transition.next().state() || !transition.events().isEmpty(),
        "an answer became {} without an event",
        transition.next().state());
    if (fact instanceof AnswerFact.Resent && transition.next().state() != before.state()) {
      answer.earlierMeshIds.addAll(answer.meshIds);
      answer.meshIds.clear();
    }
    answer.value = transition.next();
    tell(transition);
  }

  void apply(MailboxFact fact) {
    reached.add(fact.getClass());
    Transition<MailboxStanding> transition = standing.after(fact, now, PACE);
    if (!transition.next().equals(standing)) {
      chance.note(() -> mailbox + ": mailbox and " + fact + told(transition, "changed"));
    }
    standing = transition.next();
    tell(transition);
  }

  private void tell(Transition<?> transition) {
    transition.mended().forEach(open::remove);
    for (AlertText alert : transition.raised()) {
      open.add(alert.problem());
      reached.add(alert.problem().replaceFirst("/.*", ""));
    }
  }

  boolean isOpen(String kind, UUID id) {
    return !open.isEmpty() && open.contains(kind + id);
  }

  private static String told(Transition<?> transition, String state) {
    return " -> "
        + state
        + (transition.events().isEmpty()
            ? ""
            : ", events " + transition.events().stream().map(Event::kind).toList())
        + (transition.raised().isEmpty() ? "" : ", raised " + transition.raised())
        + (transition.mended().isEmpty() ? "" : ", mended " + transition.mended())
        + (transition.orders().isEmpty() ? "" : ", orders " + transition.orders());
  }

  static void must(boolean holds, String broken, Object... about) {
    if (!holds) {
      String told = broken;
      for (Object each : about) {
        told = told.replaceFirst("\\{}", Matcher.quoteReplacement(each.toString()));
      }
      throw new BrokenPromise(told);
    }
  }

  /** Something that must always hold does not. */
  static final class BrokenPromise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPromise(String what) {
      super(what);
    }
  }
}
