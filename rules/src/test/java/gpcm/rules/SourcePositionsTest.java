package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcePositionsTest {
  private static final String TITLE =
      "Bundle.entry[1].resource.ofType(Bundle).entry[0].resource.ofType(Composition).title";
  private static final String SUBJECT =
      "Bundle.entry[1].resource.entry[0].resource.subject.reference";
  private static final String SECOND =
      "Bundle.entry[1].resource.ofType(Bundle).entry[0].resource.ofType(Composition).section[1].code";
  private static final String VALUE =
      "Bundle.entry[0].resource.ofType(MessageHeader).extension.value";

  @Test
  void elementsAreFoundInXmlWithTheirLineAndColumn() throws IOException {
    String xml =
        """
        <?xml version="1.0"?>
        <!-- <Bundle> in a comment --->
        <Bundle xmlns="http://hl7.org/fhir">
          <entry><resource><MessageHeader>
            <extension url="a > b"><valueString value='"é"'/></extension>
          </MessageHeader></resource></entry>
          <entry><resource><Bundle><entry><resource><Composition>
            <title value="x"/>
            <subject/>
            <section><title value="one"/></section> <section>
            </section>
          </Composition></resource></entry></Bundle></resource></entry>
        </Bundle>
        """;
    Map<String, SourcePosition> found =
        SourcePositions.inXml(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
            List.of(TITLE, SUBJECT, SECOND, VALUE));
    assertThat(found)
        .containsEntry(TITLE, new SourcePosition(8, 5))
        .containsEntry(SUBJECT, new SourcePosition(9, 5)) // the reference is missing: its owner
        .containsEntry(SECOND, new SourcePosition(10, 45))
        .containsEntry(VALUE, new SourcePosition(5, 28));
  }

  @Test
  void elementsAreFoundInJsonWithTheirLineAndColumn() throws IOException {
    String json =
        """
        {"resourceType": "Bundle", "entry": [
          {"resource": {"resourceType": "MessageHeader", "extension": [
            {"url": "a", "valueString": "b"}]}},
          {"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Composition",
            "title": "x",
            "subject": {},
            "section": [{"title": "one"}, {}]}}]}}]}
        """;
    Map<String, SourcePosition> found =
        SourcePositions.inJson(
            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
            List.of(TITLE, SUBJECT, SECOND, VALUE));
    assertThat(found)
        .containsEntry(TITLE, new SourcePosition(5, 14))
        .containsEntry(SUBJECT, new SourcePosition(6, 16))
        .containsEntry(SECOND, new SourcePosition(7, 35))
        .containsEntry(VALUE, new SourcePosition(3, 33));
  }
}
