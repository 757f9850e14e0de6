package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPCM-SD-GE-158: a repeat's plan and all orders relating to it have one group identifier. */
class MedicationGroupsTest {
  private static final String TYPE = "extension/0/valueCodeableConcept/coding/0/code";

  /** Whatever the order says of its own type, it relates to the plan that it is based on. */
  @ParameterizedTest
  @CsvSource({"g1, true", "g2, false", "'', false"})
  void anOrderOfAnotherTypeIsInTheGroupOfTheRepeatItCarriesOut(String group, boolean valid) {
    Fixture fixture = Fixture.of(UseCaseKey.GE).change("order", "set", TYPE, "\"acute\"");
    if (group.isEmpty()) {
      fixture.change("order", "delete", "groupIdentifier", "");
    } else {
      fixture.change("order", "set", "groupIdentifier/value", "\"" + group + "\"");
    }
    Findings findings = fixture.check();
    assertThat(findings.valid()).isEqualTo(valid);
    assertThat(findings.rejecting())
        .allMatch(finding -> finding.requirement().equals("GPCM-SD-GE-158"));
  }

  /** An acute plan and its order need none. */
  @Test
  void whatIsNoRepeatNeedsNoGroup() {
    Findings findings =
        Fixture.of(UseCaseKey.GE)
            .change("order", "set", TYPE, "\"acute\"")
            .change("order", "delete", "groupIdentifier", "")
            .change("plan", "set", "extension/2/valueCodeableConcept/coding/0/code", "\"acute\"")
            .change("plan", "delete", "extension/0/extension/0", "")
            .check();
    assertThat(findings.rejecting()).isEmpty();
  }
}
