package gpcm.node.ledger;

import gpcm.exchange.AnswerFact;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.exchange.MailboxFact;
import gpcm.exchange.MailboxStanding;
import gpcm.exchange.Order;
import gpcm.exchange.OutgoingAnswer;
import gpcm.exchange.OutgoingDocument;
import gpcm.exchange.Pace;
import gpcm.exchange.Transition;
import gpcm.node.content.ContentStore;
import gpcm.node.ledger.StepResult.Change;
import gpcm.node.ledger.StepResult.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * One transaction's application of results: lock the cases they are about, decide, write. Rows are
 * locked in the order documents, answers, messages, mailboxes, and each by id, so that two
 * applications rarely wait for each other; one of two that do is done again. Belongs to one thread.
 */
final class Application {
  private final Handle handle;
  private final Instant now;
  private final Pace pace;
  private final String node;
  private final Happenings happenings;
  private final EventRows events;
  private final AlertRows alerts;
  private final SetWrite write = new SetWrite();
  private final Set<UUID> dropped = new HashSet<>();
  private final Set<UUID> cameToNothing = new HashSet<>();
  private final Set<UUID> moved = new HashSet<>();
  private final Map<UUID, DocumentCases.Held> documents = new LinkedHashMap<>();
  private final Map<UUID, AnswerCases.Held> answers = new LinkedHashMap<>();
  private final Set<UUID> voiding = new HashSet<>();
  private final List<Happenings.Image> images = new ArrayList<>();

  Application(Handle handle, Instant now, Pace pace, String node, Happenings happenings) {
    this.handle = handle;
    this.now = now;
    this.pace = pace;
    this.node = node;
    this.happenings = happenings;
    this.events = new EventRows(now);
    this.alerts = new AlertRows(now);
  }

  Set<UUID> dropped() {
    return dropped;
  }

  /** The documents that a fact made something else of, or of a copy of them. */
  Set<UUID> moved() {
    return moved;
  }

  void log() {
    events.log();
    alerts.log();
  }

  void apply(List<StepResult> results, ContentStore content) {
    lock(results);
    List<StepResult> fitting = results.stream().filter(this::fits).toList();
    List<byte[]> bytes = fitting.stream().flatMap(result -> result.bytes().stream()).toList();
    if (!bytes.isEmpty()) {
      content.putAll(handle, bytes);
    }
    fitting.forEach(result -> result.uploads().forEach(upload -> content.adopt(handle, upload)));
    List<Change.OfMessage> messages = new ArrayList<>();
    Map<String, List<MailboxFact>> mailboxes = new LinkedHashMap<>();
    for (StepResult result : fitting) {
      for (Change change : result.changes()) {
        switch (change) {
          case Change.OfDocument document -> decide(document);
          case Change.OfAnswer answer -> decide(answer);
          case Change.OfMessage message -> messages.add(message);
          case Change.OfMailbox(String organisation, MailboxFact fact) ->
              mailboxes.computeIfAbsent(organisation, unused -> new ArrayList<>()).add(fact);
        }
      }
      result
          .events()
          .forEach(
              each -> events.add(each.organisation(), each.of(), each.id(), List.of(each.event())));
      images.addAll(result.images());
      result
          .decided()
          .forEach(
              each ->
                  note(
                      each.organisation(),
                      EventRows.Of.RECEIVED,
                      each.received(),
                      each.transition()));
      result.rows().writeTo(write);
    }
    for (Change.OfMessage message : messages) {
      note(
          message.organisation(),
          EventRows.Of.RECEIVED,
          message.lease().id(),
          message.transition());
    }
    MessageCases.write(write, messages, now);
    mailboxes(mailboxes);
    finish();
  }

  private void lock(List<StepResult> results) {
    Set<UUID> documentIds = new HashSet<>();
    Set<UUID> resent = new HashSet<>();
    boolean stopping = false;
    Set<UUID> answerIds = new HashSet<>();
    List<Change.OfMessage> messages = new ArrayList<>();
    for (StepResult result : results) {
      for (Change change : result.changes()) {
        switch (change) {
          case Change.OfDocument document -> {
            documentIds.add(document.id());
            stopping |= mayStop(document.fact());
            if (document.fact() instanceof DocumentFact.Resent) {
              resent.add(document.id());
            }
          }
          case Change.OfAnswer answer -> answerIds.add(answer.id());
          case Change.OfMessage message -> messages.add(message);
          case Change.OfMailbox mailbox -> {}
        }
      }
    }
    if (!documentIds.isEmpty()) {
      documents.putAll(
          stopping
              ? DocumentCases.lockWithCopies(handle, documentIds)
              : DocumentCases.lock(handle, documentIds));
    }
    if (!resent.isEmpty()) {
      // Of an encounter only the newest version goes (GPCM-SD-CS-076).
      dropped.addAll(DocumentCases.overtaken(handle, resent));
    }
    if (!answerIds.isEmpty()) {
      answers.putAll(AnswerCases.lock(handle, answerIds));
    }
    if (!messages.isEmpty()) {
      Set<UUID> holding = MessageCases.guard(handle, messages);
      messages.stream()
          .map(message -> message.lease().id())
          .filter(id -> !holding.contains(id))
          .forEach(dropped::add);
    }
  }

  /** Whether it may keep a document from leaving, and its copy with it. */
  private static boolean mayStop(DocumentFact fact) {
    return switch (fact) {
      case DocumentFact.Updated updated -> true;
      case DocumentFact.TakenBack taken -> true;
      case DocumentFact.Deleted deleted -> true;
      case DocumentFact.Stopped stopped -> true;
      case DocumentFact.Checked checked -> true;
      default -> false;
    };
  }

  // What is made anew makes another copy: two of them would not be told for one.
  private void stopCopies(OutgoingDocument before, OutgoingDocument after, DocumentFact fact) {
    if (fact instanceof DocumentFact.Updated) {
      // Also of one that comes to nothing: something later of the consultation comes in its place.
      stopCopies(before.id(), DocumentFact.OriginalStopped.because(DocumentState.SUPERSEDED));
      return;
    }
    boolean stopped =
        (before.neverLeft() || before.state() == DocumentState.FAILED)
            && after.state().stopsCopies()
            && before.state() != after.state();
    if (stopped) {
      stopCopies(before.id(), DocumentFact.OriginalStopped.because(after.state()));
    }
  }

  private void stopCopies(UUID original, DocumentFact.OriginalStopped why) {
    for (DocumentCases.Held copy : List.copyOf(documents.values())) {
      if (copy.copyOf.filter(original::equals).isPresent() && copy.document.isStillHere()) {
        stopWithOriginal(copy, why);
        moved.add(original);
      }
    }
  }

  private void stopWithOriginal(DocumentCases.Held copy, DocumentFact.OriginalStopped why) {
    Transition<OutgoingDocument> transition = copy.document.after(why, now, pace(copy));
    copy.move(transition.next(), why, null, now);
    copy.revoke();
    note(copy.organisation, EventRows.Of.DOCUMENT, copy.document.id(), transition);
  }

  private boolean fits(StepResult result) {
    for (Change change : result.changes()) {
      boolean fits =
          switch (change) {
            case Change.OfDocument document -> {
              DocumentCases.Held held = documents.get(document.id());
              yield held != null
                  && !(document.fact() instanceof DocumentFact.Resent
                      && dropped.contains(document.id()))
                  && document.lease().map(lease -> lease.fence() == held.fence).orElse(true);
            }
            case Change.OfAnswer answer -> {
              AnswerCases.Held held = answers.get(answer.id());
              yield held != null
                  && answer.lease().map(lease -> lease.fence() == held.fence).orElse(true);
            }
            case Change.OfMessage message -> !dropped.contains(message.lease().id());
            case Change.OfMailbox mailbox -> true;
          };
      if (!fits) {
        result.lease().ifPresent(lease -> dropped.add(lease.id()));
        return false;
      }
    }
    return true;
  }

  private void decide(Change.OfDocument change) {
    DocumentCases.Held held = documents.get(change.id());
    OutgoingDocument before = held.document;
    Transition<OutgoingDocument> transition = before.after(change.fact(), now, pace(held));
    // A message made for what has become something else meanwhile is nobody's.
    boolean taken = !transition.events().isEmpty();
    held.move(
        transition.next(), change.fact(), change.built().filter(made -> taken).orElse(null), now);
    if (!before.equals(held.document)
        || (taken && change.fact() instanceof DocumentFact.Hastened)) {
      moved.add(change.id());
    }
    if (change.lease().isPresent() && change.hold() == Hold.RELEASED) {
      held.free();
    } else if (change.lease().isEmpty()
        && before.neverLeft()
        && !before.equals(held.document)
        && !(change.fact() instanceof DocumentFact.NotGoneOn)) {
      // What somebody makes of it meanwhile is of what it was before.
      held.revoke();
    }
    note(held.organisation, EventRows.Of.DOCUMENT, change.id(), transition);
    stopCopies(before, held.document, change.fact());
    if (before.state() == held.document.state()
        && !before.isStillHere()
        && held.document.isStillHere()) {
      cameToNothing.add(change.id());
    }
    if (transition.orders().stream().anyMatch(Order.VoidReplaced.class::isInstance)) {
      voiding.add(change.id());
    }
  }

  private Pace pace(DocumentCases.Held held) {
    return pace.but(held.deadlines);
  }

  private void decide(Change.OfAnswer change) {
    AnswerCases.Held held = answers.get(change.id());
    Transition<OutgoingAnswer> transition = held.answer.after(change.fact(), now, pace);
    held.move(transition.next(), change.fact());
    if (change.lease().isPresent() && change.hold() == Hold.RELEASED) {
      held.free();
    }
    note(held.organisation, EventRows.Of.RECEIVED, held.received, transition);
  }

  private void mailboxes(Map<String, List<MailboxFact>> facts) {
    if (facts.isEmpty()) {
      return;
    }
    Map<String, MailboxStanding> standings = MailboxCases.lock(handle, facts.keySet());
    standings.forEach(
        (organisation, standing) -> {
          MailboxStanding next = standing;
          String trouble = "";
          for (MailboxFact fact : facts.get(organisation)) {
            Transition<MailboxStanding> transition = next.after(fact, now, pace);
            next = transition.next();
            trouble =
                switch (fact) {
                  case MailboxFact.NotPolled(String reason, String waiting) -> reason;
                  case MailboxFact.NotPosted(String reason) -> reason;
                  case MailboxFact.Refused(String reason) -> reason;
                  case MailboxFact.Polled polled -> "";
                  case MailboxFact.Posted posted -> "";
                };
            alerts.add(organisation, EventRows.Of.RECEIVED, null, transition);
          }
          if (!next.equals(standing)) {
            MailboxCases.write(write, organisation, next, trouble, now);
          }
        });
  }

  private void note(String organisation, EventRows.Of of, UUID id, Transition<?> transition) {
    events.add(organisation, of, id, transition.events());
    alerts.add(organisation, of, id, transition);
  }

  /** Posting of these begins: this node takes them. */
  List<Lease> beginPosting(
      List<DocumentCases.Held> claimedDocuments, List<AnswerCases.Held> claimedAnswers) {
    List<Lease> leases = new ArrayList<>(beginDocuments(claimedDocuments));
    leases.addAll(beginAnswers(claimedAnswers));
    return leases;
  }

  private List<Lease> beginDocuments(List<DocumentCases.Held> claimed) {
    List<Lease> leases = new ArrayList<>();
    for (DocumentCases.Held held : claimed) {
      documents.put(held.document.id(), held);
      DocumentFact begun = new DocumentFact.PostingBegun();
      Transition<OutgoingDocument> transition = held.document.after(begun, now, pace(held));
      held.move(transition.next(), begun, null, now);
      held.take();
      note(held.organisation, EventRows.Of.DOCUMENT, held.document.id(), transition);
      leases.add(held.lease());
    }
    return leases;
  }

  private List<Lease> beginAnswers(List<AnswerCases.Held> claimed) {
    List<Lease> leases = new ArrayList<>();
    for (AnswerCases.Held held : claimed) {
      answers.put(held.answer.id(), held);
      AnswerFact begun = new AnswerFact.PostingBegun();
      Transition<OutgoingAnswer> transition = held.answer.after(begun, now, pace);
      held.move(transition.next(), begun);
      held.take();
      note(held.organisation, EventRows.Of.RECEIVED, held.received, transition);
      leases.add(held.lease());
    }
    return leases;
  }

  /** Writes everything that was decided, in one statement. */
  void finish() {
    if (!voiding.isEmpty()) {
      voidReplaced();
    }
    if (!cameToNothing.isEmpty()) {
      // A copy that was about to leave when its original was stopped, and has not left.
      DocumentCases.stoppedOriginals(handle, cameToNothing)
          .forEach((copy, why) -> stopWithOriginal(documents.get(copy), why));
    }
    DocumentCases.write(write, documents.values(), now, node);
    AnswerCases.write(write, answers.values(), node);
    events.writeTo(write);
    alerts.writeTo(write);
    write.run(handle);
    happenings.write(handle, events.happened(), images);
  }

  // GPCM-SD-025: neither of the two counts any more.
  private void voidReplaced() {
    Map<UUID, DocumentCases.Held> replaced = new HashMap<>();
    DocumentCases.lockReplaced(handle, voiding)
        .forEach(
            (replacement, originals) -> {
              for (DocumentCases.Held found : originals) {
                DocumentCases.Held held =
                    documents.getOrDefault(
                        found.document.id(), replaced.getOrDefault(found.document.id(), found));
                DocumentFact fact = new DocumentFact.ReplacementFailed(replacement.toString());
                Transition<OutgoingDocument> transition =
                    held.document.after(fact, now, pace(held));
                held.move(transition.next(), fact, null, now);
                note(held.organisation, EventRows.Of.DOCUMENT, held.document.id(), transition);
                replaced.put(held.document.id(), held);
              }
            });
    documents.putAll(replaced);
  }
}
