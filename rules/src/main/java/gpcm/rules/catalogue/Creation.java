package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * When a message was made. Composition.date, MessageHeader.timestamp and the document bundle's
 * lastUpdated speak of one act, so two of them lie close together; which of them is wrong, the
 * third tells.
 */
final class Creation {
  static final String AGREES = "agrees";
  private static final Duration MARGIN = Duration.ofDays(1);

  private Creation() {}

  /** The header's time against the document's. */
  static void header(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> said = header.children("timestamp");
    if (!inTheSameWords(said, context)) {
      compare(said, assembled(context), report);
    }
  }

  /** The Composition's time against the document's, or the header's where that has none. */
  static void composition(MessageContext context, Element composition, RuleCheck.Report report) {
    List<Element> said = composition.children("date");
    if (inTheSameWords(said, context)) {
      return;
    }
    Optional<Instant> made =
        assembled(context)
            .or(() -> context.header().flatMap(header -> instant(header.children("timestamp"))));
    compare(said, made, report);
  }

  /** The usual case: both were written from one time, and need not be understood to agree. */
  private static boolean inTheSameWords(List<Element> said, MessageContext context) {
    return !said.isEmpty()
        && lastUpdated(context)
            .equals(Optional.ofNullable(said.getFirst().value().primitiveValue()));
  }

  private static Optional<Instant> assembled(MessageContext context) {
    return lastUpdated(context).flatMap(Creation::instant);
  }

  private static Optional<String> lastUpdated(MessageContext context) {
    return context
        .documentBundle()
        .map(document -> ((Bundle) document.value()).getMeta().getLastUpdatedElement())
        .map(updated -> updated.getValueAsString());
  }

  private static void compare(
      List<Element> values, Optional<Instant> made, RuleCheck.Report report) {
    Optional<Instant> said = instant(values);
    if (said.isPresent()
        && made.isPresent()
        && Duration.between(said.get(), made.get()).abs().compareTo(MARGIN) > 0) {
      report.broken(
          values.getFirst().path(),
          ElementValues.text(values.getFirst()) + ", where the message says " + made.get());
    }
  }

  private static Optional<Instant> instant(List<Element> values) {
    return values.isEmpty()
        ? Optional.empty()
        : instant(values.getFirst().value().primitiveValue());
  }

  private static Optional<Instant> instant(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // a rule of its own asks for a date with time and zone
    }
  }
}
