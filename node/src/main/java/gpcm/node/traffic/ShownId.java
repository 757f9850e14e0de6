package gpcm.node.traffic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Identifiers and codes as they may be shown to those who see no patient data. What a sender writes
 * where an id belongs may be anything, a name or an NHS number too; only what has the form of an id
 * or a code is shown.
 */
final class ShownId {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  /** MESH gives it, and nobody else; an NHS number by itself is none. */
  private static final Pattern MESH =
      Pattern.compile(
          "(?!.*(?<![0-9A-Za-z])[0-9]{10}(?![0-9A-Za-z]))[0-9A-Za-z]{1,60}([_-][0-9A-Za-z]{1,60}){0,6}");

  private static final Pattern CODE =
      Pattern.compile("[123][0-9]{4}|EPL-[0-9]{3}[a-zA-Z]?|[0-9]{2}");
  private static final Pattern WORKFLOW = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");
  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{6}");

  private ShownId() {}

  /** An id that a message gives of itself or of others: what is no UUID is not shown. */
  static Optional<String> of(String text) {
    return shown(text, UUID);
  }

  /** MESH's id of a message. */
  static Optional<String> ofMesh(String text) {
    return shown(text, MESH);
  }

  /** Those of several that may be shown, by what one of them is shown as. */
  static List<String> all(String[] texts, Function<String, Optional<String>> shown) {
    return texts == null
        ? List.of()
        : Arrays.stream(texts).flatMap(text -> shown.apply(text).stream()).toList();
  }

  /** A response code of ITK3, or a code of MESH's reports. */
  static Optional<String> ofCode(String text) {
    return shown(text, CODE);
  }

  /** A workflow of MESH. */
  static Optional<String> ofWorkflow(String text) {
    return shown(text, WORKFLOW).filter(each -> !LONG_NUMBER.matcher(each).find());
  }

  private static Optional<String> shown(String text, Pattern form) {
    return Optional.ofNullable(text).filter(each -> form.matcher(each).matches());
  }
}
