package gpcm.node.web;

import gpcm.message.ResponseCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person says of a doubtful patient; each but the last is a business answer. */
enum MatchChoice {
  THIS_PATIENT(
      Optional.of(ResponseCode.PATIENT_KNOWN),
      "this patient",
      "This patient",
      "the document is filed"),
  DECEASED(
      Optional.of(ResponseCode.PATIENT_RECENTLY_DECEASED),
      "this patient, recently deceased",
      "This patient, who died less than six months ago",
      "the document is filed"),
  NOT_OURS(
      Optional.of(ResponseCode.PATIENT_UNKNOWN),
      "not our patient",
      "Not our patient",
      "the sender is told, and it leaves your list"),
  LEFT(
      Optional.of(ResponseCode.PATIENT_NO_LONGER_HERE),
      "left us",
      "Has left us",
      "the sender is told, and it leaves your list"),
  WAIT(
      Optional.empty(),
      "wait",
      "Wait, for example for the registration",
      "No answer goes; you are told on the day below");

  private final Optional<ResponseCode> answer;
  private final String words;
  private final String label;
  private final String follows;

  MatchChoice(Optional<ResponseCode> answer, String words, String label, String follows) {
    this.answer = answer;
    this.words = words;
    this.label = label;
    this.follows = follows;
  }

  /** The answer that it is; empty for waiting. */
  Optional<ResponseCode> answer() {
    return answer;
  }

  String words() {
    return words;
  }

  /** As the form says it. */
  String label() {
    return label;
  }

  /** What stands below that. */
  String hint() {
    return answer.map(code -> code.code() + ": ").orElse("") + follows;
  }

  /** Such as {@code not-ours}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In the order in which people are offered them. */
  static List<MatchChoice> all() {
    return List.of(values());
  }

  static MatchChoice of(DecisionBody body) {
    String given = body.text("choice").orElse("");
    return Arrays.stream(values())
        .filter(each -> each.text().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.unchosen(
                    "choice",
                    "Choose what you find",
                    all(),
                    MatchChoice::text,
                    MatchChoice::label));
  }
}
