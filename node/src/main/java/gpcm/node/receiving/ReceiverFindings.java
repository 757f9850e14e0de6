package gpcm.node.receiving;

import gpcm.message.ResponseCode;
import gpcm.rules.Finding;
import gpcm.rules.SourcePosition;
import gpcm.rules.UnreadableFindings;

/**
 * The faults that only a receiving node can see, because they need its policy or what it has
 * received before.
 */
final class ReceiverFindings {
  private ReceiverFindings() {}

  static Finding tooLarge(long limit) {
    return Finding.must(
        "GPCM-SD-030",
        ResponseCode.TOO_LARGE,
        "Bundle",
        "a larger message",
        "a message of at most " + limit + " bytes",
        "Send fewer or smaller attachments");
  }

  static Finding unreadable(int line, int column) {
    return line > 0 && column > 0
        ? UnreadableFindings.unreadable(new SourcePosition(line, column), "something else")
        : UnreadableFindings.unreadable("the message", "something else");
  }

  static Finding duplicateMessage() {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.DUPLICATE_MESSAGE,
        "Bundle.entry[0].resource.id",
        "the id of a message that was received before",
        "an id that no earlier message had",
        "Nothing needs to be done when this is a repetition; otherwise give the message a new id");
  }

  static Finding duplicateDocument() {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.DUPLICATE_DOCUMENT,
        "MessageHeader.focus",
        "the id of a document that was received before",
        "an id that no earlier document had",
        "Nothing needs to be done when this is a repetition; otherwise give the document a new id");
  }

  static Finding unauthorisedSender() {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.UNAUTHORISED_SENDER,
        "MessageHeader.sender",
        "another organisation",
        "an organisation that local policy permits to send here",
        "Agree with the receiver before sending");
  }

  static Finding unknownOriginal() {
    return Finding.must(
        "GPCM-SD-023",
        ResponseCode.REPLACEMENT_FAILED,
        "Composition.relatesTo.targetIdentifier",
        "the id of no document about this patient that is here",
        "the id of the document that this one replaces, as it was received here",
        "Treat both documents as void, and send the current report as a new document");
  }

  static Finding voidOriginal() {
    return Finding.must(
        "GPCM-SD-023",
        ResponseCode.REPLACEMENT_FAILED,
        "Composition.relatesTo.targetIdentifier",
        "the id of a document that is void",
        "the id of a document that counts",
        "Send the current report as a new document that replaces none");
  }

  static Finding bareDocument() {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.UNREADABLE,
        "Bundle.type",
        "a FHIR document without an ITK3 message around it",
        "a Send Document message (event ITK007C) with the document in it",
        "It is a document without an ITK3 message around it: ask whoever sends it to send it inside"
            + " a message");
  }

  static Finding reusedMessageId() {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.HEADER_INVALID,
        "Bundle.entry[0].resource.id",
        "the id of another message that was received before",
        "an id that no earlier message had",
        "Give every message an id of its own and send this one again");
  }

  static Finding reusedDocumentId() {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.PAYLOAD_INVALID,
        "MessageHeader.focus",
        "the id of another document that was received before",
        "an id that no earlier document had",
        "Give every document an id of its own and send this one again");
  }

  static Finding replacedByAnother() {
    return Finding.must(
        "GPCM-SD-023",
        ResponseCode.REPLACEMENT_FAILED,
        "Composition.relatesTo.targetIdentifier",
        "the id of a document that came from another organisation or mailbox",
        "the id of a document that its own sender replaces",
        "Treat this document as void, and send the current report as a new document");
  }
}
