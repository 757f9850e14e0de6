package gpcm.consultation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gpcm.consultation.CodedEntry;
import gpcm.consultation.Document;
import gpcm.consultation.OnlineConsultation;
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
