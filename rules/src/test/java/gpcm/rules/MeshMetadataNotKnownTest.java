package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.rules.MeshMetadata.Channel;
import gpcm.rules.catalogue.RuleCatalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What cannot be known of a message's MESH metadata is not checked, and never taken for met. */
class MeshMetadataNotKnownTest {
  @Test
  void withoutMetadataEveryRequirementAboutItIsNotChecked() {
    for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
      Set<String> wanted =
          RuleCatalogue.documents().rules().stream()
              .filter(rule -> rule.about().equals(MessagePart.MESH))
              .flatMap(rule -> rule.idFor(useCase).stream())
              .collect(Collectors.toSet());
      Findings findings = Fixture.of(useCase).check();
      assertThat(findings.all()).isEmpty();
      assertThat(findings.notChecked().stream().map(NotChecked::requirement))
          .containsAll(wanted)
          .allMatch(wanted::contains);
    }
  }

  @Test
  void whatMeshHasReplacedIsNotCheckedAndTheRestIs() {
    MeshMetadata mesh =
        MeshMetadata.received(
            Channel.API, "MAILBOX1", "PRACTICE1", MeshRulesTest.WORKFLOW, "A letter", "ZZ009");
    Findings findings = Fixture.of(UseCaseKey.CS).check(mesh);
    assertThat(findings.all())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-CS-068", "GPCM-SD-CS-006", "GPCM-SD-CS-080");
    assertThat(findings.notChecked())
        .extracting(NotChecked::requirement)
        .contains("GPCM-SD-CS-042", "GPCM-SD-CS-060", "GPCM-SD-CS-067");
    assertThat(findings.notChecked())
        .extracting(NotChecked::reason)
        .noneMatch(reason -> reason.contains("ZZTEST"));
  }

  @Test
  void anAddressThatStillNamesThePatientIsWhatTheSenderWrote() {
    MeshMetadata mesh =
        MeshMetadata.received(
            Channel.CONTROL_FILE,
            "MAILBOX1",
            "GPPROVIDER_9990000026_19700131_ZZTEST-PATIENT",
            MeshRulesTest.WORKFLOW,
            MeshRulesTest.CS_SUBJECT,
            "ZZ001");
    assertThat(Fixture.of(UseCaseKey.CS).check(mesh).rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-CS-042");
  }

  @Test
  void aMailboxThatNobodyLookedUpIsNotChecked() {
    Findings findings =
        Fixture.of(UseCaseKey.OC)
            .check(MeshRulesTest.with(UseCaseKey.OC, Channel.API, "PHARMACY1"));
    assertThat(findings.all()).isEmpty();
    assertThat(findings.notChecked())
        .extracting(NotChecked::requirement)
        .containsExactly("GPCM-SD-OC-163");
  }

  @Test
  void aSubjectThatMeshHadToCutIsNotChecked() {
    String subject =
        MeshRulesTest.CS_SUBJECT
            .replace("Fictional Federation Hub", "H".repeat(500))
            .substring(0, 500);
    Findings findings =
        Fixture.of(UseCaseKey.CS)
            .check(
                MeshRulesTest.Draft.right(UseCaseKey.CS).with("subject", subject).in(Channel.API));
    assertThat(findings.all()).isEmpty();
    assertThat(findings.notChecked())
        .extracting(NotChecked::requirement)
        .contains("GPCM-SD-CS-068", "GPCM-SD-CS-006");
  }
}
