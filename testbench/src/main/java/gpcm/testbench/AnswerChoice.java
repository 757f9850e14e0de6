package gpcm.testbench;

import gpcm.message.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The codes that a message asks the synthetic receiver for, or that its user chose. An ITK3 message
 * has at most one infrastructure and one business response, and none after a negative one (ITK3,
 * response patterns).
 *
 * @param infrastructure the infrastructure code
 * @param business the business code that follows it; none follows a negative infrastructure code
 */
public record AnswerChoice(ResponseCode infrastructure, Optional<ResponseCode> business) {
  private static final Pattern GIVEN_NAME =
      Pattern.compile("IB[0-9]{3}-([0-9]{5})(?:-([0-9]{5}))?");

  /** The answers in which this code comes back: a business code follows a success. */
  public static AnswerChoice asking(ResponseCode code) {
    return switch (code.kind()) {
      case INFRASTRUCTURE ->
          new AnswerChoice(
              code, code.positive() ? Optional.of(ResponseCode.PATIENT_KNOWN) : Optional.empty());
      case BUSINESS -> new AnswerChoice(ResponseCode.SUCCESS, Optional.of(code));
    };
  }

  /**
   * What these names ask for: {@code IB001-20009} for one code, {@code IB001-20013-30002} for both.
   * The number after IB is the tester's own. Empty when no name has that form with codes that
   * exist.
   */
  public static Optional<AnswerChoice> inNames(List<String> names) {
    for (String name : names) {
      Matcher asked = GIVEN_NAME.matcher(name.strip().toUpperCase(Locale.ROOT));
      if (asked.matches()) {
        List<String> codes = new ArrayList<>(List.of(asked.group(1)));
        Optional.ofNullable(asked.group(2)).ifPresent(codes::add);
        return of(codes);
      }
    }
    return Optional.empty();
  }

  /** Answers with these one or two codes; empty when one does not exist or they do not fit. */
  public static Optional<AnswerChoice> of(List<String> codes) {
    List<ResponseCode> known =
        codes.stream().flatMap(code -> ResponseCode.of(code).stream()).toList();
    if (known.size() != codes.size()) {
      return Optional.empty();
    }
    return switch (known.size()) {
      case 1 -> Optional.of(asking(known.getFirst()));
      case 2 -> both(known.getFirst(), known.getLast());
      default -> Optional.empty();
    };
  }

  private static Optional<AnswerChoice> both(ResponseCode first, ResponseCode second) {
    boolean fit =
        first.kind() == ResponseCode.Kind.INFRASTRUCTURE
            && first.positive()
            && second.kind() == ResponseCode.Kind.BUSINESS;
    return fit ? Optional.of(new AnswerChoice(first, Optional.of(second))) : Optional.empty();
  }

  /** The codes in the order they are sent. */
  public List<ResponseCode> codes() {
    List<ResponseCode> codes = new ArrayList<>(List.of(infrastructure));
    business.ifPresent(codes::add);
    return List.copyOf(codes);
  }

  /** The patient's given name that asks for this code. */
  public static String givenName(ResponseCode code) {
    return "IB001-" + code.code();
  }
}
