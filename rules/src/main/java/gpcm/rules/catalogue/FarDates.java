package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.BaseDateTimeType;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * A message whose times agree, and are all of another age: its maker's clock was wrong. Times that
 * differ among themselves are for the rules about each of them.
 */
final class FarDates {
  private static final String EXPECTED =
      "the time the message was made, of the years in which there are such messages";
  private static final String FIX =
      "Set the clock of the system that makes the messages, and send this one anew";

  /** No message bundle of ITK3 is older than the profiles that it is made by. */
  private static final Instant EARLIEST = Instant.parse("2018-01-01T00:00:00Z");

  /** What is nearer may be a clock, or a day and a month that changed places. */
  private static final Duration AHEAD = Duration.ofDays(31);

  private FarDates() {}

  static void header(PartRules header) {
    add(header.should("CS-052 OC-151 GE-278", "timestamp"), "timestamp");
  }

  /** The same of an answer, which has no other time. */
  static void answer(PartRules header) {
    add(header.should("CS-059 OC-158 GE-285", "timestamp"), "timestamp");
  }

  static void composition(PartRules composition) {
    add(composition.should("CS-020 OC-004 GE-004", "date"), "date");
  }

  private static void add(RuleLine line, String element) {
    line.conditions("of these years")
        .by(EXPECTED, FIX, (context, owner, report) -> look(context, owner, element, report));
  }

  private static void look(
      MessageContext context, Element owner, String element, RuleCheck.Report report) {
    for (Element time : owner.children(element)) {
      Optional<Instant> said = instant(time);
      if (said.isPresent() && all(context)) {
        report.broken(
            time.path(),
            said.get().isBefore(EARLIEST)
                ? "a time before there were such messages"
                : "a time that lies in the future");
      }
    }
  }

  private static boolean all(MessageContext context) {
    return Stream.of(
            context.header().flatMap(header -> first(header, "timestamp")),
            context.composition().flatMap(composition -> first(composition, "date")),
            context
                .documentBundle()
                .map(document -> ((Bundle) document.value()).getMeta().getLastUpdated())
                .map(updated -> updated.toInstant()))
        .flatMap(Optional::stream)
        .allMatch(time -> far(time, context.now()));
  }

  private static boolean far(Instant time, Instant now) {
    return time.isBefore(EARLIEST) || time.isAfter(now.plus(AHEAD));
  }

  private static Optional<Instant> first(Element resource, String name) {
    List<Element> values = resource.children(name);
    return values.isEmpty() ? Optional.empty() : instant(values.getFirst());
  }

  private static Optional<Instant> instant(Element element) {
    return element.value() instanceof BaseDateTimeType time && time.getValue() != null
        ? Optional.of(time.getValue().toInstant())
        : Optional.empty();
  }
}
