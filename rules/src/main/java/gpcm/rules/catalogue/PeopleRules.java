package gpcm.rules.catalogue;

import gpcm.consultation.NhsNumber;
import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.ExtensionUrls;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.StringType;

/** Patient, Organization, Practitioner, RelatedPerson and Device. */
final class PeopleRules {
  private static final String VERIFICATION = ExtensionUrls.of("NHSNumberVerificationStatus");
  private static final Pattern VERIFICATION_STATUS = Pattern.compile("0[1-8]");
  private static final String[] NAME = {RuleLine.PRESENT, "official", "family name"};
  private static final int FEWEST_DIGITS = 3;
  private static final Pattern SDS = Pattern.compile("[0-9]{12}");
  private static final String NO_TELEPHONE = "no telephone number";
  private static final String NO_NUMBER = "0000000000";
  private static final Pattern NHS_NUMBER = Pattern.compile("[0-9]{10}");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private PeopleRules() {}

  static void add(List<Rule> rules) {
    organization(PartRules.each(rules, "Organization"));
    practitioner(PartRules.each(rules, "Practitioner"));
    patient(PartRules.each(rules, "Patient"));
    relatedPerson(PartRules.each(rules, "RelatedPerson"));
    device(PartRules.each(rules, "Device"));
  }

  private static void organization(PartRules organization) {
    organization
        .must("CS-033 OC-022 GE-022", "identifier")
        .conditions(RuleLine.PRESENT, "ODS code")
        .by(
            "an identifier of system "
                + NamingSystems.ODS_ORGANISATION
                + " with the ODS code: 3 to 12 capital letters and digits",
            "Give the Organization its ODS code",
            identifier(NamingSystems.ODS_ORGANISATION, "ODS code", ElementValues::isOds));
    organization.must("CS-034 OC-023 GE-023", "name").present();
    organization
        .must("CS-035 OC-024 GE-024", "telecom")
        .conditions(RuleLine.PRESENT, RuleLine.SYSTEM, RuleLine.VALUE)
        .by(
            "a telephone number: telecom with system phone and a value of at least three digits",
            "Add the telephone number",
            phone());
  }

  private static void practitioner(PartRules practitioner) {
    practitioner
        .must("CS-036 OC-025 GE-025", "identifier")
        .conditions(RuleLine.PRESENT, RuleLine.VALUE)
        .by(
            "an identifier of system "
                + NamingSystems.SDS_USER
                + " with the SDS user id: twelve digits",
            "Give the Practitioner the SDS user id, from the smartcard or the directory",
            identifier(NamingSystems.SDS_USER, RuleLine.VALUE, id -> SDS.matcher(id).matches()));
    practitioner
        .must("CS-037 OC-026 GE-026", "name")
        .conditions(NAME)
        .by(
            "one name, of use official, with a family name or a text",
            "Give one name with use official",
            officialName(true));
    phoneIfAvailable(practitioner, "CS-038 OC-027 GE-027");
  }

  private static void patient(PartRules patient) {
    patient
        .must("CS-039 OC-017 GE-017", "identifier")
        .conditions(RuleLine.PRESENT, RuleLine.ONE, "format", RuleLine.CHECK_DIGIT)
        .by(
            "one identifier of system "
                + NamingSystems.NHS_NUMBER
                + " with an NHS number: ten digits, the last checking the others",
            "Give the Patient the NHS number, digits only; compare it with the patient's record",
            PeopleRules::nhsNumber);
    patient
        .must("C-02", "identifier(nhsNumber)")
        .conditions(RuleLine.PRESENT, RuleLine.SYSTEM, RuleLine.CODE)
        .by(
            "the verification status of the NHS number, an extension of its identifier: one of 01"
                + " to 08 of "
                + NamingSystems.VERIFICATION_STATUS,
            "Add Extension-CareConnect-NHSNumberVerificationStatus-1 with its coding to the NHS"
                + " number",
            PeopleRules::verification);
    patient
        .must("CS-040 OC-018 GE-018", "name")
        .conditions(NAME)
        .by(
            "one name of use official, with the family name",
            "Give one name with use official",
            officialName(false));
    patient
        .must("CS-041 OC-019 GE-019", "birthDate")
        .holds(
            "day",
            "the date of birth as YYYY-MM-DD",
            "Write the full date of birth",
            node -> DATE.matcher(ElementValues.text(node)).matches());
    FutureDates.birth(patient);
  }

  private static void relatedPerson(PartRules person) {
    person
        .must("OC-028 GE-028", "name")
        .conditions(RuleLine.PRESENT, RuleLine.ONE, "family, given or text")
        .by(
            "one name, with a family name, a given name or a text",
            "Give the related person's name once",
            PeopleRules::oneName);
    person
        .must("OC-029 GE-029", "birthDate")
        .holds(
            "day",
            "the date of birth as YYYY-MM-DD",
            "Write the full date of birth",
            node -> DATE.matcher(ElementValues.text(node)).matches());
    phoneIfAvailable(person, "OC-030 GE-030");
  }

  private static void device(PartRules device) {
    device.must("OC-031 GE-031", "type").snomed();
    device.must("OC-032 GE-032", "manufacturer").present();
  }

  private static void nhsNumber(MessageContext context, Element patient, RuleCheck.Report report) {
    List<Element> identifiers = withSystem(patient, NamingSystems.NHS_NUMBER);
    if (identifiers.size() > 1) {
      report
          .of(RuleLine.ONE)
          .broken(patient.pathOf("identifier"), identifiers.size() + " NHS numbers");
      return;
    }
    List<Element> values =
        identifiers.isEmpty() ? List.of() : identifiers.getFirst().children("value");
    if (values.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(patient.pathOf("identifier"), RuleLine.NOTHING);
      return;
    }
    String number = ElementValues.text(values.getFirst());
    if (!NHS_NUMBER.matcher(number).matches()) {
      report.of("format").broken(values.getFirst().path(), number);
    } else if (!NhsNumber.isValid(number)) {
      report
          .of(RuleLine.CHECK_DIGIT)
          .tolerable(
              SourceFinding.Kind.NHS_NUMBER_CHECK_DIGIT,
              values.getFirst().path(),
              number.equals(NO_NUMBER)
                  ? number + ", which is nobody's"
                  : number + ", whose check digit is wrong");
    }
  }

  private static void verification(
      MessageContext context, Element patient, RuleCheck.Report report) {
    for (Element identifier : withSystem(patient, NamingSystems.NHS_NUMBER)) {
      List<Element> status = ElementPath.extensions(identifier, VERIFICATION);
      if (status.isEmpty()) {
        report.of(RuleLine.PRESENT).broken(identifier.pathOf("extension"), RuleLine.NOTHING);
      }
      for (Element one : status) {
        List<Coding> codings =
            one.children("value").stream()
                .flatMap(value -> value.codings().stream())
                .filter(c -> NamingSystems.VERIFICATION_STATUS.equals(c.getSystem()))
                .toList();
        if (codings.isEmpty()) {
          report
              .of(RuleLine.SYSTEM)
              .broken(one.pathOf("value"), "no coding of the verification status");
        } else if (codings.stream()
            .noneMatch(c -> c.hasCode() && VERIFICATION_STATUS.matcher(c.getCode()).matches())) {
          report.of(RuleLine.CODE).broken(one.pathOf("value"), "another code");
        }
      }
    }
  }

  static List<Element> withSystem(Element resource, String system) {
    return resource.children("identifier").stream()
        .filter(
            identifier ->
                identifier.children("system").stream()
                    .anyMatch(s -> ElementValues.text(s).equals(system)))
        .toList();
  }

  /** One condition is that the identifier is there, the other that its value is right. */
  static RuleCheck identifier(String system, String value, Predicate<String> valid) {
    return (context, resource, report) -> {
      List<Element> identifiers = withSystem(resource, system);
      if (identifiers.isEmpty()) {
        report
            .of(RuleLine.PRESENT)
            .broken(resource.pathOf("identifier"), "no identifier of this system");
      }
      for (Element identifier : identifiers) {
        List<Element> values = identifier.children("value");
        if (values.stream().noneMatch(v -> valid.test(ElementValues.text(v)))) {
          report
              .of(value)
              .broken(
                  identifier.pathOf("value"),
                  values.stream().map(ElementValues::text).findFirst().orElse(RuleLine.NOTHING));
        }
      }
    };
  }

  /**
   * Whether somebody has a telephone no message shows: that none is there is a warning, but one
   * that is there has a number.
   */
  private static void phoneIfAvailable(PartRules person, String ids) {
    person
        .should(ids, "telecom")
        .conditions(RuleLine.SYSTEM)
        .by(
            "where there is a telecom, a telephone among them: system phone",
            "Add the telephone number if there is one",
            (context, resource, report) -> {
              if (!resource.children("telecom").isEmpty() && phones(resource).isEmpty()) {
                report.broken(resource.pathOf("telecom"), NO_TELEPHONE);
              }
            });
    person
        .must(ids, "telecom")
        .conditions(RuleLine.VALUE)
        .by(
            "where there is a telecom with system phone, a value of at least three digits",
            "Write the telephone number into telecom.value, or leave this telecom out",
            (context, resource, report) -> {
              if (!phones(resource).isEmpty() && !hasNumber(resource)) {
                report.broken(resource.pathOf("telecom"), NO_TELEPHONE);
              }
            });
  }

  /** A telephone number must be there. */
  static RuleCheck phone() {
    return (context, resource, report) -> {
      if (resource.children("telecom").isEmpty()) {
        report.of(RuleLine.PRESENT).broken(resource.pathOf("telecom"), RuleLine.NOTHING);
      } else if (!hasNumber(resource)) {
        report
            .of(phones(resource).isEmpty() ? RuleLine.SYSTEM : RuleLine.VALUE)
            .broken(resource.pathOf("telecom"), NO_TELEPHONE);
      }
    };
  }

  private static List<ContactPoint> phones(Element resource) {
    return resource.children("telecom").stream()
        .map(telecom -> (ContactPoint) telecom.value())
        .filter(point -> point.getSystem() == ContactPoint.ContactPointSystem.PHONE)
        .toList();
  }

  private static boolean hasNumber(Element resource) {
    return phones(resource).stream()
        .anyMatch(point -> point.hasValue() && isNumber(point.getValue()));
  }

  /** As short as 111; what else stands beside the digits is for people. */
  private static boolean isNumber(String text) {
    return text.chars().filter(c -> c >= '0' && c <= '9').limit(FEWEST_DIGITS).count()
        == FEWEST_DIGITS;
  }

  private static RuleCheck officialName(boolean mayBeText) {
    return (context, resource, report) -> {
      List<Element> names = resource.children("name");
      List<HumanName> official =
          names.stream()
              .map(Element::value)
              .map(HumanName.class::cast)
              .filter(name -> name.getUse() == HumanName.NameUse.OFFICIAL)
              .toList();
      if (names.isEmpty()) {
        report.of(RuleLine.PRESENT).broken(resource.pathOf("name"), RuleLine.NOTHING);
      } else if (official.size() != 1) {
        report
            .of("official")
            .broken(resource.pathOf("name"), official.size() + " names of use official");
      } else if (blank(official.getFirst().getFamilyElement())
          && (!mayBeText || blank(official.getFirst().getTextElement()))) {
        report
            .of("family name")
            .broken(resource.pathOf("name"), "an official name without a family name");
      }
    };
  }

  private static void oneName(MessageContext context, Element person, RuleCheck.Report report) {
    List<Element> names = person.children("name");
    if (names.size() != 1) {
      report
          .of(names.isEmpty() ? RuleLine.PRESENT : RuleLine.ONE)
          .broken(
              person.pathOf("name"), names.isEmpty() ? RuleLine.NOTHING : names.size() + " names");
      return;
    }
    HumanName name = (HumanName) names.getFirst().value();
    if (blank(name.getFamilyElement())
        && blank(name.getTextElement())
        && name.getGiven().stream().allMatch(PeopleRules::blank)) {
      report.of("family, given or text").broken(names.getFirst().path(), "a name without words");
    }
  }

  private static boolean blank(StringType text) {
    return text.getValue() == null || text.getValue().isBlank();
  }
}
