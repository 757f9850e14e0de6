package gpcm.node.web;

import gpcm.audit.entry.Action;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which entries somebody asks for, as they wrote it. A patient's number comes with a form only: an
 * address stands in the histories of browsers and the logs of proxies.
 *
 * @param person the id of who did it
 * @param patient the NHS number or local number of the patient
 * @param patientOf a document whose patient is meant
 * @param caseId the document
 * @param action the action
 * @param from the first day
 * @param until the last day
 * @param before the entry behind which the list goes on
 * @param rows how many entries a page has
 */
record AuditFields(
    Optional<String> person,
    Optional<String> patient,
    Optional<UUID> patientOf,
    Optional<UUID> caseId,
    Optional<Action> action,
    Optional<LocalDate> from,
    Optional<LocalDate> until,
    Optional<UUID> before,
    Optional<Integer> rows) {
  private static final ZoneId UK = ZoneId.of("Europe/London");
  private static final int LONGEST = 100;

  static AuditFields of(Context context) throws IOException {
    if (context.req().getMethod().equals("POST")) {
      Form form = Form.of(context);
      return of(form::text, form.text("patient"));
    }
    Query query =
        new Query(
            context, "person", "whose", "case", "action", "from", "until", "before", PageSize.NAME);
    return of(query::text, Optional.empty());
  }

  private static AuditFields of(
      Function<String, Optional<String>> fields, Optional<String> patient) {
    return new AuditFields(
        brief("person", fields.apply("person")),
        brief("patient", patient.map(AuditFields::number)),
        value("whose", fields, UUID::fromString, "the id of a document"),
        value("case", fields, UUID::fromString, "the id of a document"),
        value("action", fields, AuditFields::action, "one of the list"),
        value("from", fields, AuditFields::day, "a date such as 2027-03-31"),
        value("until", fields, AuditFields::day, "a date such as 2027-03-31"),
        value("before", fields, UUID::fromString, Cursor.RULE),
        value(PageSize.NAME, fields, PageSize::read, PageSize.RULE));
  }

  /** The ten digits of an NHS number, however they are grouped; anything else as it came. */
  private static String number(String text) {
    String digits = text.replaceAll("[ -]", "");
    return digits.matches("[0-9]{10}") ? digits : text.strip();
  }

  private static Optional<String> brief(String name, Optional<String> given) {
    given
        .filter(text -> text.length() > LONGEST)
        .ifPresent(
            text -> {
              throw ProblemException.parameter(
                  name, "must have 1 to 100 characters", "shorten it or leave it out");
            });
    return given.map(String::strip);
  }

  private static <T> Optional<T> value(
      String name,
      Function<String, Optional<String>> fields,
      Function<String, T> parser,
      String rule) {
    return fields
        .apply(name)
        .map(
            text -> {
              try {
                return parser.apply(text.strip());
              } catch (IllegalArgumentException e) {
                throw ProblemException.parameter(
                    name, "must be " + rule, "correct or leave it out");
              }
            });
  }

  private static Action action(String code) {
    return Action.ofCode(code).orElseThrow(IllegalArgumentException::new);
  }

  static LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 1970 && day.getYear() <= 9998) {
        return day;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
    throw new IllegalArgumentException("too far away");
  }

  /** The moment at which the first day begins. */
  Instant start() {
    return from.map(day -> day.atStartOfDay(UK).toInstant())
        .filter(moment -> moment.isAfter(Instant.EPOCH))
        .orElse(Instant.EPOCH);
  }

  /** The moment at which the last day has ended, or {@code now}. */
  Instant end(Instant now) {
    return until.map(day -> day.plusDays(1).atStartOfDay(UK).toInstant()).orElse(now);
  }

  /** In words that name no patient. */
  String words() {
    StringBuilder words = new StringBuilder();
    person.ifPresent(id -> words.append("person ").append(id).append(' '));
    caseId.ifPresent(id -> words.append("document ").append(id).append(' '));
    patientOf.ifPresent(id -> words.append("patient of document ").append(id).append(' '));
    action.ifPresent(one -> words.append("action ").append(one.code()).append(' '));
    from.ifPresent(day -> words.append("from ").append(day).append(' '));
    until.ifPresent(day -> words.append("until ").append(day));
    return words.toString().strip();
  }
}
