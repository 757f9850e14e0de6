package gpcm.consultation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gpcm.consultation.CodedEntry;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineConsultationJsonTest {
  private final String example;

  OnlineConsultationJsonTest() throws IOException {
    example =
        Files.readString(
            Path.of(System.getProperty("project.root"), "examples", "online-consultation.json"));
  }

  @Test
  void theExampleIsReadWholeAndWrittenBackEqual() {
    OnlineConsultation consultation = read(example);

    assertThat(consultation.sections())
        .extracting(QuestionSection::title)
        .containsExactly("Your problem", "Your health");
    assertThat(consultation.sections().getFirst().questions())
        .flatExtracting(Question::answers)
        .hasExactlyElementsOfTypes(
            QuestionAnswer.TextAnswer.class,
            QuestionAnswer.CodedAnswer.class,
            QuestionAnswer.ValueAnswer.class,
            QuestionAnswer.PictureAnswer.class);
    assertThat(consultation.sections().get(1).questions().get(1).answers()).isEmpty();
    assertThat(OnlineConsultationJson.read(OnlineConsultationJson.write(consultation)))
        .isEqualTo(consultation);
  }

  @Test
  void aRepresentativeIsReadAndWrittenBack() {
    OnlineConsultation consultation =
        read(
            example.replace(
                "\"organisation\":",
                "\"representative\": {\"name\": {\"family\": \"Fictional\"}, \"birthDate\":"
                    + " \"1960-02-03\"}, \"organisation\":"));
    assertThat(consultation.representative())
        .map(person -> person.name().family())
        .contains("Fictional");
    assertThat(OnlineConsultationJson.read(OnlineConsultationJson.write(consultation)))
        .isEqualTo(consultation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consultation-summary",
        "online-consultation",
        "online-consultation-pharmacy",
        "online-consultation-escalated",
        "online-consultation-coded",
        "generic"
      })
  void everyExampleIsReadByItsUseCaseAndWrittenBack(String name) throws IOException {
    Document document =
        DocumentJson.read(
            Files.readAllBytes(
                Path.of(System.getProperty("project.root", ".."), "examples", name + ".json")));
    assertThat(DocumentJson.read(DocumentJson.write(document))).isEqualTo(document);
    assertThat(name).startsWith(document.useCase());
  }

  private static String coded() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("project.root"), "examples", "online-consultation-coded.json"));
  }

  @Test
  void thePreferredProviderIsAskedToActWhenNobodyElseIsNamed() throws IOException {
    assertThat(read(coded()).sendTo())
        .contains(Organisation.of(new OdsCode("A99904"), "Sampleton Pharmacy"));
  }

  @Test
  void thePracticeActsWhenItIsWhatThePatientPrefers() throws IOException {
    assertThat(read(coded().replace("\"odsCode\": \"A99904\"", "\"odsCode\": \"A99902\"")).sendTo())
        .isEmpty();
  }

  @Test
  void anotherRecipientThanThePreferredOneIsRefusedAndTheSameIsNot() throws IOException {
    String sendTo =
        "\"sendTo\": {\"odsCode\": \"%s\", \"name\": \"Sampleton\"}, \"preferredProvider\":";
    String same = coded().replace("\"preferredProvider\":", sendTo.formatted("A99904"));
    String another = coded().replace("\"preferredProvider\":", sendTo.formatted("A99905"));

    assertThat(read(same).sendTo()).map(Organisation::odsCode).contains(new OdsCode("A99904"));
    assertThatThrownBy(() -> read(another))
        .isInstanceOf(InvalidConsultationException.class)
        .hasMessageContaining("must be the organisation that the patient prefers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "answeredBy": "practitioner"   | "answeredBy": "patient"        | /sections/1/answeredBy
          "practitioner": {              | "performer": {                 | /performer
          "noObservation": true          | "noObservation": "yes"         | /sections/0/questions/3/noObservation
          "siteCode": "A99904"           | "siteCode": "a99904"           | /preferredProvider/siteCode
          "telephone": "01632960400",    |                                | /preferredProvider/telephone
          "type": "Community pharmacy"   | "type": ""                     | /preferredProvider/type
          "noObservation": true          | "noObservation": true, "code": { "system": "snomed", "code": "386725007", "term": "Body temperature" } | /sections/0/questions/3
          """)
  void aBrokenRuleOfCodedAnswersAndPreferencesIsFoundAtItsField(
      String original, String replacement, String pointer) throws IOException {
    String broken = coded().replace(original, replacement == null ? "" : replacement);
    assertThat(broken).isNotEqualTo(coded());
    InvalidConsultationException refused =
        catchThrowableOfType(InvalidConsultationException.class, () -> read(broken));
    assertThat(refused.problems()).extracting(JsonProblem::pointer).containsExactly(pointer);
  }

  @Test
  void aClinicianWhoAnsweredIsNamed() throws IOException {
    String json = coded();
    int from = json.indexOf("\"practitioner\": {");
    String without = json.substring(0, from) + json.substring(json.indexOf("\"organisation\":"));
    assertThatThrownBy(() -> read(without))
        .isInstanceOf(InvalidConsultationException.class)
        .hasMessageContaining("must be named where a section was answered by the practitioner");
  }

  @Test
  void anUnknownUseCaseIsNamedWithTheKnownOnes() {
    assertThatThrownBy(
            () -> DocumentJson.read("{\"useCase\":\"letter\"}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidConsultationException.class)
        .hasMessageContaining("consultation-summary, generic, online-consultation");
  }

  @Test
  void aResourceIsKeptToTheLastDigit() {
    OnlineConsultation consultation =
        read(
            example.replace(
                "\"organisation\":",
                "\"resources\": [{\"resourceType\": \"Observation\", \"valueQuantity\": {\"value\":"
                    + " 37.20}}], \"organisation\":"));
    assertThat(consultation.resources().getFirst())
        .isInstanceOfSatisfying(
            CodedEntry.Finished.class, kept -> assertThat(kept.json()).contains("37.20"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          online-consultation",             | consultation-summary",  | /useCase
          9990000026                        | 9990000027              | /patient/nhsNumber
          2026-11-20T07:45:00Z              | yesterday               | /submittedAt
          "quantity": "4"                   | "quantity": "four"      | /sections/0/questions/2/answers/0/value/quantity
          271807003                         | 271807004               | /sections/0/questions/1/answers/0/code/code
          [{ "text": "No" }]                | [{ "txt": "No" }]       | /sections/1/questions/0/answers/0
          "picture": { "file": "online      | "picture": { "file": "x | ''
          """)
  void aBrokenRuleIsFoundAtItsField(String original, String replacement, String pointer) {
    String broken = example.replace(original, replacement);
    assertThat(broken).isNotEqualTo(example);
    InvalidConsultationException refused =
        catchThrowableOfType(InvalidConsultationException.class, () -> read(broken));
    assertThat(refused.problems()).extracting(JsonProblem::pointer).containsExactly(pointer);
    assertThat(refused).message().doesNotContain("Testpatient", "rash", "Rash");
  }

  private static OnlineConsultation read(String json) {
    return OnlineConsultationJson.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
