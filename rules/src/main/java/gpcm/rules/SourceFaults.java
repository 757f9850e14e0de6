package gpcm.rules;

import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SourceFinding;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the reader met in the source text and the model cannot show any more: GPCM-C-02, and
 * GPCM-SD-021 for base64.
 */
final class SourceFaults {
  private static final Pattern STEP = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,40}(\\[[0-9]{1,9}])?");

  private SourceFaults() {}

  static List<Finding> of(ReadMessage message) {
    return Stream.concat(
            message.faults().stream().flatMap(source -> finding(source, false).stream()),
            message.tolerated().stream().flatMap(source -> finding(source, true).stream()))
        .toList();
  }

  private static Optional<Finding> finding(SourceFinding source, boolean tolerated) {
    return switch (source.kind()) {
      // Rules of their own see these in the model and say under which requirement.
      case LOCAL_EXTENSION_SPELLING,
          TITLE_CASE,
          PRIMARY_NOT_FIRST,
          SHARED_FULL_URL,
          PROFILE_SPELLING,
          NHS_NUMBER_CHECK_DIGIT,
          SUMMARY_LINE,
          CUSTODIAN_NOT_SENDER,
          HEADER_NOT_FIRST ->
          Optional.empty();
      case INVALID_BASE64 ->
          Optional.of(
              finding(
                  "GPCM-SD-021",
                  source,
                  "Encode the content in base64 without a break",
                  tolerated));
      case ELEMENT_ORDER ->
          Optional.of(
              finding(
                  "GPCM-C-02",
                  source,
                  "Write the elements in the order of the FHIR schema",
                  tolerated));
      case UNKNOWN_ELEMENT, UNKNOWN_RESOURCE, STRAY_TEXT ->
          Optional.of(
              finding(
                  "GPCM-C-02",
                  source,
                  "Send FHIR STU3 content only: what is not known cannot be shown to anybody",
                  tolerated));
      case INVALID_VALUE ->
          Optional.of(
              finding("GPCM-C-02", source, "Write a value of the element's type", tolerated));
      case EMPTY_ELEMENT ->
          Optional.of(
              finding(
                  "GPCM-C-02", source, "Leave out an element that has nothing to say", tolerated));
    };
  }

  private static Finding finding(
      String requirement, SourceFinding source, String fix, boolean tolerated) {
    Optional<SourcePosition> position =
        source.line() > 0
            ? Optional.of(new SourcePosition(source.line(), source.column()))
            : Optional.empty();
    String path = safe(source);
    return new Finding(
        requirement,
        Strength.MUST,
        code(path),
        path,
        position,
        source.found(),
        source.expected(),
        fix,
        tolerated);
  }

  /**
   * A path is sent back to the sender, and the name of an unknown element is text of the payload,
   * which may hold anything: the path ends at its owner.
   */
  private static String safe(SourceFinding source) {
    StringBuilder path = new StringBuilder();
    for (String step : source.path().split("\\.", -1)) {
      if (!STEP.matcher(step).matches()) {
        break;
      }
      path.append(path.isEmpty() ? "" : ".").append(step);
    }
    boolean named =
        source.kind() == SourceFinding.Kind.UNKNOWN_ELEMENT
            || source.kind() == SourceFinding.Kind.UNKNOWN_RESOURCE;
    int last = path.lastIndexOf(".");
    return named && path.length() == source.path().length() && last > 0
        ? path.substring(0, last)
        : path.toString();
  }

  /** A path through two entries leads into the document. */
  private static ResponseCode code(String path) {
    return path.indexOf(".entry[") == path.lastIndexOf(".entry[")
        ? ResponseCode.HEADER_INVALID
        : ResponseCode.PAYLOAD_INVALID;
  }
}
