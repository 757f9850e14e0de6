package gpcm.mesh;

/**
 * Text from outside, made safe for an error message: control characters replaced, length bounded.
 */
final class Printable {
  private static final int LONGEST = 200;

  private Printable() {}

  static String of(String text) {
    String short_ = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return short_.replaceAll("\\p{Cntrl}", "?");
  }
}
