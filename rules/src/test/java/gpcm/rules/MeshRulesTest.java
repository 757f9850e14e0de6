package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.message.ResponseCode;
import gpcm.rules.MeshMetadata.Channel;
import gpcm.rules.catalogue.RuleCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What travels beside the message on MESH is checked too, and only another patient's address makes
 * a message invalid. Each condition of each requirement is broken alone, once as a header of the
 * API and once in a control file.
 */
class MeshRulesTest {
  static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  static final String CS_SUBJECT =
      "Consultation report for Test ZZTEST-PATIENT, NHS Number 9990000018, seen at Fictional"
          + " Federation Hub, ODS Code ZZ001, Version 2";

  /** As of a first version. */
  private static final String FIRST_SUBJECT = CS_SUBJECT.replace("Version 2", "Version 1");

  private static final String OC_SUBJECT =
      "Online consultation report for Test ZZTEST-PATIENT, NHS Number 9990000018, ODS Code ZZ001";
  private static final String GE_SUBJECT =
      "Wound care report for Test ZZTEST-PATIENT, NHS Number 9990000018, ODS Code ZZ001";
  private static final String ADDRESS = "GPPROVIDER_9990000018_19700131_ZZTEST-PATIENT";

  /** Metadata of one document in the making. */
  record Draft(
      String from, String to, String workflow, String subject, String local, String lookedUp) {
    static Draft right(UseCaseKey useCase) {
      String subject =
          switch (useCase) {
            case CS -> CS_SUBJECT;
            case OC -> OC_SUBJECT;
            case GE, UNKNOWN -> GE_SUBJECT;
          };
      return new Draft("MAILBOX1", ADDRESS, WORKFLOW, subject, "ZZ001", "");
    }

    Draft with(String field, String value) {
      return new Draft(
          field.equals("from") ? value : from,
          field.equals("to") ? value : to,
          field.equals("workflow") ? value : workflow,
          field.equals("subject") ? value : subject,
          field.equals("local") ? value : local,
          lookedUp);
    }

    Draft meantFor(String mailbox) {
      return new Draft(from, to, workflow, subject, local, mailbox);
    }

    MeshMetadata in(Channel channel) {
      MeshMetadata mesh =
          new MeshMetadata(
              channel,
              Optional.of(from),
              Optional.of(to),
              workflow,
              subject,
              local,
              Optional.empty());
      return lookedUp.isEmpty() ? mesh : mesh.meantFor(lookedUp, false);
    }
  }

  /**
   * One condition broken alone.
   *
   * @param api the requirement as numbered for the API
   * @param controlFile and for the control file
   */
  record Break(UseCaseKey useCase, String api, String controlFile, UnaryOperator<Draft> change) {
    String requirement(Channel channel) {
      return Rule.PREFIX
          + switch (channel) {
            case API -> api;
            case CONTROL_FILE -> controlFile;
          };
    }

    Findings check(Channel channel) {
      return fixture().check(change.apply(Draft.right(useCase)).in(channel));
    }

    /** FI is only said by a copy, and a restricted summary names no organisation in its text. */
    private Fixture fixture() {
      Fixture fixture = Fixture.of(useCase);
      if (api.endsWith("141") || api.endsWith("268")) {
        return fixture
            .change("header", "set", "extension/0/extension/2/valueCoding/code", "\"FI\"")
            .change(
                "header",
                "set",
                "extension/0/extension/2/valueCoding/display",
                "\"For Information\"");
      }
      return fixture;
    }

    @Override
    public String toString() {
      return api + " " + controlFile + ": " + change.apply(Draft.right(useCase));
    }
  }

  private static Break cs(String api, String controlFile, String field, String value) {
    return new Break(UseCaseKey.CS, api, controlFile, draft -> draft.with(field, value));
  }

  /** The same for both other use cases, whose subjects differ. */
  private static Stream<Break> both(
      String oc, String ocFile, String ge, String geFile, UnaryOperator<Draft> change) {
    return Stream.of(
        new Break(UseCaseKey.OC, oc, ocFile, change), new Break(UseCaseKey.GE, ge, geFile, change));
  }

  private static Stream<Break> both(
      String oc, String ocFile, String ge, String geFile, String field, String value) {
    return both(oc, ocFile, ge, geFile, draft -> draft.with(field, value));
  }

  private static Stream<Break> subject(String part, String instead) {
    return both(
        "OC-164",
        "OC-167",
        "GE-291",
        "GE-295",
        draft -> draft.with("subject", draft.subject().replace(part, instead)));
  }

  private static Break csSubject(String api, String controlFile, String part, String instead) {
    return cs(api, controlFile, "subject", CS_SUBJECT.replace(part, instead));
  }

  static List<Break> breaks() {
    List<Break> all = new ArrayList<>();
    all.addAll(
        List.of(
            cs("CS-061", "CS-061", "workflow", ""),
            cs("CS-061", "CS-061", "workflow", "GPFED_CONSULT_REPORT_ACK"),
            cs("CS-061", "CS-061", "workflow", "gpfed_consult_report"),
            cs("CS-060", "CS-060", "to", "PRACTICE1"),
            cs("CS-060", "CS-060", "to", ""),
            cs("CS-066", "CS-063", "from", "OTHERBOX"),
            cs("CS-066", "CS-063", "from", ""),
            cs("CS-080", "CS-079", "local", ""),
            cs("CS-080", "CS-079", "local", "ZZ009"),
            cs("CS-080", "CS-079", "local", "a-unique-id"),
            csSubject("CS-068", "CS-065", "Consultation", "Online consultation"),
            csSubject("CS-068", "CS-065", ", seen at Fictional Federation Hub", ""),
            csSubject("CS-068", "CS-065", ", ODS Code ZZ001", ""),
            csSubject("CS-068", "CS-065", ", NHS Number 9990000018", ""),
            csSubject("CS-068", "CS-065", "9990000018", "9990000026"),
            csSubject("CS-068", "CS-065", "ZZTEST-PATIENT", "ZZTEST-OTHER"),
            csSubject("CS-068", "CS-065", "Test ZZ", "Example ZZ"),
            csSubject("CS-068", "CS-065", "Fictional Federation Hub", "Another Hub"),
            csSubject("CS-068", "CS-065", "ZZ001", "ZZ009"),
            csSubject("CS-006", "CS-006", ", Version 2", ""),
            csSubject("CS-006", "CS-006", "Version 2", "Version 3")));
    both("OC-160", "OC-160", "GE-287", "GE-287", "workflow", "OTHER").forEach(all::add);
    both("OC-162", "OC-165", "GE-289", "GE-293", "from", "OTHERBOX").forEach(all::add);
    both("OC-162", "OC-165", "GE-289", "GE-293", "from", "").forEach(all::add);
    both("OC-163", "OC-166", "GE-290", "GE-294", "to", "").forEach(all::add);
    both("OC-163", "OC-166", "GE-290", "GE-294", "to", "the pharmacy").forEach(all::add);
    both(
            "OC-163",
            "OC-166",
            "GE-290",
            "GE-294",
            draft -> draft.with("to", "ANYBOX").meantFor("PHARMACY1"))
        .forEach(all::add);
    both(
            "OC-141",
            "OC-141",
            "GE-268",
            "GE-268",
            draft -> draft.with("to", "PHARMACY1").meantFor("PHARMACY1"))
        .forEach(all::add);
    both("OC-175", "OC-174", "GE-292", "GE-296", "local", "").forEach(all::add);
    both("OC-175", "OC-174", "GE-292", "GE-296", "local", "ZZ009").forEach(all::add);
    subject(" for Test", " about Test").forEach(all::add);
    subject(", ODS Code ZZ001", "").forEach(all::add);
    subject("9990000018", "9990000026").forEach(all::add);
    subject("ZZTEST-PATIENT", "ZZTEST-OTHER").forEach(all::add);
    subject("ZZ001", "ZZ009").forEach(all::add);
    all.add(
        new Break(
            UseCaseKey.GE,
            "GE-291",
            "GE-295",
            draft -> draft.with("subject", GE_SUBJECT.replace("Wound care", "Tooth"))));
    return all;
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void anyOtherFaultIsShownAndNeverRejects(Break one) {
    for (Channel channel : Channel.values()) {
      Findings findings = one.check(channel);
      assertThat(findings.valid()).isTrue();
      assertThat(findings.all())
          .as(() -> findings.stream().map(Finding::expected).toList().toString())
          .extracting(Finding::requirement)
          .containsExactly(one.requirement(channel));
      assertThat(findings.all())
          .allMatch(finding -> finding.strength() == Strength.MUST && finding.tolerated());
    }
  }

  static MeshMetadata with(UseCaseKey useCase, Channel channel, String to) {
    return Draft.right(useCase).with("to", to).in(channel);
  }

  /** A key value that is none is not the document's Patient's either. */
  @ParameterizedTest
  @CsvSource({
    "GPPROVIDER_999000001_19700131_ZZTEST-PATIENT",
    "GPPROVIDER_9990000017_19700131_ZZTEST-PATIENT",
    "GPPROVIDER_9990000018_19701331_ZZTEST-PATIENT",
    "GPPROVIDER_9990000018_1970-01-31_ZZTEST-PATIENT",
    "GPPROVIDER_9990000018_19700131_",
    "GPPROVIDER_9990000018_19700131",
  })
  void aKeyValueThatIsNoneIsNamedAndTheAddressIsAnotherPatients(String to) {
    for (Channel channel : Channel.values()) {
      boolean api = channel == Channel.API;
      assertThat(Fixture.of(UseCaseKey.CS).check(with(UseCaseKey.CS, channel, to)).all())
          .extracting(Finding::requirement)
          .containsExactly("GPCM-SD-CS-042", api ? "GPCM-SD-CS-067" : "GPCM-SD-CS-064");
      assertThat(Fixture.of(UseCaseKey.OC).check(with(UseCaseKey.OC, channel, to)).all())
          .extracting(Finding::requirement)
          .containsExactly("GPCM-SD-OC-020", api ? "GPCM-SD-OC-163" : "GPCM-SD-OC-166");
      assertThat(Fixture.of(UseCaseKey.GE).check(with(UseCaseKey.GE, channel, to)).all())
          .extracting(Finding::requirement)
          .containsExactly("GPCM-SD-GE-020", api ? "GPCM-SD-GE-290" : "GPCM-SD-GE-294");
    }
  }

  /** The version counts from 1; what replaces one cannot be the first. */
  @ParameterizedTest
  @EnumSource(Channel.class)
  void aFirstVersionThatReplacesIsFound(Channel channel) {
    assertThat(
            Fixture.of(UseCaseKey.CS)
                .check(Draft.right(UseCaseKey.CS).with("subject", FIRST_SUBJECT).in(channel))
                .all())
        .extracting(Finding::requirement)
        .contains("GPCM-SD-CS-007");
  }

  /** GPCM-SD-025: after a void version the count goes on, and nothing is replaced. */
  @ParameterizedTest
  @EnumSource(Channel.class)
  void whetherALaterVersionThatReplacesNothingIsRightIsNotKnown(Channel channel) {
    Fixture original = Fixture.of(UseCaseKey.CS).change("composition", "delete", "relatesTo", "");
    Findings findings = original.check(Draft.right(UseCaseKey.CS).in(channel));
    assertThat(findings.all()).isEmpty();
    assertThat(findings.notChecked())
        .extracting(NotChecked::requirement)
        .contains("GPCM-SD-CS-007");
  }

  /** Every rule about the metadata, for every use case that it speaks of, is broken above. */
  @Test
  void everyConditionHasItsBrokenMetadata() {
    Set<String> wanted = new TreeSet<>();
    for (Rule rule : RuleCatalogue.documents().rules()) {
      if (rule.about().equals(MessagePart.MESH)) {
        Stream.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)
            .flatMap(useCase -> rule.idFor(useCase).stream())
            .forEach(id -> wanted.add(id + " " + rule.expected()));
      }
    }
    assertThat(broken()).containsAll(wanted);
  }

  private static Set<String> broken() {
    List<Findings> all = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      breaks().forEach(one -> all.add(one.check(channel)));
      for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
        Fixture fixture = Fixture.of(useCase);
        for (String to :
            List.of(
                "GPPROVIDER_999_19700131_ZZTEST-PATIENT",
                "GPPROVIDER_9990000018_1970_ZZTEST-PATIENT",
                "GPPROVIDER_9990000018_19700131_")) {
          all.add(fixture.check(with(useCase, channel, to)));
        }
      }
      all.add(restricted().check(Draft.right(UseCaseKey.CS).in(channel)));
      all.add(
          Fixture.of(UseCaseKey.CS)
              .check(Draft.right(UseCaseKey.CS).with("subject", FIRST_SUBJECT).in(channel)));
    }
    return all.stream()
        .flatMap(Findings::stream)
        .map(finding -> finding.requirement() + " " + finding.expected())
        .collect(Collectors.toSet());
  }

  /** The requirements that these tests break. */
  static Set<String> shown() {
    return broken().stream().map(one -> one.split(" ", 2)[0]).collect(Collectors.toSet());
  }

  @Test
  void rightMetadataGivesNoFinding() {
    for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
      for (Channel channel : Channel.values()) {
        Findings findings = Fixture.of(useCase).check(Draft.right(useCase).in(channel));
        assertThat(findings.all()).isEmpty();
        assertThat(findings.notChecked()).isEmpty();
      }
    }
  }

  @Test
  void bothOrdersOfTheDateOfBirthAreTheSamePatient() {
    MeshMetadata mesh =
        with(UseCaseKey.CS, Channel.API, "GPPROVIDER_9990000018_31011970_Zztest-Patient");
    assertThat(Fixture.of(UseCaseKey.CS).check(mesh).all()).isEmpty();
  }

  @Test
  void theMailboxOfTheReceiverIsNotComparedWithThePatient() {
    MeshMetadata mesh = with(UseCaseKey.OC, Channel.API, "PHARMACY1").meantFor("PHARMACY1", false);
    Findings findings = Fixture.of(UseCaseKey.OC).check(mesh);
    assertThat(findings.all()).isEmpty();
    assertThat(findings.notChecked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CS, CS-042, GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
    "CS, CS-042, GPPROVIDER_9990000018_19700201_ZZTEST-PATIENT",
    "CS, CS-042, GPPROVIDER_9990000018_19700131_ZZTEST-OTHER",
    "OC, OC-020, GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
    "OC, OC-020, GPPROVIDER_9990000018_19700201_ZZTEST-PATIENT",
    "OC, OC-020, GPPROVIDER_9990000018_19700131_ZZTEST-OTHER",
    "GE, GE-020, GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
    "GE, GE-020, GPPROVIDER_9990000018_19700201_ZZTEST-PATIENT",
    "GE, GE-020, GPPROVIDER_9990000018_19700131_ZZTEST-OTHER",
  })
  void anotherPatientsAddressMakesTheMessageInvalid(
      UseCaseKey useCase, String requirement, String to) {
    for (Channel channel : Channel.values()) {
      assertThat(Fixture.of(useCase).check(with(useCase, channel, to)).rejecting())
          .extracting(Finding::requirement, Finding::code)
          .containsExactly(tuple("GPCM-SD-" + requirement, ResponseCode.PAYLOAD_INVALID));
    }
  }

  /** CS-040 makes the official name the one that counts; a name of old may be found as nobody. */
  @ParameterizedTest
  @CsvSource({
    "CS, CS-042, ZZTEST-OLD, old, false",
    "OC, OC-020, ZZTEST-OLD, maiden, false",
    "GE, GE-020, ZZTEST-OLD, nickname, false",
    "CS, CS-042, ZZTEST-PATIENT, old, true",
    "OC, OC-020, ZZTEST-PATIENT, maiden, true",
    "GE, GE-020, ZZTEST-PATIENT, nickname, true",
  })
  void theSurnameInTheAddressIsThatOfTheOfficialName(
      UseCaseKey useCase, String requirement, String address, String use, boolean right) {
    MeshMetadata mesh = with(useCase, Channel.API, "GPPROVIDER_9990000018_19700131_" + address);
    Fixture renamed =
        Fixture.of(useCase)
            .change(
                "patient",
                "add",
                "name",
                "{\"use\":\"" + use + "\",\"family\":\"ZZTEST-OLD\",\"given\":[\"Test\"]}");
    assertThat(renamed.check(mesh).rejecting())
        .extracting(Finding::requirement)
        .isEqualTo(right ? List.of() : List.of("GPCM-SD-" + requirement));
  }

  /** That none is official is a fault of its own; the address is compared with what is there. */
  @Test
  void withoutAnOfficialNameTheSurnameOfAnyNameMayBeInTheAddress() {
    MeshMetadata mesh =
        with(UseCaseKey.CS, Channel.API, "GPPROVIDER_9990000018_19700131_ZZTEST-PATIENT");
    Fixture usual = Fixture.of(UseCaseKey.CS).change("patient", "set", "name/0/use", "\"usual\"");
    assertThat(usual.check(mesh).rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-CS-040");
  }

  /** Letters outside ASCII count as the letters that MESH spells them with, not as nothing. */
  @ParameterizedTest
  @CsvSource({
    "Łukaszewicz, LUKASZEWICZ, true",
    "Łukaszewicz, UKASZEWICZ, false",
    "Zoë, ZOE, true",
    "Zoe\u0308, Zoe, true",
    "Zoë, ZO, false",
    "Straße, STRASSE, true",
    "O’Test, O'TEST, true",
    "Ли, Ан, false",
  })
  void surnamesAreComparedAsMeshSpellsThem(String surname, String address, boolean same) {
    MeshMetadata mesh =
        with(UseCaseKey.CS, Channel.API, "GPPROVIDER_9990000018_19700131_" + address);
    Fixture named =
        Fixture.of(UseCaseKey.CS).change("patient", "set", "name/0/family", '"' + surname + '"');
    assertThat(named.check(mesh).all())
        .extracting(Finding::requirement)
        .filteredOn("GPCM-SD-CS-042"::equals)
        .hasSize(same ? 0 : 1);
  }

  private static Fixture restricted() {
    return Fixture.of(UseCaseKey.CS)
        .change("composition", "set", "confidentiality", "\"R\"")
        .change(
            "composition",
            "set",
            "text/div",
            "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">Consultation report for Test"
                + " ZZTEST-PATIENT, NHS Number 9990000018, Version 2</div>\"");
  }

  @Test
  void theSubjectOfARestrictedConsultationNamesNoOrganisation() {
    assertThat(restricted().check(Draft.right(UseCaseKey.CS).in(Channel.API)).all())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-CS-068");
    String subject =
        "Consultation report for Test ZZTEST-PATIENT, NHS Number 9990000018, Version 2";
    assertThat(
            restricted()
                .check(Draft.right(UseCaseKey.CS).with("subject", subject).in(Channel.API))
                .all())
        .isEmpty();
  }
}
