package gpcm.exchange;

import static gpcm.exchange.DocumentState.COMPLETED;
import static gpcm.exchange.DocumentState.FAILED;
import static gpcm.exchange.DocumentState.INFRASTRUCTURE_ACKNOWLEDGED;
import static gpcm.exchange.DocumentState.OVERDUE;
import static gpcm.exchange.DocumentState.REJECTED;
import static gpcm.exchange.DocumentState.SENT;
import static gpcm.exchange.Given.acknowledgement;
import static gpcm.exchange.Given.acknowledgements;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GPCM-SD-034, GPCM-SD-035: what the two acknowledgements, in whatever order, make of a document.
 */
class AcknowledgementsTest {

  @Test
  void a_positive_infrastructure_acknowledgement_alone_waits_for_the_business_one() {
    assertThat(acknowledgements("20013").stateAfter(SENT)).isEqualTo(INFRASTRUCTURE_ACKNOWLEDGED);
  }

  @Test
  void both_positive_complete_the_document_in_either_order() {
    assertThat(acknowledgements("20013", "30001").stateAfter(INFRASTRUCTURE_ACKNOWLEDGED))
        .isEqualTo(COMPLETED);
    assertThat(acknowledgements("30001", "20013").stateAfter(SENT)).isEqualTo(COMPLETED);
  }

  @Test
  void a_business_acknowledgement_that_comes_first_waits_for_the_infrastructure_one() {
    assertThat(acknowledgements("30001").stateAfter(SENT)).isEqualTo(SENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10001", "10009", "20006", "20009", "20015", "30002", "30003"})
  void a_negative_acknowledgement_rejects_the_document(String code) {
    assertThat(acknowledgements(code).stateAfter(SENT)).isEqualTo(REJECTED);
    assertThat(acknowledgements("20013", code).stateAfter(INFRASTRUCTURE_ACKNOWLEDGED))
        .isEqualTo(REJECTED);
  }

  /** An outcome at the provider, good or bad: the document got there. */
  @ParameterizedTest
  @ValueSource(strings = {"30005", "30006", "30007", "30012", "30016", "30017", "30018"})
  void an_outcome_completes_the_document(String code) {
    assertThat(acknowledgements(code).stateAfter(SENT)).isEqualTo(SENT);
    assertThat(acknowledgements("20013", code).stateAfter(INFRASTRUCTURE_ACKNOWLEDGED))
        .isEqualTo(COMPLETED);
    assertThat(acknowledgements("20013", "30001", code).business()).contains(acknowledgement(code));
    assertThat(acknowledgements("20013", code, "30001").business()).contains(acknowledgement(code));
  }

  @Test
  void nothing_good_follows_a_negative_one() {
    assertThat(acknowledgements("20009", "20013", "30001").stateAfter(REJECTED))
        .isEqualTo(REJECTED);
    assertThat(acknowledgements("20009", "20013").infrastructure())
        .contains(acknowledgement("20009"));
  }

  @Test
  void a_recently_deceased_patient_is_good_news_for_the_document() {
    assertThat(acknowledgements("20013", "30004").stateAfter(INFRASTRUCTURE_ACKNOWLEDGED))
        .isEqualTo(COMPLETED);
  }

  @ParameterizedTest
  @CsvSource({"OVERDUE", "FAILED"})
  void an_answer_that_comes_late_still_counts(DocumentState before) {
    assertThat(acknowledgements("20013").stateAfter(before)).isEqualTo(INFRASTRUCTURE_ACKNOWLEDGED);
    assertThat(acknowledgements("20013", "30001").stateAfter(before)).isEqualTo(COMPLETED);
    assertThat(before).isIn(OVERDUE, FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20007", "20008"})
  void a_duplicate_answer_to_our_own_repetition_is_no_failure(String code) {
    assertThat(acknowledgement(code).duplicate()).isTrue();
  }
}
