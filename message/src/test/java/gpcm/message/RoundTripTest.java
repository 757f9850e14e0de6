package gpcm.message;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.SourceFinding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was read, written and read again is the same value, in XML and in JSON. */
class RoundTripTest {

  @Test
  void aBuiltSummaryComesBackEqualThroughXml() {
    SendDocument built = Examples.summary();
    ReadMessage read = Examples.readXml(Examples.xml(built));
    assertThat(read).isEqualTo(built);
    assertThat(read.tolerated()).isEmpty();
    assertThat(read.faults()).isEmpty();
    assertThat(((SendDocument) read).attachments())
        .extracting(Attachment::content)
        .isEqualTo(built.attachments().stream().map(Attachment::content).toList());
  }

  @Test
  void aBuiltSummaryComesBackEqualThroughJson() {
    SendDocument built = Examples.summary();
    ReadMessage read = Examples.readJson(Examples.json(built));
    assertThat(read).isEqualTo(built);
    assertThat(read.tolerated()).isEmpty();
    assertThat(read.faults()).isEmpty();
    assertThat(Examples.xml(read)).isEqualTo(Examples.xml(built));
  }

  @ParameterizedTest
  @ValueSource(strings = {"consultation-summary.xml", "online-consultation.xml"})
  void anOfficialExampleIsTheSameAfterXmlAndJson(String name) {
    ReadMessage first = Examples.readXml(Examples.official(name));
    assertThat(first.faults()).isEmpty();
    ReadMessage again = Examples.readXml(Examples.xml(first));
    assertThat(again).isEqualTo(first);
    ReadMessage throughJson = Examples.readJson(Examples.json(first));
    assertThat(throughJson).isEqualTo(first);
    assertThat(Examples.xml(throughJson)).isEqualTo(Examples.xml(first));
  }

  @Test
  void theOfficialSummaryReadsWithItsDeviationsNamed() {
    SendDocument message =
        (SendDocument) Examples.readXml(Examples.official("consultation-summary.xml"));
    assertThat(message.messageId()).contains("ea7221b8-3cc0-4b11-bc95-585b056b5428");
    assertThat(message.documentId()).contains("70c35c4a-65f4-4a03-bcf7-d1041ab999fd");
    assertThat(message.useCase()).contains(new UseCase.ConsultationSummary());
    assertThat(message.header().senderOds()).contains("GP0001");
    assertThat(message.header().sourceMailbox()).contains("MESHGP0001");
    assertThat(message.patient().orElseThrow().nhsNumber()).contains("9989453456");
    assertThat(message.attachments()).hasSize(1);
    assertThat(message.primary().orElseThrow().content().size()).isEqualTo(38_203);
    assertThat(message.primary().orElseThrow().title()).isEqualTo("Consultation report");
    assertThat(kinds(message)).contains(Kind.LOCAL_EXTENSION_SPELLING, Kind.ELEMENT_ORDER);
  }

  @Test
  void theOfficialOnlineConsultationReadsWithItsDeviationsNamed() {
    SendDocument message =
        (SendDocument) Examples.readXml(Examples.official("online-consultation.xml"));
    assertThat(message.useCase()).contains(new UseCase.OnlineConsultation());
    assertThat(message.primary().orElseThrow().content().size()).isEqualTo(56_750);
    assertThat(message.primary().orElseThrow().title()).isEqualTo("Online Consultation report");
    assertThat(kinds(message))
        .contains(
            Kind.LOCAL_EXTENSION_SPELLING,
            Kind.TITLE_CASE,
            Kind.PRIMARY_NOT_FIRST,
            Kind.SHARED_FULL_URL,
            Kind.ELEMENT_ORDER);
  }

  private static List<Kind> kinds(ReadMessage message) {
    return message.tolerated().stream().map(SourceFinding::kind).toList();
  }
}
