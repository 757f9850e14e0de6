package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.ResponseCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One finding leads a response, by the order a receiver checks in (GPCM-SD-030, GPCM-SD-031,
 * GPCM-SD-032).
 */
class FindingsTest {
  private static Finding must(String code) {
    return Finding.must(
        "GPCM-SD-CS-0" + code.substring(3),
        ResponseCode.of(code).orElseThrow(),
        "Bundle.at" + code,
        "a ZZTEST value",
        "it",
        "Mend it");
  }

  @Test
  void theFirstLayerThatFailsLeadsWhateverOrderFaultsAreFoundIn() {
    List<String> order =
        List.of(
            "20015", "10009", "20006", "10001", "10004", "20007", "20002", "20008", "20004",
            "20009", "20014", "30002");
    for (int first = 0; first < order.size(); first++) {
      List<String> rest = new ArrayList<>(order.subList(first, order.size()));
      Collections.shuffle(rest, new Random(first));
      Findings findings = Findings.none();
      for (String code : rest) {
        findings = findings.plus(must(code));
      }
      assertThat(findings.code().code()).isEqualTo(order.get(first));
      assertThat(findings.leading().orElseThrow().code().code()).isEqualTo(order.get(first));
    }
  }

  @Test
  void withinALayerTheFirstFoundLeads() {
    Findings findings = Findings.none().plus(must("10003")).plus(must("10001")).plus(must("10010"));
    assertThat(findings.code().code()).isEqualTo("10003");
  }

  @Test
  void warningsAndToleratedFaultsNeverLead() {
    Finding warning =
        new Finding(
            "GPCM-SD-008",
            Strength.SHOULD,
            ResponseCode.PAYLOAD_INVALID,
            "p",
            Optional.empty(),
            "f",
            "e",
            "x",
            false);
    Finding tolerated =
        new Finding(
            "GPCM-SD-022",
            Strength.MUST,
            ResponseCode.PAYLOAD_INVALID,
            "p",
            Optional.empty(),
            "f",
            "e",
            "x",
            true);
    Findings findings = Findings.of(List.of(warning, tolerated));
    assertThat(findings.valid()).isTrue();
    assertThat(findings.code()).isEqualTo(ResponseCode.SUCCESS);
    assertThat(findings.leading()).isEmpty();
    assertThat(findings.diagnostics()).isEmpty();
    assertThat(findings.warnings()).containsExactly(warning, tolerated);
  }

  /**
   * GPCM-SD-032: the sender learns which element, which requirement, what was expected, and how
   * much more there is.
   */
  @Test
  void diagnosticsNameTheElementTheRequirementAndHowManyFurtherFaults() {
    assertThat(Findings.none().plus(must("20009")).diagnostics())
        .isEqualTo(
            "Bundle.at20009 does not meet requirement GPCM-SD-CS-009: expected it. Mend it.");
    assertThat(Findings.none().plus(must("20009")).plus(must("20006")).diagnostics())
        .startsWith("Bundle.at20006 ")
        .endsWith("1 further fault was found.");
    assertThat(
            Stream.of("20009", "20006", "10001")
                .map(FindingsTest::must)
                .reduce(Findings.none(), Findings::plus, Findings::plus)
                .diagnostics())
        .endsWith("2 further faults were found.");
  }

  @Test
  void neitherDiagnosticsNorTextFormHoldWhatWasFound() {
    Findings findings = Findings.none().plus(must("20009"));
    assertThat(findings.diagnostics() + findings + findings.all().getFirst())
        .doesNotContain("ZZTEST");
  }
}
