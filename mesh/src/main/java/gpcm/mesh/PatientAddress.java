package gpcm.mesh;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The registered practice of a patient: {@code GPPROVIDER_{NHS number}_{date of birth}_{surname}}.
 * MESH looks the practice up and replaces the address with the practice's mailbox, or sends a
 * report with an EPL code.
 *
 * <p>The NHS number's check digit isn't verified here: MESH answers that with report EPL-152. It
 * holds patient data, so {@link #toString()} shows none.
 *
 * @param nhsNumber ten digits
 * @param birthDate the date of birth
 * @param surname the family name in the printable ASCII that MESH carries ({@link MeshText}); given
 *     with accents, it loses them; may hold spaces, hyphens and apostrophes
 * @param dateOrder how {@link #text()} writes the date
 */
public record PatientAddress(
    String nhsNumber, LocalDate birthDate, String surname, DateOrder dateOrder)
    implements MeshAddress {
  /** The tag that asks for automatic routing. */
  public static final String TAG = "GPPROVIDER";

  private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
  private static final Pattern EIGHT_DIGITS = Pattern.compile("[0-9]{8}");
  private static final DateTimeFormatter YEAR_FIRST = format("uuuuMMdd");
  private static final DateTimeFormatter DAY_FIRST = format("ddMMuuuu");

  public PatientAddress {
    surname = surname.strip();
    if (!TEN_DIGITS.matcher(nhsNumber).matches()) {
      throw new IllegalArgumentException(
          "The NHS number of a patient address must be ten digits without spaces");
    }
    if (surname.isEmpty() || surname.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "The surname of a patient address is empty or holds a control character; give the"
              + " registered family name");
    }
    if (!MeshText.canSpell(surname)) {
      throw new IllegalArgumentException(
          "The surname of a patient address holds letters that are not Latin, and MESH finds the"
              + " practice by the surname in Latin letters; give it as the Personal Demographics"
              + " Service holds it");
    }
    surname = MeshText.ascii(surname);
    if (birthDate.getYear() < 1000 || birthDate.getYear() > 9999) {
      throw new IllegalArgumentException(
          "The year of birth of a patient address must have four digits");
    }
    if (TAG.length() + surname.length() + 21 > 100) {
      throw new IllegalArgumentException(
          "The surname is too long: MESH allows 100 characters for the whole address");
    }
  }

  /** The address with the date year first, which is what the current MESH guide asks for. */
  public PatientAddress(String nhsNumber, LocalDate birthDate, String surname) {
    this(nhsNumber, birthDate, surname, DateOrder.YEAR_FIRST);
  }

  /**
   * Reads an address in either date order. The two can't be confused: read the wrong way round, the
   * year would be a month and a day, so below 1300.
   *
   * @throws IllegalArgumentException saying which part is wrong
   */
  public static PatientAddress parse(String text) {
    String[] part = text.strip().split("_", 4);
    if (part.length != 4 || !part[0].equalsIgnoreCase(TAG)) {
      throw new IllegalArgumentException(
          "A patient address has four parts, GPPROVIDER_{NHS number}_{date of birth}_{surname};"
              + " this one has "
              + part.length);
    }
    if (!EIGHT_DIGITS.matcher(part[2]).matches()) {
      throw new IllegalArgumentException(
          "The date of birth of a patient address must be eight digits, yyyyMMdd");
    }
    boolean yearFirst =
        Integer.parseInt(part[2].substring(0, 4)) >= 1300 && isDate(part[2], YEAR_FIRST);
    if (!yearFirst && !isDate(part[2], DAY_FIRST)) {
      throw new IllegalArgumentException(
          "The date of birth of a patient address is no date, neither as yyyyMMdd nor as ddMMyyyy");
    }
    LocalDate date = LocalDate.parse(part[2], yearFirst ? YEAR_FIRST : DAY_FIRST);
    return new PatientAddress(
        part[1], date, part[3], yearFirst ? DateOrder.YEAR_FIRST : DateOrder.DAY_FIRST);
  }

  @Override
  public String text() {
    DateTimeFormatter date =
        switch (dateOrder) {
          case YEAR_FIRST -> YEAR_FIRST;
          case DAY_FIRST -> DAY_FIRST;
        };
    return TAG + "_" + nhsNumber + "_" + date.format(birthDate) + "_" + surname;
  }

  @Override
  public String toString() {
    return "PatientAddress[hidden]";
  }

  private static boolean isDate(String text, DateTimeFormatter format) {
    try {
      format.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
