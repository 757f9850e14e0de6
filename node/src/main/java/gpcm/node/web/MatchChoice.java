package gpcm.node.web;

import gpcm.message.ResponseCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person says of a doubtful patient; each but the last is a business answer. */
enum MatchChoice {
  THIS_PATIENT(Optional.of(ResponseCode.PATIENT_KNOWN), "this patient"),
  DECEASED(Optional.of(ResponseCode.PATIENT_RECENTLY_DECEASED), "this patient, recently deceased"),
  NOT_OURS(Optional.of(ResponseCode.PATIENT_UNKNOWN), "not our patient"),
  LEFT(Optional.of(ResponseCode.PATIENT_NO_LONGER_HERE), "left us"),
  WAIT(Optional.empty(), "wait");

  private final Optional<ResponseCode> answer;
  private final String words;

  MatchChoice(Optional<ResponseCode> answer, String words) {
    this.answer = answer;
    this.words = words;
  }

  /** The answer that it is; empty for waiting. */
  Optional<ResponseCode> answer() {
    return answer;
  }

  String words() {
    return words;
  }

  /** Such as {@code not-ours}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static MatchChoice of(DecisionBody body) {
    String given = body.text("choice").orElse("");
    return Arrays.stream(values())
        .filter(each -> each.text().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                DecisionBody.refused(
                    "/choice",
                    "must be one of "
                        + Arrays.stream(values())
                            .map(MatchChoice::text)
                            .collect(Collectors.joining(", ")),
                    "choose one of them"));
  }
}
