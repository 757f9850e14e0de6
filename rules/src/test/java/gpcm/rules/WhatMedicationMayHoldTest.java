package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.message.Tolerances;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies near a fault in MedicationRequest and MedicationStatement and is none. */
class WhatMedicationMayHoldTest {

  /** GPCM-SD-GE-155: the one text that stands for a type nobody recorded. */
  @Test
  void aPrescriptionOfNoRecordedTypeSaysSoInTheFixedWords() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change(
                    "order",
                    "set",
                    "extension/0/valueCodeableConcept",
                    "{\"text\":\"No information available\"}")
                .check()
                .all())
        .isEmpty();
  }

  /** GPCM-SD-GE-155 names a type that the published code system lacks; an order in its own hand. */
  @ParameterizedTest
  @ValueSource(strings = {"acute", "acute-handwritten", "delayed-prescribing"})
  void aPrescriptionMayBeOfEachTypeThatTheRequirementNames(String type) {
    Fixture fixture =
        Fixture.of(UseCaseKey.GE)
            .change(
                "order",
                "set",
                "extension/0/valueCodeableConcept/coding/0",
                "{\"system\":\"https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1\","
                    + "\"code\":\""
                    + type
                    + "\"}");
    assertThat(fixture.check(Tolerances.NONE).all()).isEmpty();
  }

  /** The value set lacks it only there: no other code is let in with it. */
  @Test
  void aHandwrittenPrescriptionOfAnotherSystemIsNone() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change(
                    "order",
                    "set",
                    "extension/0/valueCodeableConcept/coding/0",
                    "{\"system\":\"https://example.test/types\",\"code\":\"acute-handwritten\"}")
                .check()
                .valid())
        .isFalse();
  }

  /** GPCM-SD-GE-172: a quantity that nobody gave is a warning; one in words is none. */
  @Test
  void aQuantityMayBeInWordsInItsExtension() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change(
                    "order",
                    "set",
                    "dispenseRequest/quantity",
                    "{\"extension\":[{\"url\":\"https://fhir.hl7.org.uk/STU3/StructureDefinition/"
                        + "Extension-CareConnect-MedicationQuantityText-1\","
                        + "\"valueString\":\"two boxes\"}]}")
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
  }

  /** GPCM-SD-GE-153: the words stand for what was never recorded; a date that is there is one. */
  @ParameterizedTest
  @CsvSource({
    "No information available, '', true",
    "No information available, 2026-03-01, true",
    "No information available, 2026, false",
    "No longer needed, '', false",
  })
  void whatWasStoppedWithoutARecordedReasonNeedsNoDate(String reason, String date, boolean right) {
    Fixture fixture =
        Fixture.of(UseCaseKey.GE)
            .change(
                "plan",
                "set",
                "extension/1/extension/0/valueCodeableConcept",
                "{\"text\":\"" + reason + "\"}");
    if (date.isEmpty()) {
      fixture.change("plan", "delete", "extension/1/extension/1", "");
    } else {
      fixture.change("plan", "set", "extension/1/extension/1/valueDateTime", '"' + date + '"');
    }
    assertThat(fixture.check(Tolerances.NONE).all())
        .extracting(Finding::requirement)
        .isEqualTo(right ? List.of() : List.of("GPCM-SD-GE-153"));
  }

  /** GPCM-SD-GE-157: an order without a plan is a warning, not a fault. */
  @Test
  void anOrderMayBeBasedOnNoPlan() {
    Findings findings =
        Fixture.of(UseCaseKey.GE).change("order", "delete", "basedOn", "").check(Tolerances.NONE);
    assertThat(findings.valid()).isTrue();
    assertThat(findings.all())
        .extracting(Finding::requirement, Finding::strength)
        .containsExactly(tuple("GPCM-SD-GE-157", Strength.SHOULD));
  }

  /** GPCM-SD-GE-177: what another organisation prescribes has no issues here. */
  @Test
  void whatIsPrescribedElsewhereNeedsNoLastIssue() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change(
                    "statement",
                    "set",
                    "extension/1/valueCodeableConcept/coding/0/code",
                    "\"prescribed-by-another-organisation\"")
                .change("statement", "delete", "extension/0", "")
                .check()
                .all())
        .isEmpty();
  }

  /** GPCM-SD-GE-177: what is dispensed repeatedly is not issued each time. */
  @Test
  void whatIsDispensedRepeatedlyNeedsNoLastIssue() {
    assertThat(
            Fixture.of(UseCaseKey.GE)
                .change(
                    "plan",
                    "set",
                    "extension/2/valueCodeableConcept/coding/0/code",
                    "\"repeat-dispensing\"")
                .change("statement", "delete", "extension/0", "")
                .check()
                .all())
        .isEmpty();
  }

  /** GPCM-SD-GE-177: who prescribes is not known where the agency is in words. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofAnAgencyInWordsTheLastIssueMayBeThereOrNot(boolean there) {
    Fixture fixture =
        Fixture.of(UseCaseKey.GE)
            .change(
                "statement",
                "set",
                "extension/1/valueCodeableConcept",
                "{\"text\":\"A hospital\"}");
    if (!there) {
      fixture.change("statement", "delete", "extension/0", "");
    }
    assertThat(fixture.check().all()).filteredOn(BrokenMessageTest::isNumbered).isEmpty();
  }
}
