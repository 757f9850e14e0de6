package gpcm.rules;

import gpcm.message.ResponseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.BaseDateTimeType;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * A message whose times agree, and are all of another age: its maker's clock was wrong. Times that
 * differ among themselves are for the rules about each of them.
 */
final class FarDates {
  /** No message bundle of ITK3 is older than the profiles that it is made by. */
  private static final Instant EARLIEST = Instant.parse("2018-01-01T00:00:00Z");

  /** What is nearer may be a clock, or a day and a month that changed places. */
  private static final Duration AHEAD = Duration.ofDays(31);

  private FarDates() {}

  static List<Finding> of(MessageContext context, Instant now) {
    Optional<Element> timestamp = context.header().flatMap(header -> first(header, "timestamp"));
    Optional<Element> date =
        context.composition().flatMap(composition -> first(composition, "date"));
    Optional<Instant> assembled =
        context
            .documentBundle()
            .map(document -> ((Bundle) document.value()).getMeta().getLastUpdated())
            .map(updated -> updated.toInstant());
    Optional<Instant> sent = timestamp.flatMap(FarDates::instant);
    Optional<Instant> written = date.flatMap(FarDates::instant);
    if (sent.filter(time -> !far(time, now)).isPresent()
        || written.filter(time -> !far(time, now)).isPresent()
        || assembled.filter(time -> !far(time, now)).isPresent()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>(2);
    if (sent.isPresent()) {
      String requirement = id(context, "CS-052", "OC-151", "GE-278");
      findings.add(finding(requirement, ResponseCode.HEADER_INVALID, timestamp.get(), sent.get()));
    }
    if (written.isPresent()) {
      String requirement = id(context, "CS-020", "OC-004", "GE-004");
      findings.add(finding(requirement, ResponseCode.PAYLOAD_INVALID, date.get(), written.get()));
    }
    return findings;
  }

  private static boolean far(Instant time, Instant now) {
    return time.isBefore(EARLIEST) || time.isAfter(now.plus(AHEAD));
  }

  private static Optional<Element> first(Element resource, String name) {
    return resource.children(name).stream().findFirst();
  }

  private static Optional<Instant> instant(Element element) {
    return element.value() instanceof BaseDateTimeType time && time.getValue() != null
        ? Optional.of(time.getValue().toInstant())
        : Optional.empty();
  }

  private static String id(MessageContext context, String cs, String oc, String ge) {
    return Rule.PREFIX
        + switch (context.useCase()) {
          case OC -> oc;
          case GE -> ge;
          case CS, UNKNOWN -> cs;
        };
  }

  private static Finding finding(
      String requirement, ResponseCode code, Element element, Instant time) {
    boolean past = time.isBefore(EARLIEST);
    return new Finding(
        requirement,
        Strength.SHOULD,
        code,
        element.path(),
        Optional.empty(),
        past ? "a time before there were such messages" : "a time that lies in the future",
        "the time the message was made",
        "Set the clock of the system that makes the messages, and send this one anew",
        false);
  }
}
