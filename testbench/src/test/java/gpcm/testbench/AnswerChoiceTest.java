package gpcm.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.ResponseCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerChoiceTest {

  private static Optional<List<ResponseCode>> codes(String... names) {
    return AnswerChoice.inNames(List.of(names)).map(AnswerChoice::codes);
  }

  @Test
  void aNegativeInfrastructureCodeComesAlone() {
    assertThat(codes("IB001-20009")).contains(List.of(ResponseCode.PAYLOAD_INVALID));
  }

  @Test
  void aBusinessCodeFollowsASuccess() {
    assertThat(codes("IB001-30002"))
        .contains(List.of(ResponseCode.SUCCESS, ResponseCode.PATIENT_UNKNOWN));
  }

  @Test
  void bothCodesMayBeNamed() {
    assertThat(codes("ib042-20013-30017"))
        .contains(List.of(ResponseCode.SUCCESS, ResponseCode.REFERRAL_REJECTED));
  }

  @Test
  void anyOfSeveralGivenNamesMayAsk() {
    assertThat(codes("Alpha", " IB001-30004 "))
        .contains(List.of(ResponseCode.SUCCESS, ResponseCode.PATIENT_RECENTLY_DECEASED));
  }

  /** Unknown codes, a business code after a negative one, two of a kind, and names of people. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "IB001-10006",
        "IB001-20009-30001",
        "IB001-20013-20013",
        "IB001-30001-30002",
        "IB1-20009",
        "IB001-20009x",
        "Ibrahim",
        ""
      })
  void anythingElseAsksForNothing(String name) {
    assertThat(codes(name)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theNameForACodeAsksForIt(ResponseCode code) {
    assertThat(codes(AnswerChoice.givenName(code)).orElseThrow()).contains(code);
  }
}
