package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.Tolerances;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Questionnaire of the document asks, and what of it an answer may leave open. */
class QuestionsTest {
  private static final String REQUIRED =
      "{\"linkId\":\"2\",\"text\":\"Since when?\",\"type\":\"string\",\"required\":true%s}";

  private static Fixture asking(String item) {
    return Fixture.of(UseCaseKey.OC).change("questionnaire", "add", "item", item);
  }

  private static Fixture answering(String item) {
    return asking(REQUIRED.formatted("")).change("answers", "add", "item", item);
  }

  static Stream<String> left() {
    return Stream.of(
        // asked on a condition
        REQUIRED.formatted(",\"enableWhen\":[{\"question\":\"1.1\",\"answerString\":\"yes\"}]"),
        // beneath a group that is not there
        "{\"linkId\":\"3\",\"text\":\"If it does\",\"type\":\"group\",\"item\":["
            + REQUIRED.formatted("")
            + "]}",
        REQUIRED.formatted("").replace("true", "false"));
  }

  @ParameterizedTest
  @MethodSource("left")
  void whatIsNotAskedOfEverybodyMayBeLeftOut(String item) {
    assertThat(asking(item).check(Tolerances.NONE).all()).isEmpty();
  }

  @Test
  void aRequiredQuestionHasAnAnswer() {
    String question = "{\"linkId\":\"2\",\"text\":\"Since when?\"%s}";
    assertThat(
            answering(question.formatted(",\"answer\":[{\"valueString\":\"Monday\"}]"))
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
    assertThat(answering(question.formatted("")).check().rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-OC-066");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOES IT HURT", "1. Does it hurt?", "Does it hurt"})
  void aQuestionMayBeRepeatedInOtherLettersOrWithItsNumber(String words) {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change("answers", "set", "item/0/item/0/text", '"' + words + '"')
                .check()
                .all())
        .isEmpty();
  }

  /** Words may come from where the item is defined. */
  @Test
  void aQuestionMayHaveItsWordsInItsDefinition() {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change("questionnaire", "delete", "item/0/item/0/text", "")
                .change(
                    "questionnaire",
                    "set",
                    "item/0/item/0/definition",
                    "\"https://example.test/definitions#hurt\"")
                .check()
                .all())
        .filteredOn(BrokenMessageTest::isNumbered)
        .isEmpty();
  }
}
