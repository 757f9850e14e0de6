package gpcm.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are read as strictly as FHIR STU3 has its types, in XML and in JSON. */
class PrimitiveFormsTest {
  private static final FhirReader READER = new FhirReader(ReadLimits.STANDARD);
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private static List<FhirDeviation> xml(String extensions) throws IOException {
    String bundle =
        "<Bundle xmlns=\"http://hl7.org/fhir\"><entry><resource><Patient>"
            + extensions
            + "</Patient></resource></entry></Bundle>";
    return READER.readXml(in(bundle), AttachmentSink.discarding(), ReadBundle::deviations);
  }

  private static List<FhirDeviation> json(String fields) throws IOException {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\","
            + fields
            + "}}]}";
    return READER.readJson(in(bundle), AttachmentSink.discarding(), ReadBundle::deviations);
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String value(String type) {
    return "value" + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
  }

  private static List<FhirDeviation> inXml(String type, String value) throws IOException {
    String attribute = value.replace("\t", "&#9;").replace("\n", "&#10;").replace("<", "&lt;");
    return xml(
        "<extension url=\"urn:a\"><" + value(type) + " value=\"" + attribute + "\"/></extension>");
  }

  private static List<FhirDeviation> inJson(String type, String value) throws IOException {
    boolean plain =
        List.of("boolean", "integer", "unsignedInt", "positiveInt", "decimal").contains(type)
            && value.matches("true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][0-9]+)?");
    String token = plain ? value : "\"" + value.replace("\t", "\\t").replace("\n", "\\n") + "\"";
    return json("\"extension\":[{\"url\":\"urn:a\",\"" + value(type) + "\":" + token + "}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "boolean|true",
        "boolean|false",
        "integer|-2147483648",
        "integer|2147483647",
        "integer|0",
        "unsignedInt|0",
        "positiveInt|1",
        "decimal|-1.50",
        "decimal|0",
        "decimal|0.0",
        "uri|urn:uuid:patient",
        "uri|https://example.org/a?b=c#d",
        "uri|a",
        "code|two words",
        "code|a",
        "id|a-B.9",
        "oid|urn:oid:1.2.0.3",
        "date|2026",
        "date|2026-11",
        "date|2024-02-29",
        "dateTime|2026",
        "dateTime|2026-11-20",
        "dateTime|2026-11-20T14:00:00Z",
        "dateTime|2026-11-20T14:00:00.123456789+14:00",
        "instant|2026-11-20T14:00:00.1-13:59",
        "time|23:59:59",
        "time|00:00:00.5",
        "base64Binary|QUFB",
        "base64Binary|QUE=",
        "string| a ",
        "markdown|a  b"
      })
  void a_value_of_its_type_is_no_deviation(String type, String value) throws IOException {
    assertThat(inXml(type, value)).isEmpty();
    assertThat(inJson(type, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "boolean|true ",
        "boolean| true",
        "boolean|TRUE",
        "boolean|1",
        "boolean|yes",
        "integer|+1",
        "integer|01",
        "integer|-0",
        "integer|1.0",
        "integer|2147483648",
        "integer|1 ",
        "integer|99999999999999999999",
        "unsignedInt|-1",
        "positiveInt|0",
        "positiveInt|-1",
        "decimal|1.",
        "decimal|.5",
        "decimal|01.5",
        "decimal|+1.5",
        "decimal|1e5",
        "decimal|1,5",
        "decimal|NaN",
        "decimal|-",
        "uri|a b",
        "uri|a ",
        "uri| a",
        "uri|\ta",
        "code| a",
        "code|a ",
        "code|two  words",
        "code|a\tb ",
        "id|has space",
        "id|under_score",
        "id|a/b",
        "id|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "oid|1.2.3",
        "oid|urn:oid:3.1",
        "oid|urn:oid:1",
        "oid|urn:oid:1.02",
        "date|2026-13",
        "date|2026-02-29",
        "date|2026-2-1",
        "date|26-02-01",
        "date|20260201",
        "date|2026-02-01 ",
        "date|2026-02-01T00:00:00Z",
        "dateTime|2026-11-20T14:00",
        "dateTime|2026-11-20T14:00Z",
        "dateTime|2026-11-20T14:00:00",
        "dateTime|2026-11-20T24:00:00Z",
        "dateTime|2026-11-20T14:60:00Z",
        "dateTime|2026-11-20T14:00:60Z",
        "dateTime|2026-11-20T14:00:00+14:01",
        "dateTime|2026-11-20T14:00:00+15:00",
        "dateTime|2026-11-20T14:00:00+0100",
        "dateTime|2026-11-20T14:00:00.Z",
        "dateTime|2026-11-20 14:00:00Z",
        "dateTime|20 November 2026",
        "instant|2026",
        "instant|2026-11-20",
        "instant|2026-11-20T14:00:00",
        "instant|2026-02-30T14:00:00Z",
        "time|24:00:00",
        "time|14:00",
        "time|14:00:00Z",
        "base64Binary|QUF",
        "base64Binary|Q=FB",
        "base64Binary|%%%%",
        "base64Binary|===="
      })
  void a_value_that_is_none_of_its_type_is_told(String type, String value) throws IOException {
    assertThat(inXml(type, value)).singleElement().satisfies(found -> told(found, type));
    assertThat(inJson(type, value)).singleElement().satisfies(found -> told(found, type));
  }

  private static void told(FhirDeviation found, String type) {
    assertThat(found.kind()).isEqualTo(FhirDeviation.Kind.INVALID_VALUE);
    assertThat(found.path()).isEqualTo("Bundle.entry[0].resource.extension[0]." + value(type));
    assertThat(found.expected()).startsWith("a value of type " + type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"active\":\"true\"",
        "\"multipleBirthInteger\":\"2\"",
        "\"birthDate\":2026",
        "\"gender\":true",
        "\"birthDate\":null",
        "\"extension\":[{\"url\":\"urn:a\",\"valueDecimal\":\"1.5\"}]",
        "\"name\":[{\"given\":[]}]",
        "\"name\":[]"
      })
  void json_has_values_in_their_own_form(String fields) throws IOException {
    assertThat(json(fields)).isNotEmpty();
  }

  @Test
  void a_place_in_an_array_may_be_null_where_the_value_has_extensions_only() throws IOException {
    assertThat(
            json(
                "\"name\":[{\"given\":[null,\"B\"],\"_given\":[{\"extension\":[{\"url\":\"urn:a\","
                    + "\"valueCode\":\"unknown\"}]},null]}]"))
        .isEmpty();
  }

  @Test
  void the_ids_of_elements_and_the_urls_of_extensions_hold_no_spaces() throws IOException {
    assertThat(xml("<name id=\"a b\"><family value=\"B\"/></name>")).hasSize(1);
    assertThat(json("\"name\":[{\"id\":\"a b\",\"family\":\"B\"}]")).hasSize(1);
    assertThat(xml("<extension url=\"urn:a \"><valueCode value=\"a\"/></extension>")).hasSize(1);
    assertThat(json("\"extension\":[{\"url\":\"urn:a \",\"valueCode\":\"a\"}]")).hasSize(1);
    assertThat(xml("<extension url=\"\"><valueCode value=\"a\"/></extension>")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":[{\"family\":\"a\\ud800\"}]",
        "\"name\":[{\"family\":\"a\\udc00b\"}]",
        "\"name\":[{\"family\":\"a\\ud800\\ud800b\"}]",
        "\"name\":[{\"family\":\"a\\uffff\"}]",
        "\"name\":[{\"family\":\"a\\u0000\"}]",
        "\"a\\ud800\":1",
        "\"contained\":[{\"resourceType\":\"a\\ud800\"}]",
        "\"text\":{\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>a\\ud800</div>\"}"
      })
  void what_is_no_character_is_refused(String fields) {
    assertThatThrownBy(() -> json(fields)).isInstanceOf(UnreadableFhirException.class);
  }

  @Test
  void a_whole_surrogate_pair_is_one_character() throws IOException {
    assertThat(json("\"name\":[{\"family\":\"a\\ud83d\\ude00\"}]")).isEmpty();
  }

  @Test
  void a_narrative_is_xhtml_all_through() throws IOException {
    String inside = "<p xmlns='urn:other'>Words</p>";
    assertThat(xml("<text><div xmlns=\"" + XHTML + "\">" + inside + "</div></text>")).hasSize(1);
    assertThat(json("\"text\":{\"div\":\"<div xmlns='" + XHTML + "'>" + inside + "</div>\"}"))
        .hasSize(1);
    assertThat(json("\"text\":{\"div\":\"<div>Words</div>\"}")).hasSize(1);
    assertThat(json("\"text\":{\"div\":\"<div xmlns='" + XHTML + "'><p>Words</p></div>\"}"))
        .isEmpty();
  }
}
