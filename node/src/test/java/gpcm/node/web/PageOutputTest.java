package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one text of a page opens never reaches the next. */
class PageOutputTest {
  @ParameterizedTest
  @CsvSource({
    "a\u2067b, a\u2067b\u2069",
    "a\u2067\u2066b, a\u2067\u2066b\u2069\u2069",
    "a\u2067b\u2069c, a\u2067b\u2069c",
    "a\u2069b, ab",
    "a\u2067b\u2069\u2069c\u2068d, a\u2067b\u2069c\u2068d\u2069",
    "a\u2029\u202Eb, a \u202Eb",
    "a\u202Eb, a\u202Eb",
    "plain, plain"
  })
  void anIsolateIsClosedByWhatOpensItAndByNothingElse(String text, String written) {
    assertThat(written(text)).isEqualTo(written);
  }

  @Test
  void anIsolateEndsWithItsLine() {
    assertThat(written("a\u2067b\nc\u2069d")).isEqualTo("a\u2067b\u2069\ncd");
  }

  @Test
  void aLabelHasNoSignsOfDirection() {
    assertThat(attribute("aria-label", "a\u202Eb")).isEqualTo("ab");
    assertThat(context("title", null, "a\u202Eb")).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u202Eb", "a\u2067b", "a\u2069b", "a\u2067b\nc\u2069d", "a\u2029b"})
  void aFieldHasWhatWasTyped(String typed) {
    assertThat(attribute("value", typed)).isEqualTo(typed);
    assertThat(context("textarea", null, typed)).isEqualTo(typed);
  }

  @Test
  void whatStandsAfterAFieldIsClosedAgain() {
    StringOutput page = new StringOutput();
    PageOutput output = new PageOutput(page);
    output.setContext("textarea", null);
    output.writeUserContent("a");
    output.setContext("p", null);
    output.writeUserContent("\u2067b");
    assertThat(page).hasToString("a\u2067b\u2069");
  }

  private static String attribute(String name, String text) {
    return context("input", name, text);
  }

  private static String context(String tag, String attribute, String text) {
    StringOutput page = new StringOutput();
    PageOutput output = new PageOutput(page);
    output.setContext(tag, attribute);
    output.writeUserContent(text);
    return page.toString();
  }

  @Test
  void textIsEscapedAsEverywhere() {
    assertThat(written("<b>\u2067")).isEqualTo("&lt;b&gt;\u2067\u2069");
  }

  private static String written(String text) {
    StringOutput page = new StringOutput();
    new PageOutput(page).writeUserContent(text);
    return page.toString();
  }
}
