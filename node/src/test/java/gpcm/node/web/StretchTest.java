package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.web.Stretch.Slot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the time that charts look back is cut. */
class StretchTest {
  @Test
  void aDayIsTheLast24HoursWithTheOneThatRuns() {
    List<Slot> slots = Stretch.DAY.slots(Instant.parse("2026-11-27T15:10:00Z"));
    assertThat(slots).hasSize(24);
    assertThat(slots.getFirst().name()).isEqualTo("26 Nov 2026 16:00");
    assertThat(slots.getLast().name()).isEqualTo("27 Nov 2026 15:00");
    assertThat(slots.getLast().has(Instant.parse("2026-11-27T15:59:59Z"))).isTrue();
  }

  @Test
  void whenClocksGoBackAnHourIsThereTwice() {
    assertThat(Stretch.DAY.slots(Instant.parse("2026-10-25T06:30:00Z")))
        .extracting(Slot::name)
        .filteredOn(name -> name.endsWith("25 Oct 2026 01:00"))
        .hasSize(2);
  }

  @Test
  void aWeekIsCutAtMidnightOfTheUnitedKingdomAlsoInSummer() {
    List<Slot> slots = Stretch.WEEK.slots(Instant.parse("2026-07-03T22:59:00Z"));
    assertThat(slots).hasSize(28);
    assertThat(slots.getLast().name()).isEqualTo("3 Jul 2026 18:00 to 00:00");
    assertThat(slots.getLast().until()).isEqualTo(Instant.parse("2026-07-03T23:00:00Z"));
    assertThat(slots).extracting(Slot::label).contains("Fri 3", "Sat 27");
  }

  @Test
  void oneSlotBeginsWhereTheOneBeforeEnds() {
    for (Stretch stretch : Stretch.values()) {
      List<Slot> slots = stretch.slots(Instant.parse("2026-10-26T12:00:00Z"));
      for (int i = 1; i < slots.size(); i++) {
        assertThat(slots.get(i).from()).isEqualTo(slots.get(i - 1).until());
      }
    }
  }
}
