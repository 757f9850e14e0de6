package gpcm.consultation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gpcm.consultation.Consultation;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsultationJsonTest {
  private final String example = example();

  @Test
  void theExampleIsReadWhole() throws IOException {
    Consultation consultation =
        ConsultationJson.read(new ByteArrayInputStream(example.getBytes(StandardCharsets.UTF_8)));

    assertThat(consultation.useCase()).isEqualTo("consultation-summary");
    assertThat(consultation.occurredAt()).isEqualTo(Instant.parse("2026-11-20T18:35:00Z"));
    assertThat(consultation.patient().nhsNumber()).isEqualTo(new NhsNumber("9990000018"));
    assertThat(consultation.patient().name().given()).containsExactly("Alpha", "Example");
    assertThat(consultation.organisation().branchLocation()).contains("Testford Health Centre");
    assertThat(consultation.sections())
        .extracting(Section::title)
        .containsExactly("History", "Examination", "Treatment");
    assertThat(consultation.sections().get(1).items())
        .hasExactlyElementsOfTypes(
            SectionItem.TextItem.class, SectionItem.ValueItem.class, SectionItem.TableItem.class);
    assertThat(consultation.attachments())
        .extracting(DeclaredAttachment::file)
        .containsExactly("consultation-summary-throat.txt");
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsPlace() {
    String broken =
        example
            .replace("\"9990000018\"", "\"9990000019\"")
            .replace("1957-01-09", "1957-02-30")
            .replace("\"version\": 1", "\"version\": \"1\"")
            .replace("A99901", "a99901")
            .replace("405737000", "405737001")
            .replace("\"family\": \"Fictional\", ", "")
            .replace("\"title\": \"History\"", "\"titel\": \"History\"");

    List<JsonProblem> problems = problems(broken);

    assertThat(problems)
        .extracting(JsonProblem::pointer)
        .containsExactly(
            "/version",
            "/patient/nhsNumber",
            "/patient/birthDate",
            "/practitioner/name/family",
            "/organisation/odsCode",
            "/sections/0/title",
            "/sections/0/items/1/code/code",
            "/sections/0/titel");
    assertThat(problems).allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
    assertThat(problems.get(4).value()).isEqualTo("'a99901'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "birthDate": "1957-01-09",        |                                    | /patient/birthDate
          "telephone": "01632960100",\\n    "email" | "email"                    | /organisation/telephone
          "version": 1                      | "version": 0                       | /version
          "version": 1                      | "version": 1.5                     | /version
          "version": 1                      | "version": 99999999999             | /version
          "confidential": false             | "confidential": "no"               | /confidential
          2026-11-20T18:35:00Z              | 2026-11-20T18:35:00                | /occurredAt
          2026-11-20T18:35:00Z              | 0000-01-01T00:00Z                  | /occurredAt
          2026-11-20T18:35:00Z              | 1799-12-31T23:59:59Z               | /occurredAt
          2026-11-20T18:35:00Z              | 9999-12-31T23:59:59-14:00          | /occurredAt
          "gender": "female"                | "gender": "F"                      | /patient/gender
          "nhsNumberVerification": "01"     | "nhsNumberVerification": "1"       | /patient/nhsNumberVerification
          "consultation-summary",           | "telepathy",                       | /useCase
          consultation-summary-throat.txt   | ../throat.txt                      | /attachments/0/file
          "text/plain"                      | "text"                             | /attachments/0/contentType
          "quantity": "37.2"                | "quantity": 37.2                   | /sections/1/items/1/value/quantity
          "quantity": "37.2"                | "quantity": "1e9"                  | /sections/1/items/1/value/quantity
          ["18:45", "70 /min", "98 %"]      | ["18:45", "70 /min"]               | /sections/1/items/2/table
          "family": "Testpatient"           | "family": null                     | /patient/name/family
          "family": "Testpatient"           | "family": " "                      | /patient/name/family
          "version": 1,                     | "version": 1, "replaces": "5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10", | /version
          """)
  void aBrokenRuleIsFoundAtItsField(String original, String replacement, String pointer) {
    String broken =
        example.replace(original.replace("\\n", "\n"), replacement == null ? "" : replacement);
    assertThat(broken).isNotEqualTo(example);
    assertThat(problems(broken)).extracting(JsonProblem::pointer).containsExactly(pointer);
  }

  @Test
  void aRepeatedKeyIsRefusedBecauseOneOfTheTwoWouldBeLost() {
    String repeated =
        example.replace(
            "\"nhsNumberVerification\"",
            "\"nhsNumber\": \"9990000026\", \"nhsNumberVerification\"");
    assertThat(problems(repeated))
        .extracting(JsonProblem::pointer)
        .containsExactly("/patient/nhsNumber");
  }

  @Test
  void noProblemRepeatsPatientData() {
    String broken =
        example
            .replace("9990000018", "9990000019")
            .replace("\"Testpatient\"", "\"Test\\u0000patient\"")
            .replace("1957-01-09", "09/01/1957")
            .replace("\"text\": \"Sore throat", "\"teext\": \"Sore throat");
    assertThatThrownBy(() -> read(broken))
        .message()
        .doesNotContain("9990000019", "Test", "1957", "Sore")
        .contains("/patient/nhsNumber", "/sections/0/items/0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "Testpatient",
        "{\"useCase\": Testpatient}",
        "{} {}",
        "{\"useCase\": \"a\nb\"}",
        "{\"version\": 01}"
      })
  void whatIsNoJsonObjectIsRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidConsultationException.class)
        .message()
        .doesNotContain("Testpatient");
  }

  /** Each in words of ours, with the place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version": 1,  | "version": 1,,         | no key in quotation marks         | at line
          "version": 1,  | version: 1,            | no key in quotation marks         | at line
          "version": 1,  | "version": 1           | no comma between two entries      | at line
          "version": 1,  | "version" 1,           | no colon after a key              | /version
          "version": 1,  | "version": 01,         | a number in a wrong form          | /version
          "version": 1,  | "version": NaN,        | a number in a wrong form          | /version
          "version": 1,  | "version": one,        | a word outside of quotation marks | /version
          "version": 1,  | "version": 1, // new   | a comment                         | at line
          "version": 1,  | "version": 1],         | the wrong closing bracket         | at line
          "female"       | "fe\\qmale"          | a backslash that begins no escape | /patient/gender
          "female"       | "fe\tmale"            | a line break or another control   | /patient/gender
          "version": 1,  | "version": 2147483648, | up to 2147483647                  | /version
          "version": 1,  | "version": "1",        | without quotation marks           | /version
          "version": 1,  | "version": 1.0,        | Send digits only                  | /version
          "version": 1,  | "versoin": 1,          | the fields here are useCase       | /versoin
          """)
  void aSlipIsNamedAsWhatItIs(String original, String slip, String says, String where) {
    String broken = example.replace(original, slip.replace("\\t", "\t"));
    assertThat(broken).isNotEqualTo(example);
    assertThatThrownBy(() -> read(broken)).message().contains(says, where);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <Bundle xmlns="http://hl7.org/fhir"/> | XML or HTML
          %PDF-1.7                              | a PDF
          'MSH|^~'                              | an HL7 version 2 message
          --- useCase                           | YAML or a form
          {"useCase": "generic"                 | the end of the text
          {"useCase": "gen                      | the end of the text
          """)
  void anotherFormatIsNamed(String text, String says) {
    assertThat(problems(text))
        .singleElement()
        .satisfies(problem -> assertThat(problem.value()).startsWith(says));
  }

  @Test
  void aNumberOrAKeyWithoutEndIsNamed() {
    assertThatThrownBy(() -> read("{\"version\": " + "1".repeat(101) + "}"))
        .message()
        .contains("/version", "no number over 100 characters");
    assertThatThrownBy(() -> read("{\"" + "k".repeat(1_001) + "\": 1}"))
        .message()
        .contains("no key over 1000 characters");
  }

  @Test
  void nestingIsBounded() {
    assertThat(problems("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.rule()).contains("nested deeper than 32"));
  }

  @Test
  void sizeIsBounded() {
    byte[] large = new byte[ConsultationJson.MAX_BYTES + 1];
    assertThatThrownBy(() -> ConsultationJson.read(new ByteArrayInputStream(large)))
        .isInstanceOf(InvalidConsultationException.class)
        .hasMessageContaining("at most 10485760 bytes");
  }

  @Test
  void badUtf8IsRefused() {
    byte[] bytes = example.getBytes(StandardCharsets.UTF_8);
    bytes[example.indexOf("Sore")] = (byte) 0xC3;
    assertThatThrownBy(() -> ConsultationJson.read(bytes))
        .isInstanceOf(InvalidConsultationException.class);
  }

  @Test
  void complaintsAboutAHostileDocumentAreBounded() {
    assertThat(problems("{\"sections\": [" + "1,".repeat(100_000) + "1]}")).hasSize(500);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whatIsWrittenIsReadBackEqual(long seed) {
    ConsultationGenerator generator = new ConsultationGenerator(seed);
    for (int i = 0; i < 20; i++) {
      Consultation consultation = generator.consultation();
      byte[] json = ConsultationJson.write(consultation);
      assertThat(ConsultationJson.read(json)).isEqualTo(consultation);
      assertThat(ConsultationJson.write(ConsultationJson.read(json))).isEqualTo(json);
    }
  }

  @Test
  void nothingThatIdentifiesAPatientReachesALog() {
    Consultation consultation = ConsultationJson.read(example.getBytes(StandardCharsets.UTF_8));
    assertThat(
            consultation.toString()
                + consultation.patient()
                + consultation.sections()
                + consultation.followUpActions())
        .doesNotContain(
            "Testpatient",
            "999",
            "1957",
            "throat",
            "Sampleton",
            "405737000",
            "Pharyngitis",
            "Review");
  }

  private static List<JsonProblem> problems(String json) {
    return catchThrowableOfType(InvalidConsultationException.class, () -> read(json)).problems();
  }

  private static Consultation read(String json) {
    return ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String example() {
    try {
      return Files.readString(
          Path.of(System.getProperty("project.root"), "examples", "consultation-summary.json"));
    } catch (IOException missing) {
      throw new AssertionError("the example must be there", missing);
    }
  }
}
