package gpcm.pds;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A patient as PDS knows them. Anything but the number may be missing. Immutable.
 *
 * @param nhsNumber the record's number; another one than was asked for when records were merged
 * @param version of the record, as {@code meta.versionId}; empty when not given
 * @param confidentiality whether it is restricted; to be looked at before anything else
 * @param name the usual one that holds today
 * @param gender FHIR's code; empty when not given
 * @param birthDate as PDS gives it: {@code yyyy-MM-dd}, or in old records only a part; empty when
 *     not given
 * @param practices where the patient is or was registered, or will be
 * @param death when PDS tells of one that was not withdrawn
 * @param removal when they were or will be taken off a practice's list
 */
public record PdsPatient(
    String nhsNumber,
    String version,
    Confidentiality confidentiality,
    Optional<Name> name,
    String gender,
    String birthDate,
    List<Practice> practices,
    Optional<Death> death,
    Optional<Removal> removal) {
  public PdsPatient {
    practices = List.copyOf(practices);
  }

  /** {@code meta.security}. */
  public enum Confidentiality {
    /** Everybody's details may be seen. */
    UNRESTRICTED("U"),
    /** Where the patient is and is registered must not be seen. */
    RESTRICTED("R"),
    /** Nothing is used of it, whatever it still holds. */
    VERY_RESTRICTED("V"),
    /** As very restricted. */
    REDACTED("REDACTED"),
    /** PDS gives no label that is known: taken for the strictest. */
    UNLABELLED("");

    private final String code;

    Confidentiality(String code) {
      this.code = code;
    }

    static Confidentiality of(String code) {
      return Arrays.stream(values())
          .filter(each -> each.code.equals(code))
          .findFirst()
          .orElse(UNLABELLED);
    }

    /** PDS' own code; empty without one. */
    public String code() {
      return code;
    }

    boolean open() {
      return this == UNRESTRICTED;
    }

    boolean named() {
      return this == UNRESTRICTED || this == RESTRICTED;
    }
  }

  /** A name's parts; each may be empty. */
  public record Name(String family, List<String> given, List<String> prefix) {
    public Name {
      given = List.copyOf(given);
      prefix = List.copyOf(prefix);
    }

    @Override
    public String toString() {
      return "Name[hidden]";
    }
  }

  /**
   * A registration with a practice.
   *
   * @param start its first day, when given
   * @param end its last day, when given
   */
  public record Practice(String odsCode, Optional<LocalDate> start, Optional<LocalDate> end) {
    @Override
    public String toString() {
      return "Practice[hidden]";
    }

    boolean holdsOn(LocalDate day) {
      return !startsAfter(day) && end.filter(day::isAfter).isEmpty();
    }

    boolean startsAfter(LocalDate day) {
      return start.filter(day::isBefore).isPresent();
    }
  }

  /**
   * A death.
   *
   * @param formal a certificate was seen; or PDS does not say how it knows
   * @param day when, as far as PDS gives a whole day
   */
  public record Death(boolean formal, Optional<LocalDate> day) {
    @Override
    public String toString() {
      return "Death[hidden]";
    }
  }

  /**
   * A removal from a practice's list.
   *
   * @param code as PDS gives it, such as {@code SCT}
   * @param from when it takes effect; at once when not given
   */
  public record Removal(String code, Optional<LocalDate> from) {
    /** To Scotland or Northern Ireland, where MESH does not lead. */
    boolean toAnotherNation() {
      return code.equals("SCT") || code.equals("NIT");
    }

    boolean byDeath() {
      return code.equals("DEA");
    }
  }

  /** With whom somebody is registered on a day. */
  public sealed interface Registered {
    /**
     * With this one.
     *
     * @param dated PDS gives a period; where it gives none, the registration is taken to hold
     */
    record With(Practice practice, boolean dated) implements Registered {}

    /** With none yet, but from a day on with this one. */
    record Later(Practice practice) implements Registered {}

    /** With none any more. */
    record Ended() implements Registered {}

    /** PDS names no practice. */
    record Nowhere() implements Registered {}

    /** With several at once, of which none may be picked. */
    record Several() implements Registered {}
  }

  /**
   * With whom they are registered, by the periods PDS gives.
   *
   * @param day in Europe/London
   */
  public Registered registered(LocalDate day) {
    List<Practice> now = practices.stream().filter(each -> each.holdsOn(day)).toList();
    if (now.size() > 1) {
      return new Registered.Several();
    }
    if (now.size() == 1) {
      Practice practice = now.getFirst();
      return new Registered.With(
          practice, practice.start().isPresent() || practice.end().isPresent());
    }
    Optional<Practice> next =
        practices.stream()
            .filter(each -> each.startsAfter(day))
            .min(Comparator.comparing(each -> each.start().orElseThrow()));
    if (next.isPresent()) {
      return new Registered.Later(next.get());
    }
    return practices.isEmpty() ? new Registered.Nowhere() : new Registered.Ended();
  }

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "PdsPatient[hidden]";
  }
}
