package gpcm.bench.agreement;

import gpcm.bench.agreement.Agreement.Judged;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What HAPI's validator does not see and is a fault all the same, reviewed here and nowhere else.
 */
enum BlindSpot {
  MODIFIER(
      ".*\\(modifierExtension\\)",
      "FHIR: a receiver must refuse a modifier extension it does not know"),
  IMPLICIT_RULES(
      ".*\\(implicitRules\\)", "FHIR: a receiver must refuse implicit rules it does not know"),
  ABATED("FHIR .*\\(con-4\\)", "the validator's STU3 expression of con-4 never fails"),
  FULL_URL(
      ".*entry\\.fullUrl: on every entry, urn:uuid: followed by the id of its resource.*",
      "Bundle.entry.fullUrl: the id in it is the resource's"),
  DANGLING(
      "\\S+ .*: a reference to a resource of the (document|message)",
      "a document carries what it refers to; the validator looks only at some references"),
  FOREIGN_PROFILE(
      "\\S+ .*meta\\.profile: .*",
      "a claim of a profile for another type, or one nobody knows; the validator passes some"),
  NEARLY_AN_EXTENSION(
      "Extension-\\S+ .*extension\\.url: the url .*",
      "an optional extension under a url that is nearly right says nothing to anybody"),
  NO_USE_CASE(
      "GPCM-C-02 .*: the name of a use case: .*",
      "LocalExtension of another type: the definition of the extension leaves the type open"),
  BLANK(
      "GPCM-C-02 .*: a value( of type .*)?",
      "a value of blanks is none of its type; the validator only warns of it"),
  NO_CONCEPT_ID(
      "FHIR .*code: a SNOMED CT concept id with a right check digit",
      "a code under SNOMED CT is a concept id; the validator has no SNOMED CT and lets any text"
          + " pass");

  private final String form;
  private final String reason;

  BlindSpot(String form, String reason) {
    this.form = form;
    this.reason = reason;
  }

  /** Why the fault is one. */
  String reason() {
    return reason;
  }

  /** The constant's name, for people. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The first that explains what only we found; empty when nothing does. */
  static Optional<BlindSpot> of(Judged judged) {
    return Arrays.stream(values())
        .filter(each -> judged.ours().stream().anyMatch(fault -> fault.matches("(?s)" + each.form)))
        .findFirst();
  }
}
