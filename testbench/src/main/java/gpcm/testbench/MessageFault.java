package gpcm.testbench;

import gpcm.message.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message with one fault, and the code of the first check it fails (GPCM-C-02). Each receiver
 * that follows the specification gives that code without being asked to.
 */
public enum MessageFault implements Exemplar {
  HANDLING_MISSING(
      "10001", "the handling extension is missing", "delete //MessageHeader/extension"),
  HANDLING_TWICE(
      "10001",
      "the key LocalExtension stands there twice",
      "before //extension[@url='LocalExtension'] <extension url=\"LocalExtension\"><valueString"
          + " value=\"SendDocument-ConsultationReport\"/></extension>"),
  LOCAL_EXTENSION_MISSING(
      "10001", "the key LocalExtension is missing", "delete //extension[@url='LocalExtension']"),
  LOCAL_EXTENSION_UNKNOWN(
      "10001",
      "LocalExtension names no use case",
      "set //extension[@url='LocalExtension']/valueString/@value SendDocument-Somewhere"),
  INF_ACK_REQUESTED_MISSING(
      "10002", "the key InfAckRequested is missing", "delete //extension[@url='InfAckRequested']"),
  BUS_ACK_REQUESTED_MISSING(
      "10003", "the key BusAckRequested is missing", "delete //extension[@url='BusAckRequested']"),
  MESSAGE_DEFINITION_MISSING(
      "10004",
      "the key MessageDefinition is missing",
      "delete //extension[@url='MessageDefinition']"),
  MESSAGE_DEFINITION_UNKNOWN(
      "10004",
      "MessageDefinition is another message's",
      "set //extension[@url='MessageDefinition']/valueReference/reference/@value"
          + " https://fhir.nhs.uk/STU3/MessageDefinition/ITK-SendPayload-MessageDefinition-1"),
  MESSAGE_DEFINITION_VERSION(
      "10005",
      "MessageDefinition has the major number 2",
      "set //extension[@url='MessageDefinition']/valueReference/reference/@value"
          + " https://fhir.nhs.uk/STU3/MessageDefinition/ITK-GPConnectSendDocument-MessageDefinition-2"),
  SENDER_REFERENCE_MISSING(
      "10007", "the key SenderReference is missing", "delete //extension[@url='SenderReference']"),
  SENDER_REFERENCE_NONE(
      "10007",
      "SenderReference is None",
      "set //extension[@url='SenderReference']/valueString/@value None"),
  SENDER_REFERENCE_TOO_LONG(
      "10007",
      "SenderReference has 256 characters",
      "set //extension[@url='SenderReference']/valueString/@value " + "x".repeat(256)),
  INF_ACK_REQUESTED_FALSE(
      "10008",
      "InfAckRequested is false",
      "set //extension[@url='InfAckRequested']/valueBoolean/@value false"),
  BUS_ACK_REQUESTED_FALSE(
      "10008",
      "BusAckRequested is false",
      "set //extension[@url='BusAckRequested']/valueBoolean/@value false"),
  SUMMARY_FOR_INFORMATION(
      "10008",
      "a Consultation Summary is sent for information",
      "set //extension[@url='RecipientType']/valueCoding/code/@value FI"),
  CUT_SHORT("10009", "the XML ends in the middle", ""),
  JSON("10009", "FHIR JSON instead of XML", ""),
  NO_BUNDLE("10009", "the root is a Patient", "rename /Bundle Patient"),
  NO_MESSAGE("10009", "the bundle is a collection", "set /Bundle/type/@value collection"),
  NO_MESSAGE_HEADER("10009", "the MessageHeader is missing", "delete /Bundle/entry[1]"),
  RECIPIENT_TYPE_MISSING(
      "10010", "the key RecipientType is missing", "delete //extension[@url='RecipientType']"),
  RECIPIENT_TYPE_UNKNOWN(
      "10010",
      "RecipientType is neither FA nor FI",
      "set //extension[@url='RecipientType']/valueCoding/code/@value FX"),
  ATTACHMENT_NOT_APPROVED(
      "20004",
      "an attachment is a program",
      "set //Binary[contentType/@value='text/plain']/contentType/@value"
          + " application/x-msdownload"),
  ATTACHMENT_OF_OTHER_TYPE(
      "20005",
      "an attachment declares PDF and is text",
      "set //Binary[contentType/@value='text/plain']/contentType/@value application/pdf"),
  EVENT_UNKNOWN(
      "20006", "the event is an eDischarge", "set //MessageHeader/event/code/@value ITK003D"),
  SENDER_MISSING("20006", "MessageHeader.sender is missing", "delete //MessageHeader/sender"),
  SENDER_WITHOUT_ODS_CODE(
      "20006",
      "the header Organization has no ODS code",
      "delete /Bundle/entry/resource/Organization/identifier"),
  SOURCE_MISSING("20006", "MessageHeader.source is missing", "delete //MessageHeader/source"),
  TIMESTAMP_MISSING(
      "20006", "MessageHeader.timestamp is missing", "delete //MessageHeader/timestamp"),
  FOCUS_MISSING("20006", "MessageHeader.focus is missing", "delete //MessageHeader/focus"),
  DESTINATION_PRESENT(
      "20006",
      "MessageHeader.destination is there",
      "before //MessageHeader/sender <destination><endpoint"
          + " value=\"A99902OT001\"/></destination>"),
  BUNDLE_IDENTIFIER_MISSING("20006", "Bundle.identifier is missing", "delete /Bundle/identifier"),
  REPEATED("20007", "a good message, and the same bytes again", ""),
  SAME_DOCUMENT("20008", "a good message, and its document again in another message", ""),
  COMPOSITION_STATUS(
      "20009", "the Composition is preliminary", "set //Composition/status/@value preliminary"),
  COMPOSITION_TYPE(
      "20009",
      "the Composition is of another type than its use case",
      "set //Composition/type/coding/code/@value 373942005"),
  COMPOSITION_WITHOUT_AUTHOR(
      "20009", "Composition.author is missing", "delete //Composition/author"),
  COMPOSITION_WITHOUT_CUSTODIAN(
      "20009", "Composition.custodian is missing", "delete //Composition/custodian"),
  SECTION_DANGLING(
      "20009",
      "a section refers to nothing",
      "set //Composition/section[2]/entry/reference/@value"
          + " urn:uuid:00000000-0000-4000-8000-000000000000"),
  PATIENT_WITHOUT_NHS_NUMBER(
      "20009", "the Patient has no NHS number", "delete //Patient/identifier"),
  PATIENT_WITHOUT_BIRTH_DATE(
      "20009", "the Patient has no date of birth", "delete //Patient/birthDate"),
  PATIENT_WITHOUT_NAME("20009", "the Patient has no name", "delete //Patient/name"),
  ORGANISATION_WITHOUT_NAME(
      "20009",
      "the sending Organization has no name",
      "delete //Composition/ancestor::Bundle[1]/entry/resource/Organization/name"),
  PROFILE_MISSING("20009", "the Patient names no profile", "delete //Patient/meta"),
  ATTACHMENT_WITHOUT_CONTENT(
      "20009",
      "an attachment has no content",
      "delete //Binary[contentType/@value='text/plain']/content"),
  ATTACHMENT_DAMAGED(
      "20009",
      "an attachment is no base64",
      "set //Binary[contentType/@value='text/plain']/content/@value VGhyb2F0*VGhyb2F0"),
  ELEMENT_UNKNOWN(
      "20009",
      "the Patient has an element that FHIR does not know",
      "before //Patient/birthDate <nickname value=\"Al\"/>"),
  REPLACEMENT_FAULTY(
      "20014",
      "a good message, and a second version that replaces it and is preliminary",
      "set //Composition/status/@value preliminary"),
  REPLACEMENT_ATTACHMENT(
      "20014",
      "a good message, and a second version that replaces it with a program attached",
      "set //Binary[contentType/@value='text/plain']/contentType/@value"
          + " application/x-msdownload"),
  REPLACES_VOID(
      "20014",
      "a good message, a faulty second version, and a third version that replaces the first",
      "set //Composition/status/@value preliminary"),
  REPLACES_UNKNOWN("20014", "a second version that replaces a document never sent", ""),
  TOO_LARGE("20015", "attachments above the usual limit of 5 MB for a message", "");

  private final String code;
  private final String text;
  private final String edit;

  MessageFault(String code, String text, String edit) {
    this.code = code;
    this.text = text;
    this.edit = edit;
  }

  @Override
  public String typed() {
    return Exemplar.typed(this);
  }

  @Override
  public String text() {
    return text;
  }

  /** The code of the faulty message. */
  public ResponseCode code() {
    return ResponseCode.of(code).orElseThrow();
  }

  /** What is done to the XML of a good message; empty where the message is faulty as a whole. */
  Optional<XmlEdit> edit() {
    return edit.isEmpty() ? Optional.empty() : Optional.of(XmlEdit.parse(edit));
  }

  @Override
  public int messages() {
    return switch (this) {
      case REPEATED, SAME_DOCUMENT, REPLACEMENT_FAULTY, REPLACEMENT_ATTACHMENT -> 2;
      case REPLACES_VOID -> 3;
      default -> 1;
    };
  }

  @Override
  public List<ResponseCode> expected() {
    if (messages() == 1) {
      return List.of(code());
    }
    List<ResponseCode> expected = new ArrayList<>(ACCEPTED);
    for (int after = 1; after < messages(); after++) {
      expected.add(code());
    }
    return List.copyOf(expected);
  }
}
