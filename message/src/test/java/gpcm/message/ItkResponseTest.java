package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** The polarity of the digest's table, and that each of these is an outcome. */
  @ParameterizedTest
  @CsvSource({
    "30005, true, Referral open",
    "30006, true, Referral completed",
    "30007, false, Referral escalated back to GP",
    "30008, true, Signposting to GP (non-urgent)",
    "30009, true, Clinical escalation to UTC/111/GPOOH",
    "30010, true, Clinical escalation to A&E or 999",
    "30011, true, Advised to go elsewhere/self-referral",
    "30012, false, Unable to contact the patient",
    "30013, true, Closure (service not needed)",
    "30014, false, Closure (service not accepted)",
    "30015, false, Closure (duplicate referral)",
    "30016, true, Referral accepted",
    "30017, false, Referral rejected",
    "30018, false, Did Not Attend",
  })
  void aProvidersOutcomeIsSentAsTheCodeSystemHasIt(String code, boolean positive, String display) {
    ResponseCode outcome = ResponseCode.of(code).orElseThrow();
    ItkResponse built = response(outcome);
    assertThat(outcome.outcome()).isTrue();
    assertThat(outcome.kind()).isEqualTo(ResponseCode.Kind.BUSINESS);
    assertThat(built.positive()).isEqualTo(positive);
    assertThat(built.display()).contains(display);
    assertThat(built.responseCode()).contains(positive ? "ok" : "fatal-error");
    assertThat(built.contradictsItself()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ResponseCode.class)
  void whatWeSendNeverContradictsItself(ResponseCode code) {
    assertThat(response(code).contradictsItself()).isFalse();
    assertThat(code.outcome())
        .isEqualTo(code.code().compareTo("30005") >= 0 && code.code().compareTo("30018") <= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "20013, fatal, ok, true",
    "20013, information, fatal-error, true",
    "20013, information, transient-error, true",
    "20013, error, ok, true",
    "20013, information, ok, false",
    "20009, information, fatal-error, true",
    "20009, fatal, ok, true",
    "20009, fatal, fatal-error, false",
    "20009, error, fatal-error, false",
    // Published samples have these two so.
    "20014, fatal, ok, false",
    "20015, fatal, ok, false",
    "20014, information, ok, true",
    "30014, information, fatal-error, false",
    "30017, warning, fatal-error, false",
    "30001, fatal, ok, true",
  })
  void aResponseContradictsItselfWhenSeverityOrResponseCodeSayTheOpposite(
      String code, String severity, String responseCode, boolean contradicts) {
    ResponseCode known = ResponseCode.of(code).orElseThrow();
    String xml =
        new String(Examples.xml(response(known)), UTF_8)
            .replace(
                "<severity value=\"" + known.severity() + "\"/>",
                "<severity value=\"" + severity + "\"/>")
            .replace(
                "<code value=\"" + known.responseCode() + "\"/><details>",
                "<code value=\"" + responseCode + "\"/><details>");
    ItkResponse answer = (ItkResponse) Examples.readXml(xml.getBytes(UTF_8));
    assertThat(answer.severity()).contains(severity);
    assertThat(answer.responseCode()).contains(responseCode);
    assertThat(answer.contradictsItself()).isEqualTo(contradicts);
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
