package gpcm.node.working;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The days that the government has published as bank holidays of England. */
class BankHolidaysTest {
  /** Those of 2026, among them the Monday for Boxing Day, which is a Saturday. */
  @Test
  void ofAYearThereAreThese() {
    assertThat(BankHolidays.inTheYearFrom(LocalDate.of(2026, 1, 1)).keySet())
        .extracting(LocalDate::toString)
        .containsExactly(
            "2026-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-04",
            "2026-05-25",
            "2026-08-31",
            "2026-12-25",
            "2026-12-28");
  }

  /** Christmas on a weekend, and those of one year alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-12-27",
        "2021-12-28",
        "2022-12-27",
        "2022-09-19",
        "2023-05-08",
        "2027-12-28"
      })
  void aDayThatWasGivenIsOne(LocalDate day) {
    assertThat(BankHolidays.on(day)).isTrue();
  }

  /** Of Scotland, of Northern Ireland, and the days themselves that have a substitute. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-01-02", "2026-11-30", "2026-03-17", "2026-12-26", "2026-04-05"})
  void othersAreNone(LocalDate day) {
    assertThat(BankHolidays.on(day)).isFalse();
  }

  @Test
  void eachHasItsName() {
    assertThat(BankHolidays.inTheYearFrom(LocalDate.of(2026, 4, 4)))
        .containsEntry(LocalDate.of(2026, 4, 6), "Easter Monday")
        .doesNotContainKey(LocalDate.of(2026, 4, 3))
        .containsEntry(LocalDate.of(2027, 3, 26), "Good Friday");
  }
}
