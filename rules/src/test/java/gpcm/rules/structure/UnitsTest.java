package gpcm.rules.structure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of UCUM. */
class UnitsTest {
  private final Units units = Facts.official().units();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kg", "mm[Hg]", "10*9/L", "10*3/uL", "mmol/L", "m2", "kg/m2", "ug/(kg.min)", "/min", "%",
            "1",
        "Cel", "[degF]", "{score}", "mL/min/{1.73_m2}", "d", "h", "wk", "mo", "a", "[iU]/L",
            "m[H2O]"
      })
  void unitsAreKnown(String code) {
    assertThat(units.has(code)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "k g",
        "zz-unknown",
        "tablet",
        "kg/",
        "(kg",
        "kg)",
        "{score",
        "[zz]",
        "kkg",
        "kg//m",
        "²"
      })
  void othersAreNot(String code) {
    assertThat(units.has(code)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "m.", "{", "[", "a9"})
  void hostileTextIsReadToItsEndAndIsNone(String part) {
    assertThat(units.has(part.repeat(100_000))).isFalse();
  }
}
