package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.PersonName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The full range of text that records of the United Kingdom hold. */
class LanguageTest {
  private final PrintableText everythingCovered = new PrintableText(codePoint -> true);
  private final PrintableText latinOnly = new PrintableText(codePoint -> codePoint < 0x250);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Siân Ŵyn o Lanfair-yng-Nghornwy, tŷ dŵr",
        "Zażółć gęślą jaźń, Łódź",
        "İstanbul, Iğdır, şöförü",
        "Αθήνα, Ελλάδα, ΐ",
        "Щукин, Їжакевич, Ђорђе",
        "Nguyễn Thị Hằng",
        "王小明, 歐陽, 邓",
        "½ ° µg ≥ ≤ ± → € £ ‘quotes’ – —"
      })
  void textFromLeftToRightIsSetLetterForLetter(String text) {
    assertThat(Samples.text(Samples.pdf(Samples.text(text)))).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "السلام عليكم, السلام عليكم",
    "שלום עולם, שלום עולם",
    // The number stands at the left of the phrase it ends; the extractor puts only the letters of a
    // word in order.
    "Name: محمد علي 123 aged 3, Name: 123 محمد علي aged 3",
    "בדיקה 12 ימים, בדיקה 12 ימים"
  })
  void textFromRightToLeftStandsInItsOwnOrder(String text, String seen) {
    assertThat(String.join(" ", Samples.pages(Samples.pdf(Samples.text(text))))).contains(seen);
  }

  @Test
  void aNumberInsideAnArabicPhraseStaysOnItsSide() {
    RightToLeft.Splitter splitter = new RightToLeft.Splitter();
    splitter.setParagraph("Since: منذ 12 يوم", (byte) 0);

    assertThat(splitter.countTextRuns()).as("the number belongs to the phrase").isEqualTo(2);
    assertThat(new RightToLeft().reorderRTLTextToLTR("אבג 12 דה (ו)")).isEqualTo("(ו) הד 12 גבא");
  }

  @Test
  void arabicLettersAreJoined() {
    assertThat(new RightToLeft().shapeText("سلام")).isEqualTo("ﺳﻼﻡ");
  }

  @Test
  void aChineseNameIsShownInTheHeader() {
    var patient = Samples.named(new PersonName("歐陽", List.of("小明"), Optional.of("Ms")));
    assertThat(Samples.text(Samples.pdf(Samples.patient(patient)))).contains("歐陽, 小明 (Ms)");
  }

  @ParameterizedTest
  @CsvSource({
    "fine 😀, fine [grinning face]",
    "👨‍👩‍👧, [man][woman][girl]",
    "👍🏽, [thumbs up sign][emoji modifier fitzpatrick type-4]",
    "🇬🇧, [regional indicator symbol letter g][regional indicator symbol letter b]"
  })
  void anEmojiIsReplacedByItsName(String text, String shown) {
    assertThat(everythingCovered.printable(text)).isEqualTo(shown);
  }

  @Test
  void aCharacterWithoutAGlyphIsReplacedByItsName() {
    assertThat(latinOnly.printable("नम")).isEqualTo("[devanagari letter na][devanagari letter ma]");
    assertThat(latinOnly.printable(new String(Character.toChars(0x0378)))).isEqualTo("[U+0378]");
    assertThat(Samples.text(Samples.pdf(Samples.text("Dose ⚕ नमस्ते"))))
        .contains("[devanagari letter na]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\u0007", "\u001B", "\u007F", "\u202E", "\u2066", "\u200B", "\uFEFF", "\u00AD",
        "\uFE0F"
      })
  void whatShowsNothingIsRemovedSoThatItCannotTurnTextRound(String invisible) {
    assertThat(everythingCovered.printable("5" + invisible + "0 mg")).isEqualTo("50 mg");
  }

  @Test
  void lettersAndTheirMarksAreComposed() {
    assertThat(everythingCovered.printable("e\u0301 W\u0302")).isEqualTo("é Ŵ");
  }

  @ParameterizedTest
  @CsvSource({"سلام abc, true", "12 שלום, true", "abc سلام, false", "12 %, false", "'', false"})
  void aParagraphRunsInTheDirectionOfItsFirstLetter(String text, boolean rightToLeft) {
    assertThat(PrintableText.startsRightToLeft(text)).isEqualTo(rightToLeft);
  }
}
