package gpcm.node.register;

import java.util.Locale;

/**
 * Somebody in a register of patients. What the register does not say is empty.
 *
 * @param birthDate yyyy-MM-dd
 * @param sex {@code male}, {@code female}, {@code other} or {@code unknown}
 * @param address one line
 * @param placement with which practice they are registered, where a sender's register says so
 * @param restriction whether their record is restricted
 */
public record RegisteredPatient(
    String nhsNumber,
    String family,
    String given,
    String birthDate,
    String sex,
    String address,
    String telephone,
    Registration registration,
    Placement placement,
    Restriction restriction) {

  /** How somebody is registered. */
  public enum Registration {
    /** Registered here. */
    KNOWN,
    /** Their registration is under way. */
    REGISTERING,
    /** Was registered here once. */
    NO_LONGER_HERE,
    /** Registered here until a recent death. */
    RECENTLY_DECEASED;

    /** Such as {@code no-longer-here}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The one that is called this.
     *
     * @throws IllegalArgumentException when none is, naming those there are
     */
    static Registration of(String text) {
      for (Registration each : values()) {
        if (each.text().equals(text)) {
          return each;
        }
      }
      throw new IllegalArgumentException(
          "the standing must be known, registering, no-longer-here or recently-deceased");
    }
  }

  /** Of somebody whose practice is not said, nor whether their record is restricted. */
  public RegisteredPatient(
      String nhsNumber,
      String family,
      String given,
      String birthDate,
      String sex,
      String address,
      String telephone,
      Registration registration) {
    this(
        nhsNumber,
        family,
        given,
        birthDate,
        sex,
        address,
        telephone,
        registration,
        Placement.UNSAID,
        Restriction.UNSAID);
  }

  /** Whether their record is known to be restricted. */
  public boolean restricted() {
    return restriction == Restriction.RESTRICTED;
  }

  /** Without where they live, with which practice they are, and how they are reached. */
  public RegisteredPatient withoutWhereabouts() {
    return new RegisteredPatient(
        nhsNumber,
        family,
        given,
        birthDate,
        sex,
        "",
        "",
        registration,
        Placement.UNSAID,
        restriction);
  }

  /** With the sex in FHIR's words. */
  public RegisteredPatient {
    sex =
        switch (sex.toLowerCase(Locale.ROOT)) {
          case "m", "male" -> "male";
          case "f", "female" -> "female";
          default -> sex.toLowerCase(Locale.ROOT);
        };
  }

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "RegisteredPatient[hidden]";
  }
}
