package gpcm.consultation;

import java.time.LocalDate;

/**
 * The person the consultation is about. Immutable.
 *
 * @param nhsNumber the NHS number (GPCM-SD-CS-039)
 * @param nhsNumberVerification how far that number was traced
 * @param name the official name (GPCM-SD-CS-040)
 * @param birthDate the date of birth (GPCM-SD-CS-041)
 * @param gender the administrative gender
 * @param contact addresses and telephone numbers
 */
public record Patient(
    NhsNumber nhsNumber,
    NhsNumberVerification nhsNumberVerification,
    PersonName name,
    LocalDate birthDate,
    Gender gender,
    PatientContact contact) {
  /**
   * @throws InvalidValueException when the year of birth has not four digits, as routing by date of
   *     birth needs
   */
  public Patient {
    birthDate(birthDate);
  }

  /**
   * Checks a date of birth by itself.
   *
   * @return the same date
   * @throws InvalidValueException when its year has not four digits or is before 1800
   */
  public static LocalDate birthDate(LocalDate date) {
    if (date.getYear() < 1800 || date.getYear() > 9999) {
      throw new InvalidValueException(
          "Date of birth",
          "must be in the year 1800 or later, with a four-digit year",
          "Correct the date");
    }
    return date;
  }

  /** The same under another NHS number. */
  public Patient with(NhsNumber number) {
    return new Patient(number, nhsNumberVerification, name, birthDate, gender, contact);
  }

  /** The same without addresses and telephone numbers. */
  public Patient withoutContact() {
    return new Patient(
        nhsNumber, nhsNumberVerification, name, birthDate, gender, PatientContact.NONE);
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "Patient[masked]";
  }
}
