package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.ResponseCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What travels beside the message on MESH is checked too, and only another patient's address makes
 * a message invalid.
 */
class MeshRulesTest {
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final String CS_SUBJECT =
      "Consultation report for Test ZZTEST-PATIENT, NHS Number 9990000018, seen at Fictional Hub,"
          + " ODS Code ZZ001, Version 2";
  private static final String OC_SUBJECT =
      "Online consultation report for Test ZZTEST-PATIENT, NHS Number 9990000018, ODS Code ZZ001";
  private static final String GE_SUBJECT =
      "Wound care report for Test ZZTEST-PATIENT, NHS Number 9990000018, ODS Code ZZ001";
  private static final String ADDRESS = "GPPROVIDER_9990000018_19700131_ZZTEST-PATIENT";

  /** The rules that these tests break. */
  static final Set<String> SHOWN =
      Set.of(
          "GPCM-SD-CS-042",
          "GPCM-SD-OC-020",
          "GPCM-SD-GE-020",
          "GPCM-SD-CS-061",
          "GPCM-SD-OC-160",
          "GPCM-SD-GE-287",
          "GPCM-SD-CS-060",
          "GPCM-SD-OC-163",
          "GPCM-SD-GE-290",
          "GPCM-SD-CS-063",
          "GPCM-SD-OC-162",
          "GPCM-SD-GE-289",
          "GPCM-SD-CS-006",
          "GPCM-SD-OC-164",
          "GPCM-SD-GE-291",
          "GPCM-SD-CS-079",
          "GPCM-SD-OC-174",
          "GPCM-SD-GE-292");

  private static MeshMetadata right(UseCaseKey useCase) {
    String subject =
        switch (useCase) {
          case CS -> CS_SUBJECT;
          case OC -> OC_SUBJECT;
          case GE, UNKNOWN -> GE_SUBJECT;
        };
    return new MeshMetadata("MAILBOX1", ADDRESS, WORKFLOW, subject, "ZZ001");
  }

  @Test
  void rightMetadataGivesNoFinding() {
    for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
      assertThat(Fixture.of(useCase).check(right(useCase)).all()).isEmpty();
    }
  }

  @Test
  void bothOrdersOfTheDateOfBirthAreTheSamePatient() {
    MeshMetadata mesh =
        new MeshMetadata(
            "MAILBOX1",
            "GPPROVIDER_9990000018_31011970_Zztest-Patient",
            WORKFLOW,
            CS_SUBJECT,
            "ZZ001");
    assertThat(Fixture.of(UseCaseKey.CS).check(mesh).all()).isEmpty();
  }

  @Test
  void aMailboxAddressIsNotComparedWithThePatient() {
    MeshMetadata mesh = new MeshMetadata("MAILBOX1", "PHARMACY1", WORKFLOW, OC_SUBJECT, "ZZ001");
    assertThat(Fixture.of(UseCaseKey.OC).check(mesh).all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CS, CS-042, GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
    "CS, CS-042, GPPROVIDER_9990000018_19700201_ZZTEST-PATIENT",
    "CS, CS-042, GPPROVIDER_9990000018_19700131_ZZTEST-OTHER",
    "OC, OC-020, GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
    "GE, GE-020, GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
  })
  void anotherPatientsAddressMakesTheMessageInvalid(
      UseCaseKey useCase, String requirement, String to) {
    MeshMetadata right = right(useCase);
    Findings findings =
        Fixture.of(useCase)
            .check(
                new MeshMetadata(
                    right.from(), to, right.workflowId(), right.subject(), right.localId()));
    assertThat(findings.rejecting())
        .extracting(Finding::requirement, Finding::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "GPCM-SD-" + requirement, ResponseCode.PAYLOAD_INVALID));
  }

  @ParameterizedTest
  @CsvSource({
    "CS, CS-061, workflow", "OC, OC-160, workflow", "GE, GE-287, workflow",
    "CS, CS-060, to", "OC, OC-163, to", "GE, GE-290, to",
    "CS, CS-063, from", "OC, OC-162, from", "GE, GE-289, from",
    "CS, CS-006, subject", "OC, OC-164, subject", "GE, GE-291, subject",
    "CS, CS-079, local", "OC, OC-174, local", "GE, GE-292, local",
  })
  void anyOtherFaultIsShownAndNeverRejects(UseCaseKey useCase, String requirement, String field) {
    MeshMetadata right = right(useCase);
    MeshMetadata wrong =
        new MeshMetadata(
            field.equals("from") ? "OTHERBOX" : right.from(),
            field.equals("to") ? "" : right.to(),
            field.equals("workflow") ? "OTHER" : right.workflowId(),
            field.equals("subject") ? "A letter" : right.subject(),
            field.equals("local") ? "ZZ009" : right.localId());
    Findings findings = Fixture.of(useCase).check(wrong);
    assertThat(findings.valid()).isTrue();
    assertThat(findings.all())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-" + requirement);
    assertThat(findings.all())
        .allMatch(finding -> finding.strength() == Strength.MUST && finding.tolerated());
  }

  @Test
  void theSubjectOfARestrictedConsultationNamesNoOrganisation() {
    Fixture restricted =
        Fixture.of(UseCaseKey.CS)
            .change("composition", "set", "confidentiality", "\"R\"")
            .change(
                "composition",
                "set",
                "text/div",
                "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">Consultation report for Test"
                    + " ZZTEST-PATIENT, NHS Number 9990000018, Version 2</div>\"");
    assertThat(restricted.check(right(UseCaseKey.CS)).all())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-CS-006");
    String subject =
        "Consultation report for Test ZZTEST-PATIENT, NHS Number 9990000018, Version 2";
    assertThat(
            restricted
                .check(new MeshMetadata("MAILBOX1", ADDRESS, WORKFLOW, subject, "ZZ001"))
                .all())
        .isEmpty();
  }
}
