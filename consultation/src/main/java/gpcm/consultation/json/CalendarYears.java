package gpcm.consultation.json;

import gpcm.consultation.InvalidValueException;

/** Which years a date of a consultation can have. */
final class CalendarYears {
  private static final int FIRST = 1800;
  private static final int LAST = 9999;

  private CalendarYears() {}

  // FHIR and databases know no year 0, and both write a year after 9999 in another form.
  static void check(String what, int year) {
    if (year < FIRST || year > LAST) {
      throw new InvalidValueException(
          what, "must be in the years " + FIRST + " to " + LAST, "Correct the date");
    }
  }
}
