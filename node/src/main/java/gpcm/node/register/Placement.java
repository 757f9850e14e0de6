package gpcm.node.register;

import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/**
 * With which practice somebody is registered, and what they are to the organisation whose register
 * this is, as far as it says so. Immutable.
 *
 * @param practice its ODS code; empty when the register names none
 * @param from the first day of that
 * @param until the last day of that
 * @param regular whether the organisation has them as Regular; empty when it does not say
 */
public record Placement(
    String practice,
    Optional<LocalDate> from,
    Optional<LocalDate> until,
    Optional<Boolean> regular) {
  /** Nothing is said. */
  static final Placement UNSAID =
      new Placement("", Optional.empty(), Optional.empty(), Optional.empty());

  private static final String REGULAR = "regular";

  /**
   * As fields say: {@code practice}, {@code practiceFrom}, {@code practiceUntil} and {@code
   * registrationType}, each of which may be missing.
   *
   * @throws IllegalArgumentException when one is not what it should be, without its value
   */
  static Placement read(Function<String, String> fields) {
    String type = fields.apply("registrationType");
    return new Placement(
        code(fields.apply("practice")),
        day(fields, "practiceFrom"),
        day(fields, "practiceUntil"),
        type.isBlank() ? Optional.empty() : Optional.of(type.strip().equalsIgnoreCase(REGULAR)));
  }

  private static String code(String text) {
    try {
      return text.isBlank() ? "" : new OdsCode(text.strip()).value();
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException("the field practice holds no ODS code", e);
    }
  }

  private static Optional<LocalDate> day(Function<String, String> fields, String field) {
    String text = fields.apply(field);
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text.strip()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the field " + field + " holds no date", e);
    }
  }

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "Placement[hidden]";
  }
}
