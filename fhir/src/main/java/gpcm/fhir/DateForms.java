package gpcm.fhir;

import java.time.YearMonth;

/** The lexical forms of FHIR STU3's dates and times: whole, real, and with a zone of this world. */
final class DateForms {
  private static final int DATE = 10;
  private static final int SECONDS = 8;

  private DateForms() {}

  /** A year, a month or a day. */
  static boolean date(String text) {
    return text.length() <= DATE && day(text);
  }

  /** A date, or one with a time to the second and a zone. */
  static boolean dateTime(String text) {
    return text.length() <= DATE ? date(text) : instant(text);
  }

  /** A day with a time to the second and a zone. */
  static boolean instant(String text) {
    if (text.length() < DATE + 1 + SECONDS + 1
        || text.charAt(DATE) != 'T'
        || !day(text.substring(0, DATE))) {
      return false;
    }
    int zone = Math.max(text.indexOf('Z', DATE), text.indexOf('+', DATE));
    zone = Math.max(zone, text.indexOf('-', DATE));
    return zone > 0 && time(text.substring(DATE + 1, zone)) && zone(text.substring(zone));
  }

  /** A time to the second, with as many digits of it as one likes. */
  static boolean time(String text) {
    if (text.length() < SECONDS || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return false;
    }
    boolean fits = within(text, 0, 0, 23) && within(text, 3, 0, 59) && within(text, 6, 0, 59);
    if (!fits || text.length() == SECONDS) {
      return fits;
    }
    if (text.charAt(SECONDS) != '.' || text.length() == SECONDS + 1) {
      return false;
    }
    for (int i = SECONDS + 1; i < text.length(); i++) {
      if (!PrimitiveForms.digit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean zone(String text) {
    if (text.equals("Z")) {
      return true;
    }
    return text.length() == 6
        && text.charAt(3) == ':'
        && (text.charAt(0) == '+' || text.charAt(0) == '-')
        && ((within(text, 1, 0, 13) && within(text, 4, 0, 59)) || text.endsWith("14:00"));
  }

  private static boolean day(String text) {
    int length = text.length();
    if ((length != 4 && length != 7 && length != DATE) || number(text, 0, 4) < 0) {
      return false;
    }
    if (length == 4) {
      return true;
    }
    if (text.charAt(4) != '-' || !within(text, 5, 1, 12)) {
      return false;
    }
    return length == 7
        || (text.charAt(7) == '-'
            && within(
                text, 8, 1, YearMonth.of(number(text, 0, 4), number(text, 5, 2)).lengthOfMonth()));
  }

  private static boolean within(String text, int at, int least, int most) {
    int number = number(text, at, 2);
    return number >= least && number <= most;
  }

  /** The number that these digits are; -1 when one is no digit. */
  private static int number(String text, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      char c = text.charAt(i);
      if (!PrimitiveForms.digit(c)) {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
