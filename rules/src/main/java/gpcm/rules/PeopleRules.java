package gpcm.rules;

import gpcm.consultation.NhsNumber;
import gpcm.message.SourceFinding;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.StringType;

/** Patient, Organization, Practitioner, RelatedPerson and Device. */
final class PeopleRules {
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private PeopleRules() {}

  static void add(List<Rule> rules) {
    organization(RuleBook.each(rules, "Organization"));
    practitioner(RuleBook.each(rules, "Practitioner"));
    patient(RuleBook.each(rules, "Patient"));
    relatedPerson(RuleBook.each(rules, "RelatedPerson"));
    device(RuleBook.each(rules, "Device"));
  }

  private static void organization(Area organization) {
    organization
        .must("CS-033 OC-022 GE-022", "identifier")
        .by(
            "an identifier of system "
                + Systems.ODS_ORGANISATION
                + " with the ODS code: 3 to 12 capital letters and digits",
            "Give the Organization its ODS code",
            identifier(Systems.ODS_ORGANISATION, Values::isOds));
    organization.must("CS-034 OC-023 GE-023", "name").present();
    organization
        .must("CS-035 OC-024 GE-024", "telecom")
        .by(
            "a telephone number: telecom with system phone and a value",
            "Add the telephone number",
            phone(true));
  }

  private static void practitioner(Area practitioner) {
    practitioner
        .must("CS-036 OC-025 GE-025", "identifier")
        .by(
            "an identifier of system " + Systems.SDS_USER + " with the SDS user id",
            "Give the Practitioner the SDS user id",
            identifier(Systems.SDS_USER, id -> !id.isBlank()));
    practitioner
        .must("CS-037 OC-026 GE-026", "name")
        .by(
            "one name, of use official, with a family name or a text",
            "Give one name with use official",
            officialName());
    practitioner
        .must("CS-038 OC-027 GE-027", "telecom")
        .by(
            "where there is a telecom, a telephone number: system phone and a value",
            "Add the telephone number, or leave telecom out",
            phone(false));
  }

  private static void patient(Area patient) {
    patient
        .must("CS-039 OC-017 GE-017", "identifier")
        .by(
            "one identifier of system "
                + Systems.NHS_NUMBER
                + " with an NHS number: ten digits, the last checking the others",
            "Give the Patient the NHS number, digits only; compare it with the patient's record",
            PeopleRules::nhsNumber);
    patient
        .must("C-02", "identifier")
        .by(
            "the verification status of the NHS number, an extension of its identifier",
            "Add Extension-CareConnect-NHSNumberVerificationStatus-1 to the NHS number",
            (scene, resource, report) -> {
              for (Node identifier : withSystem(resource, Systems.NHS_NUMBER)) {
                if (ElementPath.extensions(identifier, "NHSNumberVerificationStatus").isEmpty()) {
                  report.broken(identifier.pathOf("extension"), RuleLine.NOTHING);
                }
              }
            });
    patient
        .must("CS-040 OC-018 GE-018", "name")
        .by(
            "one name of use official, with the family name",
            "Give one name with use official",
            officialName());
    patient
        .must("CS-041 OC-019 GE-019", "birthDate")
        .holds(
            "the date of birth as YYYY-MM-DD",
            "Write the full date of birth",
            node -> DATE.matcher(Values.text(node)).matches());
  }

  private static void relatedPerson(Area person) {
    person
        .must("OC-028 GE-028", "name")
        .by(
            "one name",
            "Give the related person's name once",
            (scene, resource, report) -> {
              int names = resource.children("name").size();
              if (names != 1) {
                report.broken(
                    resource.pathOf("name"), names == 0 ? RuleLine.NOTHING : names + " names");
              }
            });
    person
        .must("OC-029 GE-029", "birthDate")
        .holds(
            "the date of birth as YYYY-MM-DD",
            "Write the full date of birth",
            node -> DATE.matcher(Values.text(node)).matches());
    person
        .must("OC-030 GE-030", "telecom")
        .by(
            "where there is a telecom, a telephone number: system phone and a value",
            "Add the telephone number, or leave telecom out",
            phone(false));
  }

  private static void device(Area device) {
    device.must("OC-031 GE-031", "type").snomed();
    device.must("OC-032 GE-032", "manufacturer").present();
  }

  private static void nhsNumber(Scene scene, Node patient, Check.Report report) {
    List<Node> identifiers = withSystem(patient, Systems.NHS_NUMBER);
    if (identifiers.size() != 1) {
      report.broken(
          patient.pathOf("identifier"),
          identifiers.isEmpty() ? RuleLine.NOTHING : identifiers.size() + " NHS numbers");
      return;
    }
    List<Node> values = identifiers.getFirst().children("value");
    if (values.isEmpty()) {
      report.broken(identifiers.getFirst().pathOf("value"), RuleLine.NOTHING);
      return;
    }
    String number = Values.text(values.getFirst());
    if (!number.matches("[0-9]{10}")) {
      report.broken(values.getFirst().path(), number);
    } else if (!NhsNumber.isValid(number)) {
      report.tolerable(
          SourceFinding.Kind.NHS_NUMBER_CHECK_DIGIT,
          values.getFirst().path(),
          number + ", whose check digit is wrong");
    }
  }

  static List<Node> withSystem(Node resource, String system) {
    return resource.children("identifier").stream()
        .filter(
            identifier ->
                identifier.children("system").stream().anyMatch(s -> Values.text(s).equals(system)))
        .toList();
  }

  static Check identifier(String system, java.util.function.Predicate<String> valid) {
    return (scene, resource, report) -> {
      List<Node> identifiers = withSystem(resource, system);
      if (identifiers.isEmpty()) {
        report.broken(resource.pathOf("identifier"), "no identifier of this system");
      }
      for (Node identifier : identifiers) {
        if (identifier.children("value").stream().noneMatch(v -> valid.test(Values.text(v)))) {
          report.broken(
              identifier.pathOf("value"),
              identifier.children("value").stream()
                  .map(Values::text)
                  .findFirst()
                  .orElse(RuleLine.NOTHING));
        }
      }
    };
  }

  /** A telephone number must be there; or only where any contact detail is. */
  static Check phone(boolean always) {
    return (scene, resource, report) -> {
      List<Node> telecoms = resource.children("telecom");
      boolean phone =
          telecoms.stream()
              .anyMatch(
                  t ->
                      t.children("system").stream().anyMatch(s -> Values.text(s).equals("phone"))
                          && !t.children("value").isEmpty());
      if (!phone && (always || !telecoms.isEmpty())) {
        report.broken(
            resource.pathOf("telecom"),
            telecoms.isEmpty() ? RuleLine.NOTHING : "no telephone number");
      }
    };
  }

  private static Check officialName() {
    return (scene, resource, report) -> {
      List<Node> names = resource.children("name");
      List<HumanName> official =
          names.stream()
              .map(Node::value)
              .map(HumanName.class::cast)
              .filter(name -> name.getUse() == HumanName.NameUse.OFFICIAL)
              .toList();
      if (official.size() != 1) {
        report.broken(
            resource.pathOf("name"),
            names.isEmpty() ? RuleLine.NOTHING : official.size() + " names of use official");
      } else if (blank(official.getFirst().getFamilyElement())
          && blank(official.getFirst().getTextElement())) {
        report.broken(resource.pathOf("name"), "an official name without a family name");
      }
    };
  }

  private static boolean blank(StringType text) {
    return text.getValue() == null || text.getValue().isBlank();
  }
}
