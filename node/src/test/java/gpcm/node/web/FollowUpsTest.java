package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is quoted of a document's text as what it asks for next. */
class FollowUpsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Follow-up Actions: Ring her",
        "Follow-up Actions\nRing her",
        "  FOLLOW UP ACTIONS :  Ring   her  ",
        "Follow-up:\n\nRing her",
        "Actions for the GP: Ring her",
        "GP actions\nRing her",
        "Actions required:\n  Ring her\n",
        "Treatment: Rest.\nFollow-up Actions: Ring her\nConfidential: personal data Page 1 of 1",
        "Follow-up Actions: Ring her\n- Confidential: personal data -",
        "Follow-up Actions: Ring her\nPage 2 of 2\nVersion 1",
        "Follow-up: by the clinic\nFollow-up Actions: Ring her"
      })
  void theWordsUnderTheHeadingAreQuotedUpToTheFootOfThePage(String text) {
    assertThat(FollowUps.quoted(text)).contains("Ring her");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Follow-up in two weeks was agreed.",
        "She was told about Follow-up Actions: none of them urgent",
        "Follow-up Actions:",
        "Follow-up Actions\nConfidential: personal data Page 1 of 1",
        "Treatment: Rest."
      })
  void whereThereIsNoSuchHeadingOrNothingUnderItNothingIsQuoted(String text) {
    assertThat(FollowUps.quoted(text)).isEmpty();
  }

  @Test
  void aQuotationIsBoundedAndSaysThatItGoesOn() {
    assertThat(FollowUps.quoted("Follow-up: " + "\uD83D\uDE00".repeat(2000)).orElseThrow())
        .isEqualTo("\uD83D\uDE00".repeat(1000) + " … (it goes on in the document)");
  }

  @Test
  void theLinesOfAQuotationStay() {
    assertThat(FollowUps.quoted("Follow-up Actions: Ring her\n  Book a test\n"))
        .contains("Ring her\nBook a test");
  }

  @Test
  void aTaskHasAsMuchOfItAsATaskMayHave() {
    assertThat(new FollowUps(List.of("Ring\nher", "Book"), Optional.empty()).task())
        .isEqualTo("Ring her; Book");
    assertThat(new FollowUps(List.of("x".repeat(201)), Optional.of(1)).task())
        .isEqualTo("x".repeat(199) + "…");
  }
}
