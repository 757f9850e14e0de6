package gpcm.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form in which an identifier is compared: a UUID is the same in any case, bare or as a URN
 * (RFC 4122); whatever is no UUID is compared letter by letter.
 */
public final class CanonicalId {
  private static final Pattern UUID =
      Pattern.compile(
          "(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
          Pattern.CASE_INSENSITIVE);

  private static final int LONGEST = "urn:uuid:00000000-0000-4000-8000-000000000000".length();

  private CanonicalId() {}

  /** A UUID in lower case and bare; any other text as it is. */
  public static String of(String id) {
    return uuid(id).orElse(id);
  }

  /** The UUID in lower case and bare; empty for a text that is none. */
  public static Optional<String> uuid(String id) {
    if (id.length() > LONGEST || !UUID.matcher(id).matches()) {
      return Optional.empty();
    }
    String lower = id.toLowerCase(Locale.ROOT);
    return Optional.of(
        lower.startsWith(Vocabulary.UUID_PREFIX)
            ? lower.substring(Vocabulary.UUID_PREFIX.length())
            : lower);
  }

  /**
   * A URL in the form in which it is compared: the URN of a UUID in lower case, as FHIR writes it,
   * any other letter by letter.
   */
  public static String url(String url) {
    String prefix = Vocabulary.UUID_PREFIX;
    return hasCapitals(url) && url.regionMatches(true, 0, prefix, 0, prefix.length())
        ? uuid(url).map(prefix::concat).orElse(url)
        : url;
  }

  private static boolean hasCapitals(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
        return true;
      }
    }
    return false;
  }

  /** Whether two identifiers are the same. */
  public static boolean same(String one, String other) {
    return of(one).equals(of(other));
  }
}
