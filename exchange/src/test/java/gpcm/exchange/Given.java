package gpcm.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What the tests of single transitions start from. */
final class Given {
  static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
  static final Optional<Instant> LONG_DUE = Optional.of(NOW.minus(Duration.ofMinutes(1)));
  static final Optional<Instant> DUE_LATER = Optional.of(NOW.plus(Duration.ofMinutes(10)));
  static final Optional<Instant> NEVER = Optional.empty();
  static final UUID ID = new UUID(0, 1);
  static final DocumentSubject SUBJECT =
      DocumentSubject.of("Ann EXAMPLE, NHS number 999 000 0018", "The Practice (A12345)");
  static final DocumentSubject REPLACEMENT =
      new DocumentSubject(
          SUBJECT.who(), SUBJECT.recipient(), false, Optional.of("earlier-id"), false);
  static final DocumentSubject RESTRICTED =
      new DocumentSubject(SUBJECT.who(), SUBJECT.recipient(), true, Optional.empty(), false);
  static final DocumentSubject TO_PROVIDER =
      new DocumentSubject(SUBJECT.who(), "The Pharmacy (FX001)", false, Optional.empty(), true);
  static final Pace PACE =
      new Pace(
          Deadlines.usual()
              .but(
                  Map.of(
                      Deadline.INFRASTRUCTURE, Duration.ofHours(2),
                      Deadline.BUSINESS, Duration.ofDays(2),
                      Deadline.PROVIDER, Duration.ofDays(10),
                      Deadline.CONFIRMATION, Duration.ofHours(6),
                      Deadline.HELD, Duration.ofDays(1))),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofMinutes(20),
          Duration.ofMinutes(15),
          Duration.ofHours(4));

  private static final Map<String, String> DISPLAYS =
      new TreeMap<>(
          Map.of(
              "20013", "Success",
              "30001", "Patient known here",
              "30004", "Patient known here, recently deceased",
              "30016", "Referral accepted"));
  private static final Set<String> BAD_OUTCOMES =
      Set.of("30007", "30012", "30014", "30015", "30017", "30018");

  private Given() {}

  /** An acknowledgement as the field's code tells of it. */
  static Acknowledgement acknowledgement(String code) {
    return new Acknowledgement(code, DISPLAYS.getOrDefault(code, "something else"), verdict(code));
  }

  private static AnswerVerdict verdict(String code) {
    return switch (code) {
      case "20013" -> AnswerVerdict.PROCESSED;
      case "20007", "20008" -> AnswerVerdict.DUPLICATE;
      case "30001", "30004" -> AnswerVerdict.PATIENT_KNOWN;
      case "30002", "30003" -> AnswerVerdict.PATIENT_NOT_KNOWN;
      case "20099", "30099", "3-banana" -> AnswerVerdict.NOT_UNDERSTOOD;
      default ->
          code.startsWith("3")
              ? BAD_OUTCOMES.contains(code) ? AnswerVerdict.BAD_OUTCOME : AnswerVerdict.OUTCOME
              : AnswerVerdict.NOT_PROCESSED;
    };
  }

  static Acknowledgements acknowledgements(String... codes) {
    Acknowledgements all = Acknowledgements.NONE;
    for (String code : codes) {
      all = all.with(acknowledgement(code), false);
    }
    return all;
  }
}
