package gpcm.node.sending;

import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.OutgoingMessage;
import gpcm.node.mailbox.PostingListener;
import gpcm.node.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Moves documents along as MESH takes them and answers come back. Each method runs inside the
 * transaction that records its cause. Thread-safe.
 */
final class Progress implements PostingListener {
  private final Documents documents;
  private final Timeline timeline;
  private final Alerts alerts;
  private final InstantSource clock;
  private final Duration infrastructureDeadline;
  private final Duration businessDeadline;

  Progress(
      Documents documents,
      Timeline timeline,
      Alerts alerts,
      InstantSource clock,
      Duration infrastructureDeadline,
      Duration businessDeadline) {
    this.documents = documents;
    this.timeline = timeline;
    this.alerts = alerts;
    this.clock = clock;
    this.infrastructureDeadline = infrastructureDeadline;
    this.businessDeadline = businessDeadline;
  }

  // Over MESH messages keep their order, so a version that leaves after the one it replaces arrives
  // after it too.
  @Override
  public boolean mayGo(Transaction transaction, OutgoingMessage message) {
    return !documents.replacesOneNotSent(transaction.handle(), message.document().orElseThrow());
  }

  @Override
  public void handedOver(Transaction transaction, OutgoingMessage message, String pair) {
    onItsWay(
        transaction,
        message,
        Optional.empty(),
        new Step("handed-over", "it waits for the MESH file client as " + pair));
  }

  @Override
  public void sent(Transaction transaction, OutgoingMessage message, String meshMessageId) {
    onItsWay(
        transaction,
        message,
        Optional.of(meshMessageId),
        new Step("sent", "MESH took it as message " + meshMessageId));
  }

  /** What the timeline says. */
  private record Step(String kind, String detail) {}

  private void onItsWay(
      Transaction transaction, OutgoingMessage message, Optional<String> meshMessageId, Step step) {
    Handle handle = transaction.handle();
    OutboxDocument document = document(handle, message);
    // An acknowledgement can be here before we have recorded that MESH took the message.
    boolean first = document.state() == DocumentState.BUILT;
    documents.sent(
        handle,
        document.id(),
        meshMessageId,
        first ? DocumentState.SENT : document.state(),
        first ? Optional.of(clock.instant().plus(infrastructureDeadline)) : Optional.empty());
    timeline.ofDocument(handle, document.organisation(), document.id(), step.kind(), step.detail());
  }

  @Override
  public void postingAgain(Transaction transaction, OutgoingMessage message) {
    OutboxDocument document = document(transaction.handle(), message);
    timeline.ofDocument(
        transaction.handle(),
        document.organisation(),
        document.id(),
        "posting-again",
        "how the earlier attempt ended is not known; the same message goes again and a copy is told"
            + " by its id");
  }

  @Override
  public void refused(Transaction transaction, OutgoingMessage message, String reason) {
    fail(
        transaction,
        document(transaction.handle(), message),
        reason,
        "Mend the cause that MESH names and submit the consultation again.");
  }

  private OutboxDocument document(Handle handle, OutgoingMessage message) {
    return documents.lock(handle, message.document().orElseThrow()).orElseThrow();
  }

  /** The document cannot reach its receiver: a person is told why and what to do (GPCM-SD-034). */
  void fail(Transaction transaction, OutboxDocument document, String reason, String whatToDo) {
    Handle handle = transaction.handle();
    documents.state(
        handle, document.id(), DocumentState.FAILED, Optional.of(reason), Optional.empty());
    timeline.ofDocument(handle, document.organisation(), document.id(), "failed", reason);
    alerts.aboutDocument(
        handle,
        document.organisation(),
        document.id(),
        new Alerts.Told(
            Told.failed(document),
            "Not delivered: the report on " + Told.who(document),
            reason,
            whatToDo));
  }

  @Override
  public void undelivered(
      Transaction transaction, OutgoingMessage message, String code, String description) {
    MeshReport meaning = MeshReport.of(code, description);
    OutboxDocument document = document(transaction.handle(), message);
    if (document.acknowledgements().infrastructure().isPresent()) {
      // The receiver has answered, so whatever MESH could not deliver was another copy.
      timeline.ofDocument(
          transaction.handle(),
          document.organisation(),
          document.id(),
          "mesh-report",
          "code " + meaning.code() + " about a message the receiver has already answered");
      return;
    }
    fail(
        transaction,
        document,
        meaning.reason() + " (MESH code " + meaning.code() + ")",
        meaning.whatToDo());
  }

  /**
   * Matches an ITK3 response to its document and moves the document on. Order does not matter: the
   * business acknowledgement may come first.
   *
   * @return the document; empty when the response belongs to none of ours
   */
  Optional<OutboxDocument> answered(
      Transaction transaction, String organisation, ItkResponse response) {
    Optional<OutboxDocument> matched = match(transaction.handle(), organisation, response);
    matched.ifPresent(document -> apply(transaction, document, response));
    return matched;
  }

  // First by MessageHeader.response.identifier, then by SenderReference when that names one message
  // only.
  private Optional<OutboxDocument> match(Handle handle, String organisation, ItkResponse response) {
    Optional<OutboxDocument> byMessage =
        response.respondsTo().flatMap(id -> documents.lockByMessageId(handle, organisation, id));
    if (byMessage.isPresent()) {
      return byMessage;
    }
    List<OutboxDocument> byEncounter =
        response
            .senderReference()
            .map(reference -> documents.lockByEncounter(handle, organisation, reference))
            .orElse(List.of());
    return byEncounter.size() == 1 ? Optional.of(byEncounter.getFirst()) : Optional.empty();
  }

  private void apply(Transaction transaction, OutboxDocument document, ItkResponse response) {
    Handle handle = transaction.handle();
    Answer answer = answer(response);
    String kind = answer.infrastructure() ? "infrastructure" : "business";
    timeline.ofDocument(
        handle,
        document.organisation(),
        document.id(),
        kind + "-acknowledgement",
        answer.code() + " " + display(answer.code()));
    if (answer.duplicate()) {
      return;
    }
    Acknowledgements all = Acknowledgements.of(document.acknowledgements()).with(answer);
    documents.acknowledgements(handle, document.id(), all);
    DocumentState state = all.stateAfter(document.state());
    if (state == document.state()) {
      return;
    }
    Optional<String> failure =
        state == DocumentState.REJECTED
            ? Optional.of(rejection(answer, response))
            : Optional.empty();
    documents.state(handle, document.id(), state, failure, nextDeadline(state));
    timeline.ofDocument(handle, document.organisation(), document.id(), state.text(), "");
    alerts.mended(handle, document.organisation(), Told.overdue(document));
    if (answer.code().equals(ResponseCode.REPLACEMENT_FAILED.code())) {
      voidReplaced(handle, document);
      tellRejected(
          handle,
          document,
          failure.orElseThrow(),
          "Treat this document and the one it was to replace as void: the practice does not act on"
              + " either. Submit the current consultation as a new document that replaces none.");
    } else if (state == DocumentState.REJECTED) {
      tellRejected(
          handle,
          document,
          failure.orElseThrow(),
          "Mend what the answer names and submit the consultation again, or tell the practice by"
              + " other means. Sending it again unchanged will not help.");
    } else {
      alerts.mended(handle, document.organisation(), Told.failed(document));
    }
  }

  private Optional<java.time.Instant> nextDeadline(DocumentState state) {
    return state == DocumentState.INFRASTRUCTURE_ACKNOWLEDGED
        ? Optional.of(clock.instant().plus(businessDeadline))
        : Optional.empty();
  }

  private static Answer answer(ItkResponse response) {
    String code = response.codeText().orElse("");
    return new Answer(
        code,
        response.kind().orElse(ResponseCode.Kind.INFRASTRUCTURE)
            == ResponseCode.Kind.INFRASTRUCTURE,
        response.positive());
  }

  private static String display(String code) {
    return ResponseCode.of(code).map(ResponseCode::display).orElse("(a code we do not know)");
  }

  private static String rejection(Answer answer, ItkResponse response) {
    return answer.code()
        + " "
        + display(answer.code())
        + response.diagnostics().map(text -> ": " + text).orElse("");
  }

  // GPCM-SD-025: neither of the two counts any more.
  private void voidReplaced(Handle handle, OutboxDocument replacement) {
    for (UUID replaced : documents.voidReplaced(handle, replacement.id())) {
      timeline.ofDocument(
          handle,
          replacement.organisation(),
          replaced,
          DocumentState.VOID.text(),
          "its replacement, document " + replacement.id() + ", could not be processed");
    }
  }

  private void tellRejected(
      Handle handle, OutboxDocument document, String reason, String whatToDo) {
    alerts.aboutDocument(
        handle,
        document.organisation(),
        document.id(),
        new Alerts.Told(
            Told.rejected(document),
            "Not accepted by the receiver: the report on " + Told.who(document),
            document.patient().registeredPractice() + " answered " + reason,
            whatToDo));
  }
}
