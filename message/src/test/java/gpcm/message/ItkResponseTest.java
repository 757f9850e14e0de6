package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers: built as ITK3 and GP Connect ask, read by their code alone. */
class ItkResponseTest {
  private static ItkResponse response(ResponseCode code) {
    return ItkResponse.to(Examples.summary())
        .code(code)
        .diagnostics("MessageHeader.event.code: expected ITK007C (GPCM-SD-CS-051)")
        .from(new OdsCode("A99902"), new MailboxId("A99902HC01"))
        .build(Examples.CLOCK, Examples.ids());
  }

  @ParameterizedTest
  @EnumSource(ResponseCode.class)
  void everyCodeTravelsAndComesBack(ResponseCode code) {
    ItkResponse built = response(code);
    for (ReadMessage read :
        new ReadMessage[] {
          Examples.readXml(Examples.xml(built)), Examples.readJson(Examples.json(built))
        }) {
      assertThat(read).isEqualTo(built);
      assertThat(read.faults()).isEmpty();
      assertThat(read.tolerated()).isEmpty();
      ItkResponse answer = (ItkResponse) read;
      assertThat(answer.code()).contains(code);
      assertThat(answer.positive()).isEqualTo(code.positive());
      assertThat(answer.kind()).contains(code.kind());
      assertThat(answer.severity()).contains(code.severity());
    }
  }

  /** GPCM-SD-CS-054 to -059, and the digest's Identity section. */
  @Test
  void aResponseRefersToItsOriginalAndAsksForNothing() {
    SendDocument original = Examples.summary();
    ItkResponse answer = response(ResponseCode.SUCCESS);
    assertThat(answer.respondsTo()).isEqualTo(original.messageId());
    assertThat(answer.senderReference()).contains(Examples.consultation().encounterId());
    assertThat(answer.handling().businessAcknowledgement()).contains(false);
    assertThat(answer.handling().infrastructureAcknowledgement()).contains(false);
    assertThat(answer.header().eventCode()).contains("ITK008M");
    assertThat(answer.header().senderOds()).contains("A99902");
    assertThat(answer.header().sourceMailbox()).contains("A99902HC01");
    assertThat(answer.header().focus()).isEmpty();
    assertThat(answer.messageId()).isNotEqualTo(original.messageId());
  }

  @Test
  void anOriginalWhoseIdCannotBeReadIsNamedSo() {
    ItkResponse answer =
        ItkResponse.to("no id: <&>", "")
            .code(ResponseCode.UNREADABLE)
            .from(new OdsCode("A99902"), Examples.MAILBOX)
            .build(Examples.CLOCK, Examples.ids());
    assertThat(answer.respondsTo()).contains("UNREADABLE-IN-ORIGINAL-MESSAGE");
    assertThat(answer.senderReference()).contains("None");
    assertThat(answer.diagnostics()).isEmpty();
  }

  /**
   * Published samples for 20014 say response.code ok; the code of the issue decides (digest,
   * section 7).
   */
  @Test
  void theIssuesCodeDecidesNotTheResponseCode() {
    String xml = new String(Examples.xml(response(ResponseCode.REPLACEMENT_FAILED)), UTF_8);
    ItkResponse answer =
        (ItkResponse)
            Examples.readXml(
                xml.replace("<code value=\"fatal-error\"/>", "<code value=\"ok\"/>")
                    .getBytes(UTF_8));
    assertThat(answer.positive()).isFalse();
    MessageHeader header = (MessageHeader) answer.bundle().getEntryFirstRep().getResource();
    assertThat(header.getResponse().getCode()).isEqualTo(MessageHeader.ResponseType.OK);
  }

  @Test
  void anUnknownCodeIsKeptAndGoesByItsSeverity() {
    String xml = new String(Examples.xml(response(ResponseCode.PATIENT_UNKNOWN)), UTF_8);
    ItkResponse fatal =
        (ItkResponse) Examples.readXml(xml.replace("\"30002\"", "\"30099\"").getBytes(UTF_8));
    assertThat(fatal.code()).isEmpty();
    assertThat(fatal.codeText()).contains("30099");
    assertThat(fatal.kind()).contains(ResponseCode.Kind.BUSINESS);
    assertThat(fatal.positive()).isFalse();
    ItkResponse calm =
        (ItkResponse)
            Examples.readXml(
                xml.replace("\"30002\"", "\"30099\"")
                    .replace("value=\"fatal\"", "value=\"information\"")
                    .getBytes(UTF_8));
    assertThat(calm.positive()).isTrue();
  }
}
