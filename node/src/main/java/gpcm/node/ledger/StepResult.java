package gpcm.node.ledger;

import gpcm.exchange.AnswerFact;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.Event;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.MailboxFact;
import gpcm.exchange.Transition;
import gpcm.node.content.PreparedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What came of one case's step: facts, new bytes and new rows that are applied together or not at
 * all. When the case's lease is no longer this node's, none of it counts. Belongs to one thread
 * until it is applied.
 */
public final class StepResult {

  /** What becomes of a lease with the fact. */
  public enum Hold {
    /** The case is free for its next step. */
    RELEASED,
    /** This node goes on with the next step itself. */
    KEPT
  }

  /** A change of one case. */
  sealed interface Change {
    record OfDocument(
        UUID id, Optional<Lease> lease, DocumentFact fact, Hold hold, Optional<BuiltColumns> built)
        implements Change {}

    record OfAnswer(UUID id, Optional<Lease> lease, AnswerFact fact, Hold hold) implements Change {}

    record OfMessage(
        Lease lease,
        String organisation,
        Transition<IncomingMessage> transition,
        ReadColumns columns)
        implements Change {}

    record OfMailbox(String organisation, MailboxFact fact) implements Change {}
  }

  private final List<Change> changes = new ArrayList<>();
  private final List<byte[]> bytes = new ArrayList<>();
  private final List<PreparedContent> uploads = new ArrayList<>();
  private final SetRows rows = new SetRows();
  private final List<NewEvent> events = new ArrayList<>();
  private final List<Decided> decided = new ArrayList<>();
  private final List<Happenings.Image> images = new ArrayList<>();

  /** What follows for a message that was read earlier, of which a row is locked. */
  record Decided(String organisation, UUID received, Transition<IncomingMessage> transition) {}

  /** An event of a case that is not changed by this result itself. */
  record NewEvent(String organisation, EventRows.Of of, UUID id, Event event) {}

  /** A step of a document under this node's lease; afterwards it is free for its next step. */
  public StepResult document(Lease lease, DocumentFact fact) {
    changes.add(
        new Change.OfDocument(
            lease.id(), Optional.of(lease), fact, Hold.RELEASED, Optional.empty()));
    return this;
  }

  /** The document's message was built. */
  public StepResult built(Lease lease, DocumentFact.Built fact, BuiltColumns built) {
    Hold hold = fact.postedNext() ? Hold.KEPT : Hold.RELEASED;
    changes.add(
        new Change.OfDocument(lease.id(), Optional.of(lease), fact, hold, Optional.of(built)));
    return this;
  }

  /** Another message was made for a document that is sent again. */
  public StepResult renewed(Lease lease, DocumentFact.Renewed fact, BuiltColumns built) {
    changes.add(
        new Change.OfDocument(
            lease.id(), Optional.of(lease), fact, Hold.RELEASED, Optional.of(built)));
    return this;
  }

  /** Something that happened to a document whoever works on it now. */
  public StepResult document(UUID id, DocumentFact fact) {
    changes.add(new Change.OfDocument(id, Optional.empty(), fact, Hold.RELEASED, Optional.empty()));
    return this;
  }

  /** A step of an answer under this node's lease; afterwards it is free for its next step. */
  public StepResult answer(Lease lease, AnswerFact fact) {
    changes.add(new Change.OfAnswer(lease.id(), Optional.of(lease), fact, Hold.RELEASED));
    return this;
  }

  /** Something that happened to an answer whoever works on it now. */
  public StepResult answer(UUID id, AnswerFact fact) {
    changes.add(new Change.OfAnswer(id, Optional.empty(), fact, Hold.RELEASED));
    return this;
  }

  /**
   * A received message was read.
   *
   * @param transition as decided for the message of the lease: nobody else changes it meanwhile
   */
  public StepResult message(
      Lease lease,
      String organisation,
      Transition<IncomingMessage> transition,
      ReadColumns columns) {
    changes.add(new Change.OfMessage(lease, organisation, transition, columns));
    return this;
  }

  /** Something that happened between a mailbox and MESH. */
  public StepResult mailbox(String organisation, MailboxFact fact) {
    changes.add(new Change.OfMailbox(organisation, fact));
    return this;
  }

  /** Bytes to keep. */
  public StepResult bytes(byte[] content) {
    bytes.add(content);
    return this;
  }

  /** Bytes that were streamed in beforehand. */
  public StepResult bytes(PreparedContent content) {
    uploads.add(content);
    return this;
  }

  /** A row of another table. */
  public StepResult write(TableWrite table, Row row) {
    rows.add(table, row);
    return this;
  }

  /** An event of a document that comes into being with this result. */
  public StepResult event(String organisation, UUID document, Event event) {
    events.add(new NewEvent(organisation, EventRows.Of.DOCUMENT, document, event));
    return this;
  }

  /** An event of a message that was received earlier. */
  public StepResult eventOfReceived(String organisation, UUID received, Event event) {
    events.add(new NewEvent(organisation, EventRows.Of.RECEIVED, received, event));
    return this;
  }

  /**
   * Something that was decided about a message that was received and read earlier; whoever decides
   * holds a lock on what it stands on.
   */
  public StepResult decided(
      String organisation, UUID received, Transition<IncomingMessage> transition) {
    decided.add(new Decided(organisation, received, transition));
    return this;
  }

  /** An image that came with it. */
  public StepResult image(Happenings.Image image) {
    images.add(image);
    return this;
  }

  List<Happenings.Image> images() {
    return images;
  }

  List<Decided> decided() {
    return decided;
  }

  List<Change> changes() {
    return changes;
  }

  List<byte[]> bytes() {
    return bytes;
  }

  List<PreparedContent> uploads() {
    return uploads;
  }

  SetRows rows() {
    return rows;
  }

  List<NewEvent> events() {
    return events;
  }

  /** The lease this result stands on, if it does. */
  Optional<Lease> lease() {
    return changes.stream()
        .flatMap(
            change ->
                switch (change) {
                  case Change.OfDocument document -> document.lease().stream();
                  case Change.OfAnswer answer -> answer.lease().stream();
                  case Change.OfMessage message -> java.util.stream.Stream.of(message.lease());
                  case Change.OfMailbox mailbox -> java.util.stream.Stream.empty();
                })
        .findFirst();
  }
}
