package gpcm.pds.server;

import gpcm.pds.server.StandInPatient.Details;
import gpcm.pds.server.StandInPatient.Registration;
import gpcm.pds.server.StandInPatient.Says;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The patients the stand-in knows by itself. Days count from the day on which it was started, so
 * that who registers tomorrow does so whenever a test runs.
 */
final class StandInPatients {
  static final String PRACTICE = "A99902";

  /** Registered where the documents of the examples come from. */
  private static final String SENDER = "A99901";

  /** In no MESH that comes with this project. */
  private static final String WITHOUT_MAILBOX = "A99999";

  private static final LocalDate LONG_AGO = LocalDate.of(2001, 4, 1);

  private final LocalDate today;
  private final List<StandInPatient> all = new ArrayList<>();

  private StandInPatients(LocalDate today) {
    this.today = today;
  }

  /**
   * All of them.
   *
   * @param today in Europe/London
   */
  static List<StandInPatient> on(LocalDate today) {
    StandInPatients patients = new StandInPatients(today);
    patients.registered();
    patients.numbers();
    patients.restricted();
    patients.deceased();
    patients.removed();
    return List.copyOf(patients.all);
  }

  private void registered() {
    add("9990000018", "current", "registered with A99902", new Draft());
    add(
        "9990000026",
        "current-other",
        "another one, born on 6 May 1984",
        new Draft().called("Foxtrot", "").born("1984-05-06").gender("other"));
    add("9990000107", "own", "registered with A99901", new Draft().with(SENDER));
    add(
        "9990000115",
        "no-mailbox",
        "registered with A99999, which has no mailbox",
        new Draft().with(WITHOUT_MAILBOX));
    add(
        "9990000123",
        "starts-later",
        "registers with A99902 in ten days",
        new Draft().registration(Optional.of(today.plusDays(10)), Optional.empty()));
    add(
        "9990000131",
        "ended",
        "was registered with A99902 until ten days ago",
        new Draft().registration(Optional.of(LONG_AGO), Optional.of(today.minusDays(10))));
    add("9990000433", "several", "registered with two practices at once", new Draft().several());
    add("9990000158", "no-practice", "registered with nobody", new Draft().nowhere());
    add(
        "9990000166",
        "no-period",
        "registered with A99902, since when is not said",
        new Draft().registration(Optional.empty(), Optional.empty()));
    add("9990000174", "other-surname", "called Othername", new Draft().family("Othername"));
    add("9990000182", "other-birth-date", "born a day later", new Draft().born("1957-01-10"));
    add("9990000190", "other-given-name", "called Omega", new Draft().called("Omega", "Ms"));
    add("9990000204", "minimal", "a number and nothing else", new Draft().minimal());
  }

  private void numbers() {
    add("9990000212", "superseded", "merged with 9990000220", new Draft().answersAs("9990000220"));
    add("9990000220", "superseding", "the record others were merged with", new Draft());
    add(
        "9990000239",
        "superseded-by-other",
        "merged with 9990000247, whose surname differs",
        new Draft().answersAs("9990000247").family("Othername"));
    all.add(
        new StandInPatient(
            "9990000255", "withdrawn", "the number was withdrawn", new Says.Withdrawn()));
    all.add(
        new StandInPatient("9990000263", "unknown", "the number is not known", new Says.Unknown()));
  }

  private void restricted() {
    add(
        "9990000271",
        "restricted",
        "restricted, with name and date of birth",
        new Draft().security("R").nowhere());
    add(
        "9990000298",
        "restricted-nameless",
        "restricted, without name and date of birth",
        new Draft().minimal().security("R"));
    add("9990000301", "very-restricted", "very restricted", new Draft().minimal().security("V"));
    add("9990000328", "redacted", "redacted", new Draft().minimal().security("REDACTED"));
  }

  private void deceased() {
    add(
        "9990000336",
        "deceased",
        "died five days ago, with a certificate",
        new Draft().died(today.minusDays(5), "2"));
    add(
        "9990000441",
        "deceased-no-day",
        "died with a certificate, when is not said",
        new Draft().died(null, "2"));
    add(
        "9990000344",
        "deceased-unconfirmed",
        "died five days ago, as somebody said",
        new Draft().died(today.minusDays(5), "1"));
    add(
        "9990000352",
        "death-withdrawn",
        "was said to have died, which was withdrawn",
        new Draft().died(null, "U"));
  }

  private void removed() {
    add("9990000360", "scotland", "moved to Scotland", new Draft().removed("SCT", 10));
    add(
        "9990000379",
        "northern-ireland",
        "moved to Northern Ireland",
        new Draft().removed("NIT", 10));
    add("9990000387", "embarked", "left the country", new Draft().removed("EMB", 10));
    add("9990000395", "did-not-return", "a guest who left", new Draft().removed("TRA", 10));
    add("9990000409", "other-reason", "taken off the list", new Draft().removed("ORR", 10));
    add(
        "9990000417",
        "removed-by-death",
        "taken off the list because of death",
        new Draft().removed("DEA", 10));
    add(
        "9990000425",
        "leaves-later",
        "is taken off the list in ten days",
        new Draft()
            .removed("EMB", -10)
            .registration(Optional.of(LONG_AGO), Optional.of(today.plusDays(10))));
  }

  private void add(String nhsNumber, String row, String words, Draft draft) {
    all.add(new StandInPatient(nhsNumber, row, words, new Says.Patient(draft.details(nhsNumber))));
  }

  /** A patient on the way to being one. */
  private final class Draft {
    private String answersAs = "";
    private String security = "U";
    private String family = "Testpatient";
    private String given = "Alpha Example";
    private String prefix = "Ms";
    private String birthDate = "1957-01-09";
    private String gender = "female";
    private List<Registration> registrations =
        List.of(new Registration(PRACTICE, Optional.of(LONG_AGO), Optional.empty()));
    private Optional<LocalDate> died = Optional.empty();
    private String deathStatus = "";
    private String removal = "";
    private Optional<LocalDate> removedFrom = Optional.empty();

    Draft with(String practice) {
      registrations = List.of(new Registration(practice, Optional.of(LONG_AGO), Optional.empty()));
      return this;
    }

    Draft registration(Optional<LocalDate> start, Optional<LocalDate> end) {
      registrations = List.of(new Registration(PRACTICE, start, end));
      return this;
    }

    Draft nowhere() {
      registrations = List.of();
      return this;
    }

    Draft several() {
      registrations =
          List.of(
              new Registration(PRACTICE, Optional.of(LONG_AGO), Optional.empty()),
              new Registration(WITHOUT_MAILBOX, Optional.of(LONG_AGO), Optional.empty()));
      return this;
    }

    Draft family(String other) {
      family = other;
      return this;
    }

    Draft called(String otherGiven, String otherPrefix) {
      given = otherGiven;
      prefix = otherPrefix;
      return this;
    }

    Draft born(String other) {
      birthDate = other;
      return this;
    }

    Draft gender(String other) {
      gender = other;
      return this;
    }

    Draft minimal() {
      family = "";
      given = "";
      prefix = "";
      birthDate = "";
      gender = "";
      return nowhere();
    }

    Draft answersAs(String number) {
      answersAs = number;
      return this;
    }

    Draft security(String code) {
      security = code;
      return this;
    }

    Draft died(LocalDate dayOrNull, String status) {
      died = Optional.ofNullable(dayOrNull);
      deathStatus = status;
      return this;
    }

    /** So many days ago; with a minus, in so many days. */
    Draft removed(String code, int days) {
      removal = code;
      removedFrom = Optional.of(today.minusDays(days));
      return nowhere();
    }

    Details details(String nhsNumber) {
      return new Details(
          answersAs.isEmpty() ? nhsNumber : answersAs,
          security,
          family,
          given,
          prefix,
          birthDate,
          gender,
          registrations,
          died,
          deathStatus,
          removal,
          removedFrom);
    }
  }
}
