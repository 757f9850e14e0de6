package gpcm.report;

import gpcm.consultation.Consultation;
import gpcm.consultation.PersonName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the template writes names, dates and times. */
final class TemplateFormats {
  // Plain English month names: the British locale abbreviates September to four letters.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm", Locale.ENGLISH);

  private TemplateFormats() {}

  /** {@code SURNAME, Forename(s) (Title)}. */
  static String name(PersonName name) {
    StringBuilder text = new StringBuilder(name.family().toUpperCase(Locale.ROOT));
    if (!name.given().isEmpty()) {
      text.append(", ").append(String.join(" ", name.given()));
    }
    name.prefix().ifPresent(title -> text.append(" (").append(title).append(')'));
    return text.toString();
  }

  /** {@code dd-MMM-yyyy}. */
  static String date(LocalDate date) {
    return DATE.format(date);
  }

  /** {@code dd-MMM-yyyy hh:mm} on the 24-hour clock of the United Kingdom. */
  static String time(Instant instant) {
    return TIME.format(instant.atZone(Consultation.UK_TIME));
  }
}
