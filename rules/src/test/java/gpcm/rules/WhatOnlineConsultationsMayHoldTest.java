package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies near a fault of an online consultation's resources and is none. */
class WhatOnlineConsultationsMayHoldTest {

  /** GPCM-SD-OC-034: the SNOMED CT code among the types is enough. */
  @ParameterizedTest
  @EnumSource(names = {"OC", "GE"})
  void anEncounterMayHaveAFurtherTypeInWords(UseCaseKey useCase) {
    assertThat(
            Fixture.of(useCase)
                .change("encounter", "add", "type", "{\"text\":\"Out of hours\"}")
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
  }

  /** GPCM-SD-OC-073: a priority that no code of e-RS has stands in the note. */
  @ParameterizedTest
  @EnumSource(names = {"OC", "GE"})
  void aReferralMayHaveItsPriorityInItsNote(UseCaseKey useCase) {
    assertThat(
            Fixture.of(useCase)
                .change("referral", "delete", "priority", "")
                .change("referral", "set", "note", "[{\"text\":\"Within three days\"}]")
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
  }

  /** GPCM-SD-OC-086: what stands elsewhere, or is not to be had, may be named by its title. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"Letter of the clinic\"}",
        "{\"contentType\":\"application/pdf\",\"data\":\"JVBERi0xLjc=\"}",
        "{\"url\":\"https://example.test/letter\"}"
      })
  void aDocumentMayBeNamedByItsTitleOrItsAddress(String attachment) {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change("letter", "set", "content/0/attachment", attachment)
                .check()
                .all())
        .filteredOn(BrokenMessageTest::isNumbered)
        .isEmpty();
  }

  /** GPCM-SD-OC-028: a person may be known by one name only. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{\"text\":\"ZZTEST\"}", "{\"given\":[\"ZZTEST\"]}", "{\"family\":\"ZZTEST\"}"})
  void aRelatedPersonMayHaveAnyPartOfAName(String name) {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change("relatedperson", "set", "name/0", name)
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
  }

  /** GPCM-SD-OC-054: why a result is missing stands for it. */
  @Test
  void aComponentWithoutAValueMaySayWhy() {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change("observation", "delete", "component/0/valueQuantity", "")
                .change(
                    "observation",
                    "set",
                    "component/0/dataAbsentReason",
                    "{\"coding\":[{\"system\":\"http://hl7.org/fhir/data-absent-reason\",\"code\":\"unknown\"}]}")
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
  }
}
