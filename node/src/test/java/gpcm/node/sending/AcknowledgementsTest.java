package gpcm.node.sending;

import static gpcm.exchange.DocumentState.COMPLETED;
import static gpcm.exchange.DocumentState.FAILED;
import static gpcm.exchange.DocumentState.INFRASTRUCTURE_ACKNOWLEDGED;
import static gpcm.exchange.DocumentState.OVERDUE;
import static gpcm.exchange.DocumentState.REJECTED;
import static gpcm.exchange.DocumentState.SENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GPCM-SD-034, GPCM-SD-035: what the two acknowledgements, in whatever order, make of a document.
 */
class AcknowledgementsTest {
  private static Acknowledgements of(String... codes) {
    Acknowledgements all = new Acknowledgements(Optional.empty(), Optional.empty());
    for (String code : codes) {
      all = all.with(Answer.ofCode(code));
    }
    return all;
  }

  @Test
  void a_positive_infrastructure_acknowledgement_alone_waits_for_the_business_one() {
    assertThat(of("20013").stateAfter(SENT)).isEqualTo(INFRASTRUCTURE_ACKNOWLEDGED);
  }

  @Test
  void both_positive_complete_the_document_in_either_order() {
    assertThat(of("20013", "30001").stateAfter(INFRASTRUCTURE_ACKNOWLEDGED)).isEqualTo(COMPLETED);
    assertThat(of("30001", "20013").stateAfter(SENT)).isEqualTo(COMPLETED);
  }

  @Test
  void a_business_acknowledgement_that_comes_first_waits_for_the_infrastructure_one() {
    assertThat(of("30001").stateAfter(SENT)).isEqualTo(SENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10001", "10009", "20006", "20009", "20015", "30002", "30003", "30012"})
  void a_negative_acknowledgement_rejects_the_document(String code) {
    assertThat(of(code).stateAfter(SENT)).isEqualTo(REJECTED);
    assertThat(of("20013", code).stateAfter(INFRASTRUCTURE_ACKNOWLEDGED)).isEqualTo(REJECTED);
  }

  @Test
  void nothing_good_follows_a_negative_one() {
    assertThat(of("20009", "20013", "30001").stateAfter(REJECTED)).isEqualTo(REJECTED);
    assertThat(of("20009", "20013").infrastructure()).contains(Answer.ofCode("20009"));
  }

  @Test
  void a_recently_deceased_patient_is_good_news_for_the_document() {
    assertThat(of("20013", "30004").stateAfter(INFRASTRUCTURE_ACKNOWLEDGED)).isEqualTo(COMPLETED);
  }

  @ParameterizedTest
  @CsvSource({"OVERDUE", "FAILED"})
  void an_answer_that_comes_late_still_counts(DocumentState before) {
    assertThat(of("20013").stateAfter(before)).isEqualTo(INFRASTRUCTURE_ACKNOWLEDGED);
    assertThat(of("20013", "30001").stateAfter(before)).isEqualTo(COMPLETED);
    assertThat(before).isIn(OVERDUE, FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20007", "20008"})
  void a_duplicate_answer_to_our_own_repetition_is_no_failure(String code) {
    assertThat(Answer.ofCode(code).duplicate()).isTrue();
  }

  @Test
  void a_code_we_do_not_know_counts_by_its_first_digit_and_as_negative() {
    assertThat(Answer.ofCode("30999")).isEqualTo(new Answer("30999", false, false));
    assertThat(Answer.ofCode("29999")).isEqualTo(new Answer("29999", true, false));
  }
}
