package gpcm.node.web;

import gpcm.node.reporting.Period;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Of which days somebody wants a report: four weeks, where they do not say. */
final class ReportQuery {
  static final int USUAL = 28;

  private static final String RULE = "a date such as 2027-03-31";

  private ReportQuery() {}

  static Period of(Context context, Instant now) {
    Query query = new Query(context, "from", "until");
    Optional<LocalDate> from = query.value("from", AuditFields::day, RULE);
    Optional<LocalDate> until = query.value("until", AuditFields::day, RULE);
    LocalDate last = until.orElseGet(() -> Period.last(1, now).until());
    try {
      return new Period(from.orElseGet(() -> last.minusDays(USUAL - 1L)), last);
    } catch (IllegalArgumentException e) {
      throw ProblemException.parameter(
          from.isPresent() ? "from" : "until",
          "gives a period that " + e.getMessage(),
          "give a first day that is not after the last one, and at most %d days"
              .formatted(Period.LONGEST));
    }
  }
}
