package gpcm.node.reporting;

import gpcm.consultation.Consultation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Whole days, as the United Kingdom counts them.
 *
 * @param from the first day
 * @param until the last day, which belongs to it
 */
public record Period(LocalDate from, LocalDate until) {
  /** The longest that is counted at once, in days. */
  public static final int LONGEST = 92;

  /**
   * Checks that it is one.
   *
   * @throws IllegalArgumentException when it ends before it begins, or has more than {@link
   *     #LONGEST} days
   */
  public Period {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("ends before it begins");
    }
    if (ChronoUnit.DAYS.between(from, until) >= LONGEST) {
      throw new IllegalArgumentException("has more than " + LONGEST + " days");
    }
  }

  /** So many days that end with the one that it is now. */
  public static Period last(int days, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, Consultation.UK_TIME);
    return new Period(today.minusDays(days - 1L), today);
  }

  /** How many days it has. */
  public long days() {
    return ChronoUnit.DAYS.between(from, until) + 1;
  }

  Instant start() {
    return from.atStartOfDay(Consultation.UK_TIME).toInstant();
  }

  Instant end() {
    return until.plusDays(1).atStartOfDay(Consultation.UK_TIME).toInstant();
  }
}
