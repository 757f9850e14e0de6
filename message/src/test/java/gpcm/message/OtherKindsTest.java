package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read and is no Send Document message is taken for what it is. */
class OtherKindsTest {
  private static final String XML = new String(Examples.xml(Examples.summary()), UTF_8);

  @ParameterizedTest
  @EnumSource(
      value = ItkEvent.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SEND_DOCUMENT", "RESPONSE"})
  void aMessageOfAnotherKindIsThatKindWhateverItsLocalExtensionSays(ItkEvent event) {
    String xml =
        XML.replace("ITK007C", event.code())
            .replace("ITK-GPConnectSendDocument-MessageDefinition-1", "ITK-Other-Definition-1");
    assertThat(xml).contains("SendDocument-ConsultationReport");

    ReadMessage read = Examples.readXml(xml.getBytes(UTF_8));

    assertThat(read).isInstanceOf(OtherMessage.class);
    assertThat(((OtherMessage) read).kind())
        .isEqualTo("a message of the kind " + event.kind() + " (event " + event.code() + ")");
  }

  /** Its definition says that it is one: only its event is wrong. */
  @Test
  void aSendDocumentMessageWithTheEventOfAnotherIsStillOne() {
    assertThat(Examples.readXml(XML.replace("ITK007C", "ITK003D").getBytes(UTF_8)))
        .isInstanceOf(SendDocument.class);
  }

  @Test
  void anEventThatNobodyKnowsIsSaidToBeNotKnown() {
    String xml =
        XML.replace("ITK007C", "ITK999X")
            .replace("ITK-GPConnectSendDocument-MessageDefinition-1", "ITK-Other-Definition-1")
            .replace("SendDocument-ConsultationReport", "None");
    assertThat(((OtherMessage) Examples.readXml(xml.getBytes(UTF_8))).kind())
        .isEqualTo("a message of a kind that is not known here");
  }

  @Test
  void aDocumentWithoutAMessageAroundItSaysSo() {
    String document =
        XML.substring(
                    XML.indexOf("<Bundle", XML.indexOf("<Bundle") + 1),
                    XML.lastIndexOf("</Bundle></resource>"))
                .replaceFirst("<Bundle>", "<Bundle xmlns=\"http://hl7.org/fhir\">")
            + "</Bundle>";

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> Examples.readXml(document.getBytes(UTF_8)))
        .withMessageContaining("without an ITK3 message around it")
        .satisfies(refused -> assertThat(refused.bareDocument()).isTrue())
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ResponseCode.UNREADABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "717A679F-B0F1-46F8-B3CB-345D1008DB3B, 717a679f-b0f1-46f8-b3cb-345d1008db3b",
    "URN:UUID:717A679F-b0f1-46f8-b3cb-345D1008DB3B, 717a679f-b0f1-46f8-b3cb-345d1008db3b",
    "717a679f-b0f1-46f8-b3cb-345d1008db3b, 717a679f-b0f1-46f8-b3cb-345d1008db3b",
    "Encounter-7, Encounter-7",
    "717A679F-B0F1-46F8-B3CB-345D1008DB3, 717A679F-B0F1-46F8-B3CB-345D1008DB3",
    "UNREADABLE-IN-ORIGINAL-MESSAGE, UNREADABLE-IN-ORIGINAL-MESSAGE",
  })
  void aUuidIsTheSameInAnyCaseAndNothingElseIs(String written, String compared) {
    assertThat(CanonicalId.of(written)).isEqualTo(compared);
    assertThat(CanonicalId.same(written, compared)).isTrue();
    assertThat(CanonicalId.same(written, compared + "0")).isFalse();
  }

  /** References and fullUrls in another case still find each other. */
  @Test
  void aReferenceInCapitalsLeadsToItsResource() {
    String sender = "<sender><reference value=\"urn:uuid:00000000-0000-4000-8000-00000000000";
    assertThat(XML).contains(sender + "b\"");

    ReadMessage read = Examples.readXml(XML.replace(sender + "b", sender + "B").getBytes(UTF_8));

    assertThat(read.header().senderOds())
        .isPresent()
        .isEqualTo(Examples.summary().header().senderOds());
  }
}
