package gpcm.rules;

import gpcm.message.ResponseCode;

/**
 * The order in which faults lead: a receiver checks from the outside in and answers with the code
 * of the first layer that fails. The order is that of the project's reading of the specification
 * (SD-030, SD-031, ITK3 one code in a response).
 */
enum FaultLayer {
  SIZE,
  READABLE,
  HEADER,
  HANDLING,
  MESSAGE_DEFINITION,
  MESSAGE_SEEN_BEFORE,
  ADDRESSEE,
  DOCUMENT_SEEN_BEFORE,
  ATTACHMENT_TYPE,
  PAYLOAD,
  REPLACEMENT,
  PATIENT;

  static FaultLayer of(ResponseCode code) {
    return switch (code.code()) {
      case "20015" -> SIZE;
      case "10009" -> READABLE;
      case "20006" -> HEADER;
      case "10001", "10002", "10003", "10007", "10008", "10010" -> HANDLING;
      case "10004", "10005" -> MESSAGE_DEFINITION;
      case "20007" -> MESSAGE_SEEN_BEFORE;
      case "20001", "20002", "20003", "20012" -> ADDRESSEE;
      case "20008" -> DOCUMENT_SEEN_BEFORE;
      case "20004", "20005" -> ATTACHMENT_TYPE;
      case "20014" -> REPLACEMENT;
      default -> code.kind() == ResponseCode.Kind.BUSINESS ? PATIENT : PAYLOAD;
    };
  }
}
