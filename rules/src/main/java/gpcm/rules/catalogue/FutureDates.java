package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.BaseDateTimeType;

/**
 * A patient born, or seen, after the message that tells of it was made. Measured by the message's
 * own time, so that a message is judged alike whenever it is looked at.
 */
final class FutureDates {
  private static final String NOT_LATER = "not after the message";
  private static final String FOUND = "a date after the message was made";
  private static final ElementPath START = ElementPath.of("period/start");

  /** By how much the clocks of two systems of one sender may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private FutureDates() {}

  static void birth(PartRules patient) {
    patient
        .must("CS-041 OC-019 GE-019", "birthDate")
        .conditions(NOT_LATER)
        .by(
            "the date on which the patient was born, not after the message was made",
            "Check the date of birth, and the clock of the system that made the message",
            FutureDates::birth);
  }

  /**
   * That start and end of an encounter are told is a SHOULD; that it is finished, a MUST, and what
   * begins later is not. A use case without a requirement of that number goes by ITK3.
   */
  static void consultation(PartRules encounter) {
    encounter
        .must("C-02 OC-033 GE-033", "period/start")
        .conditions(NOT_LATER)
        .by(
            "the time at which the patient was seen, not after the message was made",
            "Check the time of the consultation, and the clock of the system that made the message",
            FutureDates::consultation);
  }

  private static void birth(MessageContext context, Element patient, RuleCheck.Report report) {
    Optional<Instant> made = made(context);
    if (made.isEmpty()) {
      return; // the rule that asks for the header's time says so
    }
    // A child may be born where it is tomorrow already. What is no date is for another rule.
    LocalDate last = made.get().atOffset(ZoneOffset.ofHours(14)).toLocalDate();
    for (Element date : patient.children("birthDate")) {
      if (isAfter(ElementValues.whole(date), last)) {
        report.broken(date.path(), FOUND);
      }
    }
  }

  private static void consultation(
      MessageContext context, Element encounter, RuleCheck.Report report) {
    Optional<Instant> made = made(context);
    for (Element start : START.values(encounter)) {
      if (made.isPresent()
          && instant(start)
              .filter(time -> time.isAfter(made.get().plus(CLOCKS_DIFFER)))
              .isPresent()) {
        report.broken(start.path(), FOUND);
      }
    }
  }

  /** When the message was made, as far as it says so. */
  static Optional<Instant> made(MessageContext context) {
    return context.header().stream()
        .flatMap(header -> header.children("timestamp").stream())
        .flatMap(timestamp -> instant(timestamp).stream())
        .findFirst();
  }

  private static Optional<Instant> instant(Element element) {
    return element.value() instanceof BaseDateTimeType time && time.getValue() != null
        ? Optional.of(time.getValue().toInstant())
        : Optional.empty();
  }

  private static boolean isAfter(String text, LocalDate last) {
    String latest = last.toString();
    if (text.length() == latest.length() && text.compareTo(latest) <= 0) {
      return false; // whatever it is, it is no later date
    }
    try {
      return LocalDate.parse(text).isAfter(last);
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
