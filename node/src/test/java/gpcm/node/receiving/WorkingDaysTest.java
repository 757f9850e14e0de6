package gpcm.node.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deadlines in working days, in the time of the place. */
class WorkingDaysTest {
  @ParameterizedTest
  @CsvSource({
    "2026-06-15T09:00:00Z, 1, 2026-06-16T09:00:00Z",
    "2026-06-19T09:00:00Z, 1, 2026-06-22T09:00:00Z",
    "2026-06-20T09:00:00Z, 1, 2026-06-22T09:00:00Z",
    "2026-06-19T09:00:00Z, 3, 2026-06-24T09:00:00Z",
    "2026-10-23T09:00:00Z, 1, 2026-10-26T10:00:00Z",
  })
  void weekendsDoNotCountAndTheClockOfThePlaceDoes(Instant start, int days, Instant due) {
    assertThat(WorkingDays.after(start, days)).isEqualTo(due);
  }
}
