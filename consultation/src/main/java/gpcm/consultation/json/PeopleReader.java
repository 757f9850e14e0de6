package gpcm.consultation.json;

import gpcm.consultation.Address;
import gpcm.consultation.Author;
import gpcm.consultation.CheckedText;
import gpcm.consultation.Gender;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.NhsNumberVerification;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.PatientContact;
import gpcm.consultation.PersonName;
import gpcm.consultation.Postcode;
import gpcm.consultation.Practitioner;
import gpcm.consultation.SdsUserId;
import gpcm.consultation.SnomedCode;
import gpcm.consultation.Telephone;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Patients, practitioners and organisations out of their JSON objects. */
final class PeopleReader {
  private PeopleReader() {}

  static Optional<Patient> patient(JsonObjectReader f) {
    Optional<NhsNumber> nhsNumber = f.required("nhsNumber", NhsNumber::new);
    Optional<NhsNumberVerification> verification =
        f.required(
            "nhsNumberVerification",
            code ->
                oneOf(
                    "NHS number verification",
                    NhsNumberVerification.values(),
                    NhsNumberVerification::code,
                    code));
    Optional<PersonName> name = f.requiredObject("name", PeopleReader::name);
    Optional<LocalDate> birthDate = f.required("birthDate", text -> Patient.birthDate(date(text)));
    Optional<Gender> gender =
        f.required("gender", code -> oneOf("Gender", Gender.values(), Gender::code, code));
    Optional<Address> address = f.optionalObject("address", PeopleReader::address);
    Optional<Address> currentAddress = f.optionalObject("currentAddress", PeopleReader::address);
    Optional<Telephone> telephone = f.optional("telephone", Telephone::new);
    Optional<Telephone> mobile = f.optional("mobile", Telephone::new);
    Optional<Telephone> currentTelephone = f.optional("currentTelephone", Telephone::new);
    return f.build(
        () ->
            new Patient(
                nhsNumber.orElseThrow(),
                verification.orElseThrow(),
                name.orElseThrow(),
                birthDate.orElseThrow(),
                gender.orElseThrow(),
                new PatientContact(address, currentAddress, telephone, mobile, currentTelephone)));
  }

  static Optional<Practitioner> practitioner(JsonObjectReader f) {
    Optional<SdsUserId> id = f.required("sdsUserId", SdsUserId::new);
    Optional<PersonName> name = f.requiredObject("name", PeopleReader::name);
    Optional<String> role =
        f.required("role", text -> CheckedText.line("Practitioner's role", text));
    Optional<Telephone> telephone = f.optional("telephone", Telephone::new);
    return f.build(
        () ->
            new Practitioner(id.orElseThrow(), name.orElseThrow(), role.orElseThrow(), telephone));
  }

  /** GPCM-SD-CS-035: the consulting organisation can be telephoned. */
  static Optional<Organisation> consultingOrganisation(JsonObjectReader f) {
    f.require("telephone");
    return organisation(f);
  }

  static Optional<Organisation> organisation(JsonObjectReader f) {
    Optional<Telephone> telephone = f.optional("telephone", Telephone::new);
    Optional<OdsCode> odsCode = f.required("odsCode", OdsCode::new);
    Optional<String> name = f.required("name", text -> CheckedText.line("Organisation name", text));
    Optional<String> email = f.optional("email", Organisation::email);
    Optional<String> branch =
        f.optional("branchLocation", text -> CheckedText.line("Branch location", text));
    Optional<Address> address = f.optionalObject("address", PeopleReader::address);
    return f.build(
        () ->
            new Organisation(
                odsCode.orElseThrow(), name.orElseThrow(), telephone, email, branch, address));
  }

  static Optional<Author.ByRelatedPerson> representative(JsonObjectReader f) {
    Optional<PersonName> name = f.requiredObject("name", PeopleReader::name);
    Optional<LocalDate> birthDate = f.required("birthDate", text -> Patient.birthDate(date(text)));
    Optional<Telephone> telephone = f.optional("telephone", Telephone::new);
    return f.build(
        () -> new Author.ByRelatedPerson(name.orElseThrow(), birthDate.orElseThrow(), telephone));
  }

  /** The kind of an author is the one of four fields that it has. */
  static Optional<Author> author(JsonObjectReader f) {
    Optional<String> kind =
        f.exactlyOne("author", "practitioner", "patient", "representative", "device");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case "practitioner" -> {
        Optional<Practitioner> practitioner =
            f.requiredObject("practitioner", PeopleReader::practitioner);
        yield f.build(() -> new Author.ByPractitioner(practitioner.orElseThrow()));
      }
      case "patient" -> {
        if (!f.flag("patient")) {
          yield f.reject("must have patient true or not at all", "Leave the author out");
        }
        yield f.build(Author.ByPatient::new);
      }
      case "representative" -> {
        Optional<Author.ByRelatedPerson> person =
            f.requiredObject("representative", PeopleReader::representative);
        yield f.build(person::orElseThrow);
      }
      default -> {
        Optional<Author> device = f.requiredObject("device", PeopleReader::device);
        yield f.build(device::orElseThrow);
      }
    };
  }

  private static Optional<Author> device(JsonObjectReader f) {
    Optional<SnomedCode> code = f.required("code", SnomedCode::new);
    Optional<String> term = f.required("term", text -> CheckedText.line("Term", text));
    Optional<String> manufacturer =
        f.required("manufacturer", text -> CheckedText.line("Manufacturer", text));
    return f.build(
        () ->
            new Author.ByDevice(
                code.orElseThrow(), term.orElseThrow(), manufacturer.orElseThrow()));
  }

  static Optional<PersonName> name(JsonObjectReader f) {
    Optional<String> family = f.required("family", text -> CheckedText.line("Family name", text));
    List<String> given = f.texts("given", text -> CheckedText.line("Given name", text));
    Optional<String> prefix = f.optional("prefix", text -> CheckedText.line("Title", text));
    return f.build(() -> new PersonName(family.orElseThrow(), given, prefix));
  }

  static Optional<Address> address(JsonObjectReader f) {
    List<String> lines = f.texts("lines", text -> CheckedText.line("Address line", text));
    Optional<String> city = f.optional("city", text -> CheckedText.line("Town", text));
    Optional<String> district = f.optional("district", text -> CheckedText.line("County", text));
    Optional<Postcode> postcode = f.optional("postcode", Postcode::new);
    Optional<String> country = f.optional("country", text -> CheckedText.line("Country", text));
    return f.build(() -> new Address(lines, city, district, postcode, country));
  }

  static <E> E oneOf(String what, E[] values, Function<E, String> code, String text) {
    return Arrays.stream(values)
        .filter(value -> code.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    what,
                    "must be one of "
                        + Arrays.stream(values).map(code).collect(Collectors.joining(", ")),
                    "Send one of these"));
  }

  static LocalDate date(String text) {
    try {
      // A year of more than four digits has a sign before it.
      LocalDate date =
          LocalDate.parse(
              text.startsWith("+") || text.startsWith("-") ? "" : text,
              DateTimeFormatter.ISO_LOCAL_DATE);
      CalendarYears.check("Date", date.getYear());
      return date;
    } catch (DateTimeParseException malformed) {
      throw new InvalidValueException(
          "Date", "must be a day of the calendar as yyyy-mm-dd", "Correct the date");
    }
  }
}
