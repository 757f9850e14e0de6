package gpcm.node.traffic;

import gpcm.message.ResponseCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message, with nothing in it that tells of a patient.
 *
 * @param id this node's id of it: of a document, an answer or a received message
 * @param organisation ODS code of the organisation of this node that sends or received it
 * @param origin what it is of these
 * @param kind what it is
 * @param at when it came, or when it was taken in to be sent
 * @param state what has become of it, by the name that states of its origin have
 * @param code the code that it carries; of a document the latest that answered it
 * @param peer the address at the other end
 * @param recipient the organisation that a document names as its recipient, with its ODS code
 * @param workflow MESH's workflow id; empty where none is known, or it may not be shown
 * @param size its bytes
 * @param ids what it is called
 * @param confidential whether it is, carries or answers a confidential document
 */
public record TrafficMessage(
    UUID id,
    String organisation,
    Origin origin,
    MessageKind kind,
    Instant at,
    String state,
    Optional<String> code,
    ShownAddress peer,
    Optional<String> recipient,
    Optional<String> workflow,
    long size,
    Ids ids,
    boolean confidential) {
  /**
   * What a message is called. What does not have the form of such an id is not among it.
   *
   * @param mesh MESH's id
   * @param message id of the ITK3 message
   * @param document id of the document that it carries
   * @param conversation id of the encounter
   * @param linked MESH's id of the message that MESH reports on
   * @param earlierMesh MESH's ids of copies that went before
   * @param earlierMessages ids of the ITK3 messages that the document went in before
   */
  public record Ids(
      Optional<String> mesh,
      Optional<String> message,
      Optional<String> document,
      Optional<String> conversation,
      Optional<String> linked,
      List<String> earlierMesh,
      List<String> earlierMessages) {
    /** Copies the lists. */
    public Ids {
      earlierMesh = List.copyOf(earlierMesh);
      earlierMessages = List.copyOf(earlierMessages);
    }
  }

  /** The same, of whom nobody is told who is at the other end. */
  TrafficMessage concealed() {
    return new TrafficMessage(
        id,
        organisation,
        origin,
        kind,
        at,
        state,
        code,
        ShownAddress.CONCEALED,
        Optional.empty(),
        workflow,
        size,
        ids,
        confidential);
  }

  /** Which way it travels. */
  public Direction direction() {
    return origin.direction();
  }

  /**
   * Whether it tells that something went wrong, so that a person may look for what belongs to it.
   */
  public boolean wrong() {
    return switch (origin) {
      case DOCUMENT -> List.of("rejected", "failed", "overdue", "void").contains(state);
      case ANSWER -> state.equals("failed");
      case RECEIVED ->
          List.of("rejected", "unreadable", "unexpected").contains(state)
              || kind == MessageKind.MESH_REPORT
              || code.filter(TrafficMessage::negative).isPresent();
    };
  }

  private static boolean negative(String code) {
    return ResponseCode.of(code).filter(known -> !known.positive()).isPresent();
  }
}
