package gpcm.rules.structure;

import java.math.BigDecimal;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Timing.EventTiming;
import org.hl7.fhir.dstu3.model.Timing.TimingRepeatComponent;

/** What FHIR STU3 asks of Timing.repeat. */
final class InvariantsOfTiming {
  private static final Set<EventTiming> MEALS =
      Set.of(EventTiming.C, EventTiming.CM, EventTiming.CD, EventTiming.CV);

  private InvariantsOfTiming() {}

  static Stream<Invariant> all() {
    return Stream.of(
        of(
            "tim-1",
            "a durationUnit where there is a duration",
            r -> !r.hasDuration() || r.hasDurationUnit()),
        of(
            "tim-2",
            "a periodUnit where there is a period",
            r -> !r.hasPeriod() || r.hasPeriodUnit()),
        of("tim-4", "a duration of 0 or more", r -> !negative(r.getDuration())),
        of("tim-5", "a period of 0 or more", r -> !negative(r.getPeriod())),
        of("tim-6", "a period where there is a periodMax", r -> !r.hasPeriodMax() || r.hasPeriod()),
        of(
            "tim-7",
            "a duration where there is a durationMax",
            r -> !r.hasDurationMax() || r.hasDuration()),
        of("tim-8", "a count where there is a countMax", r -> !r.hasCountMax() || r.hasCount()),
        of(
            "tim-9",
            "a when, and not C, CM, CD or CV, where there is an offset",
            r ->
                !r.hasOffset()
                    || (r.hasWhen()
                        && r.getWhen().stream()
                            .noneMatch(
                                when ->
                                    when.getValue() != null && MEALS.contains(when.getValue())))),
        of("tim-10", "either timeOfDay or when", r -> !r.hasTimeOfDay() || !r.hasWhen()));
  }

  private static boolean negative(BigDecimal number) {
    return number != null && number.signum() < 0;
  }

  private static Invariant of(String key, String words, Predicate<TimingRepeatComponent> holds) {
    return Invariant.of(key, "Timing.repeat", TimingRepeatComponent.class, words, holds);
  }
}
