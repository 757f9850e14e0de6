package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Base FHIR and the official profiles are asked of every element of a response too. */
class WholeAnswerTest {
  private static final Rules STRICT = RuleCatalogue.rules(Tolerances.NONE);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-02T10:15:00Z"));

  private static ItkResponse answer(SendDocument original, ResponseCode code) {
    return ItkResponse.to(original)
        .code(code)
        .diagnostics("MessageHeader.sender: what was expected, and how to mend it")
        .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
        .build(CLOCK, UUID::randomUUID);
  }

  private static SendDocument original(UseCaseKey useCase) {
    return (SendDocument) Fixture.of(useCase).read(Tolerances.NONE);
  }

  private static String xml(ItkResponse response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter().writeXml(response, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ItkResponse read(String xml) throws IOException {
    return (ItkResponse)
        new MessageReader(ReadLimits.STANDARD, Tolerances.NONE)
            .readXml(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
                AttachmentSink.discarding());
  }

  @ParameterizedTest
  @EnumSource
  void whatThisProjectAnswersHasNoFaultWhateverItsCode(ResponseCode code) throws IOException {
    for (UseCaseKey useCase : new UseCaseKey[] {UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE}) {
      SendDocument original = original(useCase);
      ItkResponse response = answer(original, code);
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      new MessageWriter().writeJson(response, json);
      ItkResponse fromJson =
          (ItkResponse)
              new MessageReader(ReadLimits.STANDARD, Tolerances.NONE)
                  .readJson(
                      new ByteArrayInputStream(json.toByteArray()), AttachmentSink.discarding());
      assertThat(STRICT.check(response, original).all()).isEmpty();
      assertThat(STRICT.check(read(xml(response)), original).all()).isEmpty();
      assertThat(STRICT.check(fromJson, original).all()).isEmpty();
    }
  }

  @Test
  void anAnswerToWhatCannotBeReadHasNoFault() throws IOException {
    ItkResponse response =
        ItkResponse.to("", "")
            .code(ResponseCode.UNREADABLE)
            .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
            .build(CLOCK, UUID::randomUUID);
    assertThat(STRICT.check(read(xml(response))).all()).isEmpty();
  }

  /** What must come back unchanged is the original's, however odd it is. */
  @ParameterizedTest
  @ValueSource(strings = {"a  b", " a", "a ", "a\tb", "a\nb", "\u00a0", "<&>", "\u202e"})
  void anOddReferenceThatIsReturnedIsNoFaultOfTheAnswer(String reference) {
    assertThat(
            STRICT
                .check(
                    ItkResponse.to("2f0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c11", reference)
                        .code(ResponseCode.SENDER_REFERENCE_ERROR)
                        .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
                        .build(CLOCK, UUID::randomUUID))
                .all())
        .isEmpty();
  }

  /**
   * The published examples name the definition as before ITK3 2.5.1, have a receiver and a text
   * beside the code, and no diagnostics.
   */
  @Test
  void anAnswerInTheFormOfThePublishedExamplesIsValid() throws IOException {
    String xml =
        xml(answer(original(UseCaseKey.CS), ResponseCode.PATIENT_KNOWN))
            .replaceAll("<diagnostics value=\"[^\"]*\"/>", "")
            .replace("</coding></details>", "</coding><text value=\"Known here\"/></details>")
            .replace(
                "ITK-Response-MessageDefinition-1", "ITK-Response-MessageDefinition-Instance-1")
            .replace("<sender>", "<receiver><reference value=\"urn:uuid:r\"/></receiver><sender>")
            .replace(
                "</Bundle>",
                "<entry><fullUrl value=\"urn:uuid:r\"/><resource><Practitioner><id value=\"r\"/>"
                    + "<meta><profile value=\"https://fhir.nhs.uk/STU3/StructureDefinition/"
                    + "CareConnect-ITK-Header-Practitioner-1\"/></meta><identifier><system"
                    + " value=\"https://fhir.nhs.uk/Id/sds-user-id\"/><value value=\"G1\"/>"
                    + "</identifier></Practitioner></resource></entry></Bundle>");
    assertThat(STRICT.check(read(xml)).all())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.strength()).isEqualTo(Strength.SHOULD);
              assertThat(finding.condition()).endsWith("today's name");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <code value="ok"/> | '' | response.code
          <severity value="information"/> | '' | issue.severity
          <code value="informational"/> | '' | issue.code
          <display value="Success"/> | '' | coding.display
          <source><endpoint value="MAILBOX2"/></source> | '' | ofType(MessageHeader).source
          <event> | <modifierExtension url="https://example.test/not"><valueBoolean value="true"/></modifierExtension><event> | modifierExtension
          <severity | <modifierExtension url="https://example.test/not"><valueBoolean value="true"/></modifierExtension><severity | modifierExtension
          <identifier> | <implicitRules value="https://example.test/rules"/><identifier> | implicitRules
          <extension url="https://fhir.nhs.uk/STU3/StructureDefinition/Extension-ITK-MessageHandling-2"> | <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div></text><extension url="https://fhir.nhs.uk/STU3/StructureDefinition/Extension-ITK-MessageHandling-2"> | ofType(MessageHeader).text
          """)
  void aFaultThatNoNumberNamesIsFound(String there, String instead, String where)
      throws IOException {
    String xml = xml(answer(original(UseCaseKey.CS), ResponseCode.SUCCESS));
    assertThat(xml).contains(there);
    assertThat(STRICT.check(read(xml.replaceFirst(Pattern.quote(there), instead))).rejecting())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.path() + " " + finding.expected()).contains(where));
  }
}
