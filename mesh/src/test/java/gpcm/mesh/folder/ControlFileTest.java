package gpcm.mesh.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Control files of different producers are read alike; what means harm isn't read. */
class ControlFileTest {
  private static ControlFile read(String xml) {
    return ControlFileXml.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void orderNamespacesAndUnknownElementsDontMatter() {
    ControlFile file =
        read(
            """
            <DTSControl xmlns="urn:any" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="x">
              <WorkflowId>GPCONNECT_SEND_DOCUMENT</WorkflowId>
              <Unknown><Deeper>ignored</Deeper></Unknown>
              <To_DTS>GPPROVIDER_9990000018_09011955_Testpatient</To_DTS>
              <Version>1.0</Version>
              <MessageType>Data</MessageType>
              <Subject>A &amp; B</Subject>
              <StatusRecord>
                <StatusCode>EPL-152</StatusCode><Status>Error</Status><Event>SEND</Event>
                <Description>why</Description><DateTime>20260302090000</DateTime>
              </StatusRecord>
            </DTSControl>
            """);
    assertThat(file.field("WorkflowId")).isEqualTo("GPCONNECT_SEND_DOCUMENT");
    assertThat(file.field("Subject")).isEqualTo("A & B");
    assertThat(file.field("Deeper")).isEmpty();
    assertThat(file.report()).isFalse();
    assertThat(file.status())
        .contains(new StatusRecord("20260302090000", "SEND", "Error", "EPL-152", "why"));
  }

  @Test
  void oldSpellingOfSuccessCounts() {
    assertThat(new StatusRecord("", "Transfer to DTS Server", "Success", "0", "").success())
        .isTrue();
  }

  @Test
  void whatIsWrittenReadsTheSame() {
    ControlFile file =
        ControlFile.of(Map.of("Subject", "<b> & \"c\" ü", "LocalId", "1"))
            .with(new StatusRecord("20260302090000", "TRANSFER", "SUCCESS", "00", "a < b"));
    assertThat(ControlFileXml.read(ControlFileXml.write(file))).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<DTSControl><Version>1.0</Version>",
        "<Other/>",
        "<!DOCTYPE DTSControl [<!ENTITY a SYSTEM"
            + " 'file:///etc/hostname'>]><DTSControl><Subject>&a;</Subject></DTSControl>",
        "<!DOCTYPE DTSControl [<!ENTITY a 'aaaa'>]><DTSControl><Subject>&a;</Subject></DTSControl>"
      })
  void brokenOrHarmfulFilesAreRefused(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(ControlFileXml.BrokenControlFile.class);
  }
}
