package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.Tolerances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies near a fault and is none: strict rules must let it pass. */
class WhatIsNoFaultTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Test ZZTEST-PATIENT",
        "TEST ZZTEST PATIENT",
        "ZZTEST-PATIENT, Test (Mx)",
        "Mx T. Zztest-Patient",
        "Mr Test Middle ZztestPatient",
        "ZZTEST-PATIENT, Test Middle (Mx)",
        "TEST\u00a0ZZTEST\u2007PATIENT",
        "Prof. T.\u202fZztest-Patient"
      })
  void thePatientsNameInTheSummaryLineMayBeWrittenInManyWays(String name) {
    for (UseCaseKey useCase : new UseCaseKey[] {UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE}) {
      assertThat(
              Fixture.of(useCase)
                  .change("composition", "say", "Test ZZTEST-PATIENT", name)
                  .check()
                  .all())
          .isEmpty();
    }
  }

  /** The words of the record's own names, and of no others. */
  @ParameterizedTest
  @CsvSource({
    "Mary Ann, true",
    "'ANN, Mary (Mrs)', true",
    "Mary Jane Ann, true",
    "MaryJane Ann, true",
    "M.J. Ann, true",
    "Polly Mary Ann, true",
    "Major Mary Ann OBE, true",
    "'ANN, Major Mary', true",
    "Mary Ann Major, false",
    "Mary Ann (formerly Smith), false",
    "Mary Ann Smith, false",
    "Mary Smith, false",
    "Smith Mary Ann, false"
  })
  void thePatientsNameIsTheWholeOfIt(String said, boolean same) {
    Fixture fixture =
        Fixture.of(UseCaseKey.CS)
            .change(
                "patient",
                "set",
                "name",
                "[{\"use\":\"official\",\"family\":\"Ann\",\"given\":[\"Mary Jane\"]},"
                    + "{\"use\":\"nickname\",\"given\":[\"Polly\"],\"family\":\"Ann\"}]")
            .change("composition", "say", "Test ZZTEST-PATIENT", said);
    assertThat(fixture.check().valid()).isEqualTo(same);
  }

  /** As the resource has it, but for the case. */
  @Test
  void theOdsCodeInTheSummaryLineMayBeInSmallLetters() {
    Fixture fixture = Fixture.of(UseCaseKey.CS).change("composition", "say", "ZZ001", "zz001");
    assertThat(fixture.check(Tolerances.NONE).all()).isEmpty();
  }

  /** What the patient is called too tells nobody where the patient was seen; elsewhere it does. */
  @ParameterizedTest
  @CsvSource({
    "Zztest-Patient, Test ZZTEST-PATIENT, 2, true",
    "Zztest-Patient, 'ZZTEST-PATIENT, Test', 2, true",
    "Zztest Patient Test, 'ZZTEST-PATIENT, Test', 2, true",
    "Zztest-Patient, Test ZZTEST-PATIENT, 2 at ZZTEST-PATIENT, false",
    "Zztest-Patient Hub, Test Zztest-Patient Hub ZZTEST-PATIENT, 2, false",
    "Hub, Test Hub ZZTEST-PATIENT, 2, false",
    "Hub, Test ZZTEST-PATIENT, 2 Hub, false",
  })
  void anOrganisationMayBeCalledAsThePatientIsInARestrictedDocument(
      String organisation, String name, String version, boolean right) {
    Fixture fixture =
        Fixture.of(UseCaseKey.CS)
            .change("organization", "set", "name", '"' + organisation + '"')
            .change("composition", "restricted", "Consultation report for " + name, "")
            .change("composition", "say", "Version 2", "Version " + version);
    assertThat(fixture.check(Tolerances.NONE).all())
        .extracting(Finding::requirement)
        .isEqualTo(right ? List.of() : List.of("GPCM-SD-CS-023"));
    assertThat(fixture.check(Tolerances.NONE).all())
        .allMatch(finding -> finding.condition().endsWith("no organisation where restricted"));
  }

  /** People type it so; a strict reading minds. */
  @ParameterizedTest
  @CsvSource({
    "9990000018, 999 000 0018",
    "9990000018, 999-000-0018",
    "9990000018, {NHS Number}",
    "Test ZZTEST-PATIENT, {Patient Name}",
    "ZZ001, {ODS Code}",
    "Fictional Federation Hub, {Practice Name}",
    "Consultation report, Consultation Report",
    "Version 2, Version {Version Number}",
    "', NHS', '* , NHS'"
  })
  void whatIsNearlyTheFormatIsTolerated(String exact, String near) {
    for (boolean restricted : new boolean[] {false, true}) {
      Fixture fixture = Fixture.of(UseCaseKey.CS);
      if (restricted) {
        fixture.change(
            "composition", "restricted", "Consultation report for Test ZZTEST-PATIENT", "");
      }
      if (!restricted || !(exact.contains("ZZ001") || exact.contains("Hub"))) {
        fixture.change("composition", "say", exact, near);
      }
      Findings findings = fixture.check();
      assertThat(findings.valid()).as(restricted + " " + near).isTrue();
      boolean changed = !restricted || !(exact.contains("ZZ001") || exact.contains("Hub"));
      assertThat(findings.warnings().stream().anyMatch(Finding::tolerated)).isEqualTo(changed);
      assertThat(fixture.check(Tolerances.NONE).valid()).isNotEqualTo(changed);
    }
  }

  /** A reference may name whom it leads to, if it names them rightly. */
  @Test
  void theSubjectMayCarryThePatientsNumberAndName() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change(
                    "composition",
                    "set",
                    "subject",
                    "{\"reference\":\"urn:uuid:patient\",\"display\":\"ZZTEST-PATIENT, Test (Mx)\","
                        + "\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\","
                        + "\"value\":\"9990000018\"}}")
                .check()
                .all())
        .filteredOn(BrokenMessageTest::isNumbered)
        .isEmpty();
  }

  /** Words beside a code are compared as people read them. */
  @ParameterizedTest
  @CsvSource({
    "header, extension/0/extension/2/valueCoding/display, For action",
    "composition, type/coding/0/display, Report of clinical encounter (record artifact)",
    "header, event/display, ITK - GP Connect Send Document"
  })
  void aDisplayMayBeWrittenInManyWays(String where, String path, String display) {
    assertThat(
            Fixture.of(UseCaseKey.CS)
                .change(where, "set", path, "\"" + display + "\"")
                .check()
                .all())
        .filteredOn(BrokenMessageTest::isNumbered)
        .isEmpty();
  }

  /** GPCM-SD-025: after a void version the count goes on, and nothing is replaced. */
  @ParameterizedTest
  @CsvSource({"CS, GPCM-SD-CS-027", "OC, GPCM-SD-OC-011", "GE, GPCM-SD-GE-011"})
  void aLaterVersionMayReplaceNothingWhichIsSaidToBeUnchecked(
      UseCaseKey useCase, String requirement) {
    Fixture later = Fixture.of(useCase).change("composition", "delete", "relatesTo", "");
    assertThat(later.check().all()).isEmpty();
    assertThat(later.check().notChecked())
        .extracting(NotChecked::requirement)
        .contains(requirement);
    later.change("composition", "say", "Version 2", "Version 1");
    assertThat(later.check().all()).isEmpty();
    assertThat(later.check().notChecked())
        .extracting(NotChecked::requirement)
        .doesNotContain(requirement);
  }

  /** Which questions may be left unanswered nobody but the questionnaire can say. */
  @Test
  void aQuestionMayBeLeftUnanswered() {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change(
                    "answers",
                    "add",
                    "item/0/item",
                    "{\"linkId\":\"1.1\",\"text\":\"Does it hurt?\"}")
                .check()
                .all())
        .isEmpty();
  }

  /** Accents are a matter of spelling, letters are not: Ł is no Ś. */
  @ParameterizedTest
  @CsvSource({"Zo\u00e9, Zoe, true", "\u0141aska, \u015aaska, false", "\u738b, \u5f20, false"})
  void lettersOutsideAsciiTellPeopleApart(String surname, String said, boolean same) {
    Fixture fixture =
        Fixture.of(UseCaseKey.CS)
            .change("patient", "set", "name/0/family", "\"" + surname + "\"")
            .change("composition", "say", "ZZTEST-PATIENT", said);
    assertThat(fixture.check().valid()).isEqualTo(same);
    Findings addressed =
        Fixture.of(UseCaseKey.CS)
            .change("patient", "set", "name/0/family", "\"" + surname + "\"")
            .change("composition", "say", "ZZTEST-PATIENT", surname)
            .check(
                new MeshMetadata(
                    "MAILBOX1",
                    "GPPROVIDER_9990000018_19700131_" + said,
                    "GPFED_CONSULT_REPORT",
                    "Consultation report for Test "
                        + surname
                        + ", NHS Number 9990000018, seen at"
                        + " Fictional Federation Hub, ODS Code ZZ001, Version 2",
                    "ZZ001"));
    assertThat(addressed.valid()).isEqualTo(same);
  }

  /** GPCM-SD-OC-052: the patient among the performers is enough. */
  @ParameterizedTest
  @EnumSource(names = {"OC", "GE"})
  void somebodyElseMayHavePerformedAnObservationToo(UseCaseKey useCase) {
    assertThat(
            Fixture.of(useCase)
                .change(
                    "observation", "add", "performer", "{\"reference\":\"urn:uuid:practitioner\"}")
                .check()
                .all())
        .isEmpty();
  }

  /** GPCM-SD-GE-239: the one text that stands for a missing code. */
  @Test
  void aTestWithoutACodeSaysSoInTheFixedWords() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change("test", "set", "code", "{\"text\":\"No code available\"}")
                .check()
                .all())
        .isEmpty();
  }

  /**
   * A UUID is the same in capitals (RFC 9562), in fullUrl, id and reference alike; FHIR writes
   * small letters, so capitals in a fullUrl are a warning. Other ids are compared letter by letter.
   */
  @ParameterizedTest
  @CsvSource({
    "7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c12, fullUrl, true",
    "7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c12, id, true",
    "7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c12, reference, true",
    "a-photo-of-the-leg, fullUrl, false",
    "a-photo-of-the-leg, id, false",
    "a-photo-of-the-leg, reference, false",
  })
  void aUuidIsTheSameInCapitals(String id, String where, boolean same) {
    String capitals = id.toUpperCase(Locale.ROOT);
    Fixture fixture = Fixture.of(UseCaseKey.GE).change("document", "share-url", "photo", id);
    switch (where) {
      case "id" -> fixture.at(id).put("id", capitals);
      case "fullUrl" ->
          fixture
              .at("document")
              .get("entry")
              .forEach(
                  entry -> {
                    if (entry.get("fullUrl").textValue().endsWith(id)) {
                      ((ObjectNode) entry).put("fullUrl", "urn:uuid:" + capitals);
                    }
                  });
      default -> {
        String text = fixture.at("composition").toString().replace(id, capitals);
        try {
          fixture.at("composition").setAll((ObjectNode) new ObjectMapper().readTree(text));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    Findings findings = fixture.check(Tolerances.NONE);
    assertThat(findings.valid()).as(() -> findings.all().toString()).isEqualTo(same);
    assertThat(findings.all().isEmpty()).isEqualTo(same && !where.equals("fullUrl"));
  }

  /** What is the same UUID in capitals is no second one either. */
  @Test
  void aUuidInCapitalsIsNoOtherEntry() {
    Fixture fixture =
        Fixture.of(UseCaseKey.GE)
            .change("document", "share-url", "photo", "7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c12")
            .change("document", "share-url", "report", "7D0F0D3E-93A1-4A43-8D2E-2B6F6E0A9C12");
    assertThat(fixture.check().rejecting())
        .anyMatch(finding -> finding.condition().equals("Bundle (document).entry.fullUrl once"));
  }
}
