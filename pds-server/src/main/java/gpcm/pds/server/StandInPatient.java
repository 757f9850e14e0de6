package gpcm.pds.server;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A patient of the stand-in: one for each row of what PDS can say. All are called Testpatient, born
 * on 9 January 1957, unless it is the row's point that they are not.
 *
 * @param nhsNumber under which it is found; of the 999 test range
 * @param row what about them is worth a test, such as {@code ended}
 * @param words the same for people
 * @param as what the record says
 */
public record StandInPatient(String nhsNumber, String row, String words, Says as) {
  /** What a record says. */
  public sealed interface Says {
    /** The number was never issued. */
    record Unknown() implements Says {}

    /** The number was withdrawn. */
    record Withdrawn() implements Says {}

    /** There is such a patient. */
    record Patient(Details details) implements Says {}
  }

  /**
   * A record's details; what is empty is left out.
   *
   * @param answersAs the record's own number, another one when records were merged
   * @param security {@code U}, {@code R}, {@code V} or {@code REDACTED}
   * @param deathStatus {@code 1}, {@code 2} or {@code U}
   * @param removal a code, such as {@code SCT}
   */
  public record Details(
      String answersAs,
      String security,
      String family,
      String given,
      String prefix,
      String birthDate,
      String gender,
      List<Registration> registrations,
      Optional<LocalDate> died,
      String deathStatus,
      String removal,
      Optional<LocalDate> removedFrom) {
    /** Copies the list. */
    public Details {
      registrations = List.copyOf(registrations);
    }
  }

  /** With which practice, from when until when. */
  public record Registration(String practice, Optional<LocalDate> start, Optional<LocalDate> end) {}
}
