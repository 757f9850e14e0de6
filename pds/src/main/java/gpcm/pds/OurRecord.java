package gpcm.pds;

import java.time.LocalDate;
import java.util.List;

/**
 * What the sender's own record says of the patient and the encounter.
 *
 * @param nhsNumber ten digits
 * @param birthDate yyyy-MM-dd
 * @param gender FHIR's code; empty when not known
 * @param title such as {@code Ms}; empty when there is none
 * @param encounter the day of it, in Europe/London
 * @param sender ODS code of the sending organisation
 * @param regularHere the patient is registered with the sender as Regular, by its own record
 */
public record OurRecord(
    String nhsNumber,
    String family,
    List<String> given,
    String birthDate,
    String gender,
    String title,
    LocalDate encounter,
    String sender,
    boolean regularHere) {
  public OurRecord {
    given = List.copyOf(given);
  }

  /** The same, where another source says whether the patient is Regular here. */
  public OurRecord registeredHere(boolean regular) {
    return new OurRecord(
        nhsNumber, family, given, birthDate, gender, title, encounter, sender, regular);
  }

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "OurRecord[hidden]";
  }
}
