package gpcm.bench.agreement;

import gpcm.bench.agreement.Agreement.Judged;
import java.util.Locale;
import java.util.Optional;

/**
 * What HAPI's validator calls an error and the rules do not, reviewed here and nowhere else. What
 * is none of these has to be looked at.
 */
enum OpenGap {
  UNREACHABLE(
      ".*isn't reachable by traversing links.*",
      "an entry that nothing leads to is not looked for");

  private final String form;
  private final String reason;

  OpenGap(String form, String reason) {
    this.form = form;
    this.reason = reason;
  }

  /** Its name, for people. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Why the rules do not reject it. */
  String reason() {
    return reason;
  }

  /** The first that explains what only the validator found; empty when nothing does. */
  static Optional<OpenGap> of(Judged judged) {
    for (OpenGap gap : values()) {
      if (judged.validator().stream().anyMatch(error -> error.matches("(?s)" + gap.form))) {
        return Optional.of(gap);
      }
    }
    return Optional.empty();
  }
}
