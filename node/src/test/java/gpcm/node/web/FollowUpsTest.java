package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import gpcm.node.viewing.Shown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is quoted of a document's text as what it asks for next. */
class FollowUpsTest {
  private static Optional<String> quoted(String text) {
    return FollowUps.quoted(page(1, 1, text), Optional::empty)
        .map(found -> found.texts().getFirst());
  }

  private static Shown page(int page, int pages, String text) {
    return new Shown.Text(page, pages, text, List.of());
  }

  private static FollowUps quoted(String first, String last) {
    return FollowUps.quoted(page(1, 2, first), () -> Optional.of(page(2, 2, last))).orElseThrow();
  }

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
    assertThat(quoted(text)).contains("Ring her");
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
    assertThat(quoted(text)).isEmpty();
  }

  @Test
  void aQuotationIsBoundedAndSaysThatItGoesOn() {
    assertThat(quoted("Follow-up: " + "\uD83D\uDE00".repeat(2000)).orElseThrow())
        .isEqualTo("\uD83D\uDE00".repeat(1000) + " … (it goes on in the document)");
  }

  @Test
  void whatStandsFurtherBelowTheHeadingThanAPersonLooksIsLeftToTheDocument() {
    for (String space : List.of(" ", "\t", "\f", "\n", "\r\n", " \n")) {
      assertThat(quoted("Follow-up:\nRing her" + space.repeat(199_000) + "x"))
          .contains("Ring her … (it goes on in the document)");
    }
  }

  @Test
  void theOfficialHeadingOnTheLastPageCountsMoreThanAnotherOnTheFirst() {
    assertThat(quoted("Follow-up: by the clinic", "Follow-up Actions: Ring her"))
        .isEqualTo(new FollowUps(List.of("Ring her"), Optional.of(2), false));
  }

  @Test
  void theOfficialHeadingOnTheFirstPageIsEnough() {
    assertThat(
            FollowUps.quoted(
                page(1, 2, "Follow-up Actions: Ring her"),
                () -> fail("no other page needs to be drawn")))
        .contains(new FollowUps(List.of("Ring her"), Optional.of(1), true));
  }

  @Test
  void whereNoPageHasTheOfficialHeadingAnotherIsLookedForFromTheFirstOn() {
    assertThat(quoted("Follow-up: Ring her", "GP actions: Book a test").texts())
        .containsExactly("Ring her");
    assertThat(quoted("Treatment: Rest.", "GP actions: Book a test"))
        .isEqualTo(new FollowUps(List.of("Book a test"), Optional.of(2), false));
  }

  @Test
  void theLinesOfAQuotationStay() {
    assertThat(quoted("Follow-up Actions: Ring her\n  Book a test\n"))
        .contains("Ring her\nBook a test");
  }

  @Test
  void aTaskHasAsMuchOfItAsATaskMayHave() {
    assertThat(new FollowUps(List.of("Ring\nher", "Book"), Optional.empty(), false).task())
        .isEqualTo("Ring her; Book");
    assertThat(new FollowUps(List.of("x".repeat(201)), Optional.of(1), false).task())
        .isEqualTo("x".repeat(199) + "…");
  }
}
