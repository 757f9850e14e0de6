package gpcm.rules;

import gpcm.message.ResponseCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.BaseDateTimeType;
import org.hl7.fhir.dstu3.model.Encounter;

/**
 * A patient born, or seen, after the message that tells of it was made. Measured by the message's
 * own time, so that a message is judged alike whenever it is looked at.
 */
final class FutureDates {
  /** By how much the clocks of two systems of one sender may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private FutureDates() {}

  static List<Finding> of(MessageContext context) {
    Optional<Instant> made = made(context);
    if (made.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    context
        .patient()
        .filter(patient -> bornAfter(patient, made.get()))
        .ifPresent(patient -> findings.add(birth(context, patient)));
    for (Element encounter : context.all("Encounter")) {
      if (encounter.value() instanceof Encounter seen
          && seen.getPeriod().getStart() != null
          && seen.getPeriod().getStart().toInstant().isAfter(made.get().plus(CLOCKS_DIFFER))) {
        findings.add(consultation(context, encounter));
      }
    }
    return findings;
  }

  private static Optional<Instant> made(MessageContext context) {
    return context.header().stream()
        .flatMap(header -> header.children("timestamp").stream())
        .map(Element::value)
        .filter(value -> value instanceof BaseDateTimeType time && time.getValue() != null)
        .map(value -> ((BaseDateTimeType) value).getValue().toInstant())
        .findFirst();
  }

  // A child may be born where it is tomorrow already. What is no date is for another rule.
  private static boolean bornAfter(Element patient, Instant made) {
    LocalDate last = made.atOffset(ZoneOffset.ofHours(14)).toLocalDate();
    return patient.children("birthDate").stream()
        .map(date -> String.valueOf(date.value().primitiveValue()))
        .anyMatch(text -> isAfter(text, last));
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

  private static Finding birth(MessageContext context, Element patient) {
    return Finding.must(
        switch (context.useCase()) {
          case OC -> "GPCM-SD-OC-019";
          case GE -> "GPCM-SD-GE-019";
          case CS, UNKNOWN -> "GPCM-SD-CS-041";
        },
        ResponseCode.PAYLOAD_INVALID,
        patient.pathOf("birthDate"),
        "a date after the message was made",
        "the date on which the patient was born",
        "Check the date of birth, and the clock of the system that made the message");
  }

  private static Finding consultation(MessageContext context, Element encounter) {
    return Finding.must(
        switch (context.useCase()) {
          case OC -> "GPCM-SD-OC-038";
          case GE -> "GPCM-SD-GE-038";
          case CS, UNKNOWN -> "GPCM-SD-006";
        },
        ResponseCode.PAYLOAD_INVALID,
        encounter.pathOf("period.start"),
        "a time after the message was made",
        "the time at which the patient was seen",
        "Check the time of the consultation, and the clock of the system that made the message");
  }
}
