package gpcm.node.web;

import gpcm.exchange.AnswerState;
import gpcm.exchange.DocumentState;
import gpcm.exchange.IncomingState;
import gpcm.exchange.MeshReport;
import gpcm.message.ResponseCode;
import gpcm.node.traffic.Direction;
import gpcm.node.traffic.MessageKind;
import gpcm.node.traffic.ShownAddress;
import gpcm.node.traffic.TrafficMessage;
import java.util.Locale;

/** How messages are told of to people, without anything of a patient. */
final class MessageWords {
  private MessageWords() {}

  static String kind(MessageKind kind) {
    return switch (kind) {
      case DOCUMENT -> "Document";
      case INFRASTRUCTURE_RESPONSE -> "Infrastructure response";
      case BUSINESS_RESPONSE -> "Business response";
      case MESH_REPORT -> "MESH report";
      case OTHER -> "Other message";
    };
  }

  static String direction(Direction direction) {
    return switch (direction) {
      case SENT -> "Sent";
      case RECEIVED -> "Received";
    };
  }

  /** What it is and which way it goes. */
  static String title(TrafficMessage message) {
    return kind(message.kind()) + ", " + direction(message.direction()).toLowerCase(Locale.ENGLISH);
  }

  static String state(TrafficMessage message) {
    return switch (message.origin()) {
      case DOCUMENT -> state(DocumentState.of(message.state()));
      case ANSWER ->
          switch (AnswerState.of(message.state())) {
            case WAITING -> "Waits to leave";
            case SENT -> "MESH has it";
            case FAILED -> "Could not be delivered";
          };
      case RECEIVED ->
          switch (IncomingState.of(message.state())) {
            case STORED -> "Waits to be read";
            case ACCEPTED -> "Filed in the worklist";
            case REJECTED -> "Sent back";
            case DUPLICATE -> "Was here before";
            case UNREADABLE -> "Could not be read";
            case RESPONSE -> "Noted with its document";
            case REPORT -> "Noted with its message";
            case UNEXPECTED -> "Nothing this node can use";
          };
    };
  }

  private static String state(DocumentState state) {
    return switch (state) {
      case BUILT -> "Waits to leave";
      case SENT -> "MESH has it, no answer yet";
      case INFRASTRUCTURE_ACKNOWLEDGED -> "Arrived, answer about the patient is awaited";
      case COMPLETED -> "Accepted";
      case REJECTED -> "Not accepted";
      case FAILED -> "Did not get there";
      case OVERDUE -> "No answer in time";
      case VOID -> "Void, not to be relied on";
      case OTHER_ROUTE -> "Got there in another way";
      case GIVEN_UP -> "Given up by a person";
      case UNCONFIRMED, WAITING, HELD, ACCEPTED, WITHDRAWN, NOT_SENT, SUPERSEDED ->
          Display.words(state.text());
    };
  }

  static String colour(TrafficMessage message) {
    if (message.wrong()) {
      return "red";
    }
    return switch (message.state()) {
      case "completed", "accepted", "response" -> "green";
      case "duplicate", "withdrawn", "not-sent", "superseded", "other-route", "given-up" -> "grey";
      default -> "blue";
    };
  }

  /** What a code says; the code itself stands before it. */
  static String code(String code) {
    return ResponseCode.of(code)
        .map(ResponseCode::display)
        .orElseGet(
            () ->
                code.matches("[123][0-9]{4}")
                    ? "A code of no list"
                    : Display.sentence(
                            MeshReport.of(code, "it gives no reason that we know").reason())
                        .replaceFirst("\\.$", ""));
  }

  static String from(TrafficMessage message, OrganisationNames names) {
    return message.direction() == Direction.SENT
        ? names.inFull(message.organisation())
        : address(message.peer());
  }

  static String to(TrafficMessage message, OrganisationNames names) {
    if (message.direction() == Direction.RECEIVED) {
      return names.inFull(message.organisation());
    }
    return message.recipient().orElseGet(() -> address(message.peer()));
  }

  static String address(ShownAddress address) {
    return switch (address.kind()) {
      case MAILBOX -> "Mailbox " + address.mailbox().orElseThrow();
      case PATIENT_ROUTED -> "The practice that MESH finds by the patient";
      case NONE -> "Not named";
      case CONCEALED -> "Not shown: the document, or a version of it, is confidential";
      case NOT_READ -> "Not shown: the message is not read yet";
      case OTHER -> "An address that is no mailbox";
    };
  }
}
