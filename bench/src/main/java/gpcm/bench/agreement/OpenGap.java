package gpcm.bench.agreement;

import gpcm.bench.agreement.Agreement.Judged;
import java.util.Optional;

/**
 * What HAPI's validator calls an error and the rules do not, reviewed here and nowhere else. What
 * is none of these has to be looked at.
 */
enum OpenGap implements ReviewedDifference {
  BASE_PROFILE_OF_ANOTHER_TYPE(
      ".*not allowed by the profile http://hl7\\.org/fhir/StructureDefinition/\\S+",
      "a claim of a base type's own profile, which the table of facts does not name"),
  WARNED_ONLY(
      ".*(Can't find '.*' in the bundle|Relative URLs must be of the format|is not a valid"
          + " reference).*",
      "a reference that a numbered SHOULD speaks of: a warning here"),
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
