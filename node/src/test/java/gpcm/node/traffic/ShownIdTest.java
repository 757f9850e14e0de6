package gpcm.node.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.traffic.ShownAddress.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of ids, codes and addresses to those who see no patient data. */
class ShownIdTest {
  private static final String UUID = "0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57";

  @Test
  void anIdOfAMessageIsShownWhenItIsAUuid() {
    assertThat(ShownId.of(UUID)).contains(UUID);
    assertThat(ShownId.of(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9990000018",
        "TESTPATIENT-1957-01-09",
        "0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57 TESTPATIENT",
        "x0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57",
        ""
      })
  void whatASenderWritesInItsPlaceIsNot(String text) {
    assertThat(ShownId.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20200529155357895317_3573F8", "20261128093000000000_000001", UUID})
  void anIdOfMeshIsShown(String id) {
    assertThat(ShownId.ofMesh(id)).contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9990000018", "GPPROVIDER_9990000018_19570109_TEST", "two words", ""})
  void whatHasNotItsFormIsNot(String text) {
    assertThat(ShownId.ofMesh(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20013", "30002", "EPL-151", "EPL-153a", "14"})
  void aCodeIsShown(String code) {
    assertThat(ShownId.ofCode(code)).contains(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9990000018", "40002", "TESTPATIENT", "30002 TESTPATIENT", ""})
  void whatIsNoCodeIsNot(String text) {
    assertThat(ShownId.ofCode(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPFED_CONSULT_REPORT", "GPFED_CONSULT_REPORT_ACK", "SPINE_TEST_2"})
  void aWorkflowIsShown(String workflow) {
    assertThat(ShownId.ofWorkflow(workflow)).contains(workflow);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPORT_9990000018", "Testpatient", "A B", ""})
  void whatIsNoWorkflowIsNot(String text) {
    assertThat(ShownId.ofWorkflow(text)).isEmpty();
  }

  @Test
  void aMailboxIsShown() {
    assertThat(ShownAddress.of("A99902OT001"))
        .isEqualTo(new ShownAddress(Kind.MAILBOX, Optional.of("A99902OT001")));
  }

  @ParameterizedTest
  @CsvSource({
    "GPPROVIDER_9990000018_19570109_TESTPATIENT, PATIENT_ROUTED",
    "gpprovider_9990000018_19570109_TESTPATIENT, PATIENT_ROUTED",
    "GPPROVIDER_, PATIENT_ROUTED",
    "9990000018, OTHER",
    "Testpatient Alpha, OTHER",
    "'', NONE"
  })
  void ofAnyOtherAddressItIsToldWhatKindItIs(String text, Kind kind) {
    assertThat(ShownAddress.of(text)).isEqualTo(new ShownAddress(kind, Optional.empty()));
  }

  @Test
  void whereThereIsNoAddressNoneIsNamed() {
    assertThat(ShownAddress.of(null).kind()).isEqualTo(Kind.NONE);
  }
}
