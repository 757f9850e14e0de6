package gpcm.mesh.server;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** A whole number in a path or query; the sandbox's have no bound. */
final class WholeNumber {
  private static final Pattern FORM = Pattern.compile("[+-]?[0-9]{1,1000}");
  private static final BigInteger LEAST = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  private WholeNumber() {}

  /**
   * The number; one beyond the range of an int counts as the end of it, which is more than any
   * message has chunks and any page has entries.
   */
  static int of(String in, String name, String text) {
    if (!FORM.matcher(text).matches()) {
      throw Refusal.invalid(
          "int_parsing",
          in,
          name,
          "Input should be a valid integer, unable to parse string as an integer",
          text);
    }
    return new BigInteger(text).max(LEAST).min(MOST).intValue();
  }
}
