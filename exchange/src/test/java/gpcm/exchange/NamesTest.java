package gpcm.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the database keeps of a case is read back as what it was. */
class NamesTest {

  @ParameterizedTest
  @EnumSource
  void a_document_state_has_a_name_of_its_own(DocumentState state) {
    assertThat(DocumentState.of(state.text())).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void a_posting_has_a_name_of_its_own(Posting posting) {
    assertThat(Posting.of(posting.text())).isEqualTo(posting);
  }

  @ParameterizedTest
  @EnumSource
  void the_state_of_a_received_message_has_a_name_of_its_own(IncomingState state) {
    assertThat(IncomingState.of(state.text())).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void the_state_of_an_answer_has_a_name_of_its_own(AnswerState state) {
    assertThat(AnswerState.of(state.text())).isEqualTo(state);
  }

  @Test
  void a_state_that_there_is_not_is_refused_with_those_there_are() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DocumentState.of("lost"))
        .withMessageContaining("'lost'")
        .withMessageContaining("infrastructure-acknowledged");
  }

  @Test
  void an_actor_is_the_node_a_person_or_a_mailbox() {
    assertThat(new Actor.Software().text()).isEqualTo("node");
    assertThat(new Actor.Person("Bo").text()).isEqualTo("person:Bo");
    assertThat(new Actor.Peer("X26OT001").text()).isEqualTo("peer:X26OT001");
  }

  @Test
  void what_names_a_patient_is_not_printed_by_chance() {
    assertThat(Given.SUBJECT.toString()).doesNotContain("EXAMPLE");
    assertThat(new AlertText("failed/1", "Ann EXAMPLE", "Ann EXAMPLE", "ask Ann EXAMPLE"))
        .hasToString("AlertText[failed/1]");
  }
}
