package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.message.coded.CodedKind;
import gpcm.node.config.CodedSettings.Handling;
import gpcm.node.config.CodedSettings.Rule;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What organisations do with coded entries. */
class CodedSectionTest extends ConfigurationFixture {
  private static String rule(String more) {
    return LEAST + "coded-entries:\n  rules:\n    - {" + more + "}\n";
  }

  @Test
  void withoutTheSectionEverythingIsAcceptedAfterReview() {
    assertThat(read(LEAST).coded()).isEqualTo(CodedSettings.defaults());
  }

  @Test
  void aRuleNamesOrganisationSendersKindsAndWhatIsDone() {
    CodedSettings settings =
        read(rule(
                "organisation: A20047, senders: [X26], kinds: [allergy, family-history], handling:"
                    + " document-only"))
            .coded();
    assertThat(settings.rules())
        .containsExactly(
            new Rule(
                new OdsCode("A20047"),
                Set.of(new OdsCode("X26")),
                Set.of(CodedKind.ALLERGY, CodedKind.FAMILY_HISTORY),
                Handling.DOCUMENT_ONLY));
  }

  @Test
  void theFileOfCodesIsTakenFromTheConfigurationsFolder() {
    assertThat(read(LEAST + "coded-entries: {codes: codes.csv}\n").coded().codes())
        .contains(folder.resolve("codes.csv"));
  }

  @Test
  void aKindThatThereIsNotIsNamed() {
    assertThat(
            problems(rule("organisation: A20047, kinds: [allergies], handling: pause"), Map.of()))
        .singleElement()
        .asString()
        .startsWith(
            "coded-entries.rules[0].kinds[0]: 'allergies'; must be one of problem, allergy");
  }

  @Test
  void aSenderThatIsNoOdsCodeIsNamed() {
    assertThat(problems(rule("organisation: A20047, senders: [nobody], handling: pause"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("coded-entries.rules[0].senders[0]: 'nobody'; must be an ODS code");
  }

  @Test
  void aSenderThatMaySendNothingHereIsNamed() {
    assertThat(
            problems(
                rule("organisation: A20047, senders: [X27], handling: pause")
                    + "receiving: {permitted-senders: [X26]}\n",
                Map.of()))
        .containsExactly(
            "coded-entries.rules[0].senders: 'X27'; must be a sender that"
                + " receiving.permitted-senders lists");
  }

  @Test
  void anOrganisationThatIsNotServedHereIsNamed() {
    assertThat(problems(rule("organisation: A99999, handling: pause"), Map.of()))
        .containsExactly(
            "coded-entries.rules[0].organisation: 'A99999'; must be the ODS code of an organisation"
                + " of this node that receives");
  }
}
