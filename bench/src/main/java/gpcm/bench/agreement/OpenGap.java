package gpcm.bench.agreement;

import gpcm.bench.agreement.Agreement.Judged;
import java.util.Optional;

/**
 * What HAPI's validator calls an error and the rules do not, reviewed here and nowhere else. What
 * is none of these has to be looked at.
 */
enum OpenGap implements ReviewedDifference {
  UNREACHABLE(
      ".*isn't reachable by traversing links.*",
      "an entry that nothing leads to is not looked for");

  private final String form;
  private final String reason;

  OpenGap(String form, String reason) {
    this.form = form;
    this.reason = reason;
  }

  @Override
  public String form() {
    return form;
  }

  /** Why the rules do not reject it. */
  @Override
  public String reason() {
    return reason;
  }

  /** The first that explains what only the validator found; empty when nothing does. */
  static Optional<OpenGap> of(Judged judged) {
    return ReviewedDifference.first(values(), judged.validator());
  }
}
