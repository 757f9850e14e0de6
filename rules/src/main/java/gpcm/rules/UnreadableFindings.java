package gpcm.rules;

import gpcm.message.ResponseCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of bytes that are no message to a receiver, whoever looks at them. */
public final class UnreadableFindings {
  private static final String REQUIREMENT = "GPCM-C-02";
  private static final Pattern PLACE =
      Pattern.compile("line ([1-9][0-9]{0,8}), column ([1-9][0-9]{0,8})");

  private UnreadableFindings() {}

  /**
   * Something that a receiver cannot read (10009).
   *
   * @param path where reading ended
   * @param found what stands there; for staff only
   */
  public static Finding unreadable(String path, String found) {
    return Finding.must(
        REQUIREMENT,
        ResponseCode.UNREADABLE,
        path,
        found,
        "a FHIR STU3 message bundle in XML",
        "Send well-formed XML in UTF-8 whose root is a Bundle of type message");
  }

  /**
   * The same where it is known how far reading came.
   *
   * @param found what stands there; for staff only
   */
  public static Finding unreadable(SourcePosition where, String found) {
    return unreadable("line %d, column %d".formatted(where.line(), where.column()), found)
        .at(where);
  }

  /**
   * The place in the source that the path of such a finding names; empty for every other path. What
   * was stored keeps its path only.
   */
  public static Optional<SourcePosition> place(String path) {
    Matcher matcher = PLACE.matcher(path);
    return matcher.matches()
        ? Optional.of(
            new SourcePosition(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * A message in FHIR JSON: for tools and people. MESH carries XML, and receivers read nothing
   * else.
   */
  public static Finding json() {
    return unreadable("Bundle", "a message in FHIR JSON, which is not what travels");
  }
}
