package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.dstu3.model.Patient;
import org.junit.jupiter.api.Test;

/**
 * A rule that crashes is a fault of this program: its sender is not blamed for it, the message does
 * not pass as checked, and whoever looks after the program can be told.
 */
class CrashedRuleTest {
  private static final String ID = "GPCM-SD-004";

  @Test
  void aMessageNoFaultWasFoundInIsUndecidedWhenABindingRuleCrashed() throws IOException {
    Findings findings = with(crashing(Strength.MUST)).check(complete());

    assertThat(findings.all()).isEmpty();
    assertThat(findings.valid()).isFalse();
    assertThat(findings.verdict())
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            undecided ->
                assertThat(undecided.crashed())
                    .singleElement()
                    .satisfies(
                        crashed -> {
                          assertThat(crashed.requirement()).isEqualTo(ID);
                          assertThat(crashed.path()).endsWith("resource.ofType(Patient)");
                          assertThat(crashed.crash()).isInstanceOf(NumberFormatException.class);
                        }));
  }

  @Test
  void anUndecidedMessageHasNeitherCodeNorDiagnostics() throws IOException {
    Findings findings = with(crashing(Strength.MUST)).check(complete());

    assertThatThrownBy(findings::code)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(ID)
        .hasCauseInstanceOf(NumberFormatException.class);
    assertThatThrownBy(findings::diagnostics)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(ID);
  }

  @Test
  void aFaultThatWasFoundStillDecidesAndTheCrashIsStillReported() throws IOException {
    Fixture broken = Fixture.of(UseCaseKey.CS);
    broken.at("patient").remove("birthDate");

    Findings findings = with(crashing(Strength.MUST)).check(broken.read(Tolerances.ALL));

    assertThat(findings.verdict()).isInstanceOf(Verdict.Invalid.class);
    assertThat(findings.code()).isEqualTo(ResponseCode.PAYLOAD_INVALID);
    assertThat(findings.diagnostics()).doesNotContain(ID).contains("birthDate");
    assertThat(findings.crashedRules()).extracting(CrashedRule::requirement).containsExactly(ID);
  }

  @Test
  void aRuleThatCouldNotRejectHoldsNothingUpAndIsReported() throws IOException {
    Findings findings = with(crashing(Strength.SHOULD)).check(complete());

    assertThat(findings.verdict()).isEqualTo(new Verdict.Valid());
    assertThat(findings.code()).isEqualTo(ResponseCode.SUCCESS);
    assertThat(findings.crashedRules()).extracting(CrashedRule::requirement).containsExactly(ID);
  }

  @Test
  void theOtherRulesAreNotHidden() throws IOException {
    Rule after =
        rule(
            "GPCM-SD-005",
            Strength.MUST,
            (context, patient, report) -> report.broken(patient.path(), "x"));

    Findings findings = with(crashing(Strength.MUST), after).check(complete());

    assertThat(findings.rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-005");
  }

  @Test
  void itSurvivesWhatANodeAddsAndThePlacingInTheSource() throws IOException {
    Findings findings = with(crashing(Strength.MUST)).check(complete());

    assertThat(Findings.none().plus(findings).placed(Map.of()).crashedRules())
        .isEqualTo(findings.crashedRules());
  }

  /** What it threw quotes the patient's name; what people are told does not. */
  @Test
  void whatIsSaidOfTheCrashHoldsNothingOfTheMessage() throws IOException {
    Findings findings = with(crashing(Strength.MUST)).check(complete());

    CrashedRule crashed = findings.crashedRules().getFirst();
    assertThat(crashed.crash()).hasMessageContaining("ZZTEST");
    assertThatThrownBy(findings::code).message().doesNotContain("ZZTEST");
    assertThat(crashed.description() + crashed + findings)
        .doesNotContain("ZZTEST")
        .contains(ID, "NumberFormatException");
  }

  /** The look at every element crashes as a rule does, whatever kind of message it is. */
  @Test
  void aLookAtEveryElementThatCrashesIsReportedAndHidesNothing() throws IOException {
    Rules rules =
        Rules.of(
            RuleCatalogue.documents(),
            RuleCatalogue.responses(),
            (context, tolerances, report) -> {
              throw new IllegalStateException("ZZTEST");
            },
            Tolerances.ALL);
    Fixture broken = Fixture.of(UseCaseKey.CS);
    broken.at("patient").remove("birthDate");

    Findings findings = rules.check(broken.read(Tolerances.ALL));

    assertThat(findings.crashedRules())
        .extracting(CrashedRule::requirement)
        .containsExactly("FHIR");
    assertThat(findings.code()).isEqualTo(ResponseCode.PAYLOAD_INVALID);
    assertThat(rules.check(complete()).verdict()).isInstanceOf(Verdict.Undecided.class);
  }

  private static Rules with(Rule... more) {
    List<Rule> rules = new ArrayList<>(RuleCatalogue.documents().rules());
    rules.addAll(List.of(more));
    return Rules.of(RuleBook.of(rules), RuleCatalogue.responses(), Tolerances.ALL);
  }

  /** Takes the family name for a number, the way programs crash. */
  private static Rule crashing(Strength strength) {
    return rule(
        ID,
        strength,
        (context, patient, report) ->
            Integer.parseInt(((Patient) patient.value()).getNameFirstRep().getFamily()));
  }

  private static Rule rule(String id, Strength strength, RuleCheck check) {
    return new Rule(
        List.of(id),
        strength,
        ResponseCode.PAYLOAD_INVALID,
        MessagePart.each("Patient"),
        "Patient",
        "a patient",
        "Send one",
        check);
  }

  private static ReadMessage complete() throws IOException {
    return Fixture.of(UseCaseKey.CS).read(Tolerances.ALL);
  }
}
